"""A mailbox that rules of another day halted and today's would not have: it is judged like one that is tried again.

What it is refused now counts among the refusals of others; what passes by itself is retried. Nothing is tested here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from errors.evidence import tells_of_the_server
from errors.machine import Event, State, step
from errors.memory import Saw, saw_of, signal_of
from errors.model import Fault, Signal
from errors.rejudge import Halted, Standing, Verdict, rejudge, retold
from errors.version import catalogue_version
from store import alerts, halts
from store.halts import HaltRow
from store.records import Held
from store.session import Tx
from worker.attempt import Seen

if TYPE_CHECKING:
    from worker.office import Office

WHY = "the rules of today would not have halted it"


@dataclass(frozen=True, slots=True)
class Wrongly:
    """What halted it, by its name of today, and how often it had been observed."""

    code: str
    proofs: int


def verdict_on(row: HaltRow) -> Verdict:
    """What today's rules say of this halt."""
    kept = signal_of(row.signal) if row.signal is not None else None
    signal = kept or _from_attempt(row)
    halt = Halted(row.direction, row.code, _saw(row), signal, row.created_at, retold=kept is None)
    return rejudge(halt, row.profile.policy)


def _saw(row: HaltRow) -> Saw:
    return saw_of(row.saw, row.halted_at)


def _from_attempt(row: HaltRow) -> Signal | None:
    last = row.attempt
    return None if last is None else retold(row.profile.protocol, row.code, last.stage, last.response)


async def halted_wrongly(office: Office, seen: Seen, fault: Fault) -> Wrongly | None:
    """Of a halted direction whose server had its say again, where today's rules would not have halted it."""
    if seen.held.direction.state is not State.HALTED or not tells_of_the_server(fault):
        return None
    async with office.store.read() as tx:
        row = await halts.under_other_rules(tx, catalogue_version(), seen.held.direction.id)
    verdict = verdict_on(row) if row is not None else None
    if row is None or verdict is None or verdict.fault is None or verdict.standing is not Standing.FREED:
        return None
    return Wrongly(verdict.fault.code, _saw(row).proofs)


def forgiven(seen: Seen, wrongly: Wrongly) -> Seen:
    """As the attempt of one that is tried again, without a past: only what halted it may prove what was met now."""
    row = replace(
        seen.held.direction, state=step(State.HALTED, Event.TAKEN_BACK), streak=0, counted=0, failing_since=None,
        last_code=wrongly.code, proofs=wrongly.proofs,
    )  # fmt: skip
    return replace(seen, held=replace(seen.held, direction=row))


async def take_back(tx: Tx, held: Held) -> None:
    """StaleLease."""
    row = held.direction
    await halts.take_back(tx, row.id, row.fence)
    await alerts.resolve_direction(tx, held.mailbox.id, row.direction, WHY)
