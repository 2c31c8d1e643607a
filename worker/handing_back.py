"""Carrying out what judges no mailbox: SetAside (one message) and HandBack (our own fault)."""

from __future__ import annotations

from datetime import datetime

from errors.machine import State
from errors.model import Case, Decision, Kind
from store import alerts, leases
from store.session import Tx
from worker import outage
from worker.attempt import Seen
from worker.raising import system_alert
from worker.settled import Settled, again, drop, meta


async def set_aside(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    """One message is at fault: the next attempt, at once, sets it aside unparsed and goes on."""
    row = seen.held.direction
    job, words = again(row, case.now, meta(case, seen, row.attempt_number + 1))
    await leases.release(
        tx, row.id, row.fence, next_attempt_at=case.now, last_code=case.fault.code,
        held_message=case.fault.signal.message, held_deaths=3, **job,
    )  # fmt: skip
    return Settled(case.fault, decision, row.state, case.now, [*(drop(seen) if words else []), *words])


async def hand_back(tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen) -> Settled:
    """Our own fault: nothing is counted, halted or suspended. After the first bug the mailbox is looked at once more
    at once, carefully, to see whether one message brings it about."""
    row = seen.held.direction
    careful: dict[str, object] = {}
    if case.fault.entry.kind is Kind.BUG and not row.deaths:
        at, careful = case.now, {"deaths": 1}
    job, words = again(row, at, meta(case, seen, row.attempt_number + 1))
    await leases.release(tx, row.id, row.fence, next_attempt_at=at, **careful, **job)
    if row.state is State.SUSPENDED:
        await outage.pass_on(tx, seen.held, case.now, case.dice)
    await alerts.raise_(tx, system_alert(case.fault, seen.held, case.now, at))
    return Settled(case.fault, decision, row.state, at, [*(drop(seen) if words else []), *words])
