"""After the corpus has been judged: how many answers of each protocol got the verdict that was researched."""

from __future__ import annotations

from collections import Counter

from tests.kit.corpus import ANSWER_OF


def pytest_terminal_summary(terminalreporter):
    judged, right = Counter(), Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            protocol = dict(getattr(report, "user_properties", ())).get(ANSWER_OF)
            if protocol is not None:
                judged[protocol] += 1
                right[protocol] += outcome == "passed"
    if judged:
        terminalreporter.section("answers of real servers, judged")
        for line in table(judged, right):
            terminalreporter.write_line(line)


def table(judged: Counter[str], right: Counter[str]) -> list[str]:
    rows = [(protocol, judged[protocol], right[protocol]) for protocol in sorted(judged)]
    rows.append(("all", judged.total(), right.total()))
    head = f"{'protocol':10}{'answers':>8}{'right':>8}{'percent':>9}"
    return [head, *(f"{name:10}{of:8}{good:8}{100 * good / of:9.1f}" for name, of, good in rows)]
