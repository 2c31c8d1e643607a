"""The demo's check of itself: what the simulator served against what is stored, and how each trouble ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cli.demo.facts import Facts, open_alerts
from errors.machine import State
from errors.model import Level
from simulator import Message
from store import emails, mailboxes
from store.records import Alert
from worker.office import Office


@dataclass(frozen=True, slots=True)
class Expected:
    """held: what each mailbox holds on its server; served: what of it was sent whole, by address and sha256.

    wrong: addresses whose password was changed; down: profiles that had an outage.
    """

    held: Mapping[str, Sequence[Message]]
    served: Mapping[str, Counter[str]]
    wrong: frozenset[str]
    down: frozenset[str]


@dataclass(slots=True)
class Verdict:
    """checks: what was promised, and whether it was kept."""

    stored: int = 0
    expected: int = 0
    lost: int = 0
    duplicates: int = 0
    halted: frozenset[str] = frozenset()
    checks: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return all(kept for _, kept in self.checks)


async def judge(office: Office, expected: Expected, facts: Facts) -> Verdict:
    async with office.store.read() as tx:
        boxes = {box.address: box.incoming.state for box in await mailboxes.listing(tx)}
        found = await emails.listing(tx, after=0, limit=10_000_000)
    whole: dict[str, Counter[str]] = {address: Counter() for address in boxes}
    aside: Counter[str] = Counter()
    for email in found:
        if email.state == "set_aside":
            aside[email.mailbox] += 1
        else:
            whole[email.mailbox][email.sha256] += 1
    verdict = Verdict(stored=sum(counter.total() for counter in whole.values()))
    verdict.halted = frozenset(address for address, state in boxes.items() if state is State.HALTED)
    for address in boxes:
        _compare(verdict, whole[address], _wanted(expected, address))
    poisoned = {address for address, kept in expected.held.items() if any(one.poison for one in kept)}
    verdict.checks = [
        ("every email that was served is stored once, byte for byte", not verdict.lost and not verdict.duplicates),
        ("wrong passwords are halted, each with an Error alert", _halts(verdict, expected, facts.alerts)),
        ("each outage was one alert, and it is resolved", all(_one(facts.alerts, name) for name in expected.down)),
        ("each poison email is set aside, and its mailbox goes on", _aside(aside, poisoned, boxes)),
        ("every other mailbox is active", _active(boxes, expected.wrong)),
    ]
    return verdict


def _wanted(expected: Expected, address: str) -> Counter[str]:
    """A mailbox that is halted has what was served before; every other one all that is on its server."""
    if address in expected.wrong:
        return expected.served.get(address, Counter())
    return Counter(message.sha256 for message in expected.held.get(address, ()) if not message.poison)


def _compare(verdict: Verdict, stored: Counter[str], wanted: Counter[str]) -> None:
    verdict.expected += wanted.total()
    verdict.lost += (wanted - stored).total()
    verdict.duplicates += (stored - wanted).total()


def _halts(verdict: Verdict, expected: Expected, alerts: Sequence[Alert]) -> bool:
    told = {one.object_name for one in alerts
            if one.severity == "error" and one.status != "resolved" and one.level is Level.MAILBOX}  # fmt: skip
    return bool(expected.wrong) and verdict.halted == expected.wrong == told


def _one(alerts: Sequence[Alert], profile: str) -> bool:
    mine = [one for one in alerts if one.level is Level.PROFILE and one.object_name == profile and one.nature]
    return len(mine) == 1 and mine[0].status == "resolved"


def _aside(aside: Counter[str], poisoned: set[str], boxes: Mapping[str, State]) -> bool:
    return bool(poisoned) and set(aside) == poisoned and all(boxes[address] is State.ACTIVE for address in poisoned)


def _active(boxes: Mapping[str, State], wrong: frozenset[str]) -> bool:
    return all(state is State.ACTIVE for address, state in boxes.items() if address not in wrong)


def summary(
    verdict: Verdict, facts: Facts, *, mailboxes: int, recovered: int, polls: int, seconds: float
) -> dict[str, object]:
    """INTERFACE.md's `demo --json`."""
    opened = open_alerts(facts.alerts)
    return {
        "ok": verdict.ok,
        "mailboxes": mailboxes,
        "emails_stored": verdict.stored,
        "emails_expected": verdict.expected,
        "duplicates": verdict.duplicates,
        "lost": verdict.lost,
        "alerts_open": {severity: opened.get(severity, 0) for severity in ("error", "warning", "information")},
        "halted": len(verdict.halted),
        "recovered": recovered,
        "polls": polls,
        "seconds": round(seconds, 1),
        "checks": [{"check": what, "ok": kept} for what, kept in verdict.checks],
    }
