"""An SMTP reply of one or more lines (RFC 5321 section 4.2), with its enhanced status code (RFC 2034, RFC 3463): as a
server sends it, as an exception, a log or a delivery report quotes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .challenge import decoded
from .parts import Parts
from .quoted import ENHANCED, quoted_reply

# 465 and 587 are ports.
REPLY = re.compile(r"\s{0,8}(?P<status>(?!465|587)[2-5]\d\d)(?P<more>-)?(?:[\s:]|$|(?<=-)\S)")
CONTINUED = re.compile(rf"\s{{0,8}}(?:[2-5]\d\d[- ])?\s{{0,4}}(?:{ENHANCED}(?:\s+|$))?(?P<words>.*)")
# After the number, or in brackets within the words: qmail's "(#5.1.1)".
TOLD = re.compile(rf"\s{{0,8}}\d{{3}}[\s:-]\s{{0,4}}(?:error:?\s)?[\[(<#]{{0,2}}(?P<code>{ENHANCED})\b", re.IGNORECASE)
BRACKETED = re.compile(rf"[\[(]#?(?P<code>{ENHANCED})[)\]]")
# What the next server said, where the one that we spoke to says no more than that something failed (5.0.350).
PASSED_ON = re.compile(rf"(?:smtp;|->|\breturned)\W{{0,8}}[45]\d\d[ -]#?(?P<code>{ENHANCED})\b", re.IGNORECASE)
LEADING = re.compile(rf"\s{{0,8}}(?P<code>{ENHANCED})\b")
REPORTED = re.compile(rf"\b(?:dsn=|status:\s?)(?P<code>{ENHANCED})\b", re.IGNORECASE)
CHALLENGE = re.compile(r"\s*334[ -]([A-Za-z0-9+/=]{4,8000})\s*$")


def read(text: str) -> Parts:
    """Of several replies the first refusal counts."""
    text = _lines_ended(text)
    told = list(_replies(text.splitlines()))
    refusal = next((lines for lines in told if _number(lines) >= "4"), None)
    if refusal is None:
        quoted = quoted_reply(text)
        if quoted is not None:
            return Parts(quoted.text, quoted.status, _of_class(quoted.status, quoted.codes))
    if not told:
        return Parts(text, code=_reported(text))
    lines = refusal or told[-1]
    challenge = CHALLENGE.match(text)
    if challenge:
        return Parts(decoded(challenge[1]) or text, "334")
    status = _number(lines)
    codes = [found["code"] for line in lines if (found := TOLD.match(line) or BRACKETED.search(line))]
    code = _of_class(status, codes)
    passed_on = PASSED_ON.search(text) if code is None or code[1:3] == ".0" else None
    return Parts(unfolded(text), status, _of_class(status, [passed_on["code"]]) if passed_on else code)


def _lines_ended(text: str) -> str:
    """A shell or a repr may have kept the line ends as escapes."""
    return text if "\n" in text else text.replace("\\r", "").replace("\\n", "\n")


def unfolded(text: str) -> str:
    """Each reply on one line: what was said over several lines can be read, and matched, as the sentences it is."""
    lines = text.splitlines()
    if len(lines) < 2:
        return text
    starts = {number for number, _ in _grouped(lines)}
    words: list[str] = []
    for number, line in enumerate(lines):
        if number in starts or not words:
            words.append(_first(line))
        else:
            continued = CONTINUED.match(line)
            words[-1] += f" {(continued['words'] if continued else line).strip()}"
    return "\n".join(line.rstrip() for line in words)


def _first(line: str) -> str:
    found = REPLY.match(line)
    return f"{found['status']} {line[found.end('more') :].lstrip()}" if found and found["more"] else line


def _replies(lines: list[str]) -> Iterator[list[str]]:
    return (group for _, group in _grouped(lines))


def _grouped(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Replies with the place of their first line. All lines of a reply carry its number; one without any belongs to
    the reply before it."""
    began, awaited = 0, ""
    group: list[str] = []
    for number, line in enumerate(lines):
        found = REPLY.match(line)
        if found is None:
            if group:
                group.append(line)
            continue
        if group and found["status"] != awaited:
            yield began, group
            group = []
        if not group:
            began = number
        group.append(line)
        awaited = found["status"] if found["more"] else ""
    if group:
        yield began, group


def _number(lines: list[str]) -> str:
    found = REPLY.match(lines[0])
    return found["status"] if found else ""


def _of_class(status: str, codes: list[str]) -> str | None:
    """The first enhanced code of the reply's class. The reply's number governs (RFC 5321 section 4.2.1): a code of
    another class is read as its own (RFC 2034 section 4 forbids the difference)."""
    for code in codes:
        if code[0] == status[0]:
            return code
    return f"{status[0]}{codes[0][1:]}" if codes and status[0] in "245" else None


def _reported(text: str) -> str | None:
    """An enhanced code without a reply's number."""
    found = LEADING.match(text) or REPORTED.search(text)
    return found["code"] if found else None
