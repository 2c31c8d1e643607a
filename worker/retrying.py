"""Carrying out Retry: the direction's next try, in a job of its own, and the Warning that goes with it."""

from __future__ import annotations

from datetime import datetime

from errors.alerts import opens
from errors.evidence import is_shared
from errors.machine import Event, step
from errors.model import Case, Decision, Health, Nature
from store import alerts, leases
from store.session import Tx
from worker import outage
from worker.attempt import Seen
from worker.follow import Schedule
from worker.raising import mailbox_alert
from worker.retry_job import retry_id
from worker.settled import Settled, drop, judged, meta, tested


async def retry(tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen) -> Settled:
    row = seen.held.direction
    state, attempt = step(row.state, Event.RETRIED), row.attempt_number + 1
    await leases.settle(
        tx, row.id, row.fence, state=state, next_attempt_at=at, attempt_number=attempt,
        retry_job=retry_id(row.id, attempt), **judged(case), **tested(seen),
    )  # fmt: skip
    if opens(case, decision):
        await _warn(tx, case, at, seen)
    scheduled = Schedule(row.id, attempt, at, meta(case, seen, attempt))
    return Settled(case.fault, decision, state, at, [*drop(seen), scheduled])


async def _warn(tx: Tx, case: Case, at: datetime, seen: Seen) -> None:
    if is_an_incident(case):
        await outage.raise_incident(tx, seen.held, case.fault, Nature.TRANSIENT, case.now, at)
    else:
        await alerts.raise_(tx, mailbox_alert(case.fault, Nature.TRANSIENT, seen.held, case.now, at))


def is_an_incident(case: Case) -> bool:
    """The profile's, not this mailbox's: while others get through, nothing but its own success would close it."""
    return is_shared(case.fault) and case.health is not Health.HEALTHY
