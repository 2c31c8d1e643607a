"""Carrying out Halt, and a test that failed: the direction stands still until somebody acts, with its Error."""

from __future__ import annotations

from datetime import datetime

from errors.machine import Event, State, step
from errors.model import Case, Decision, Halt, Nature, Suspend
from errors.pauses import prolonged
from errors.refused_together import REFUSED_TOGETHER
from store import alerts, leases
from store.records import Tested
from store.session import Tx
from worker import doubting, outage
from worker.attempt import Seen
from worker.follow import Fail
from worker.raising import mailbox_alert
from worker.remembering import confirmed, remembered
from worker.retry_job import retry_id
from worker.retrying import is_an_incident
from worker.settled import Settled, drop, judged, meta, tested


async def halt(tx: Tx, case: Case, decision: Halt, seen: Seen) -> Settled:
    held, row = seen.held, seen.held.direction
    state, attempt = step(row.state, Event.HALTED), row.attempt_number + 1
    next_at = _rare_probe(case) if decision.spent else None
    await leases.settle(
        tx, row.id, row.fence, state=state, next_attempt_at=next_at, halted_at=case.now, halt_spent=decision.spent,
        attempt_number=attempt, retry_job=retry_id(row.id, attempt),
        **remembered(case), **judged(case), **tested(seen),
    )  # fmt: skip
    raised = mailbox_alert(case.fault, Nature.PERMANENT, held, case.now, next_at)
    await alerts.raise_superseding(tx, raised)
    failed = Fail(row.id, attempt, meta(case, seen, attempt))
    return Settled(case.fault, decision, state, next_at, [*drop(seen), failed])


def _rare_probe(case: Case) -> datetime | None:
    """Those that halted together come back one by one, none sooner than was asked for."""
    pause = case.policy.probe_halted
    return case.now + prolonged(pause, case.dice) if pause is not None else None


async def test_failed(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    """A direction that was not running is not running now; a halted one keeps a failed job to be requeued. What it met
    counts as a proof for the next test, and no more than that."""
    held, row = seen.held, seen.held.direction
    state, attempt = step(row.state, Event.TEST_FAILED), row.attempt_number + 1
    listed = row.state is State.HALTED and row.retry_job is not None
    next_at = _rare_probe(case) if row.halt_spent else None
    await leases.settle(
        tx, row.id, row.fence, state=state, last_code=case.fault.code, last_attempt_at=case.now, test=Tested.FAILURE,
        next_attempt_at=next_at, **({"proofs": case.proofs, **confirmed(case)} if row.state is State.HALTED else {}),
        **({"attempt_number": attempt, "retry_job": retry_id(row.id, attempt)} if listed else {}),
    )  # fmt: skip
    nature = case.fault.entry.nature or Nature.TRANSIENT
    if isinstance(decision, Suspend) and decision.code == REFUSED_TOGETHER:
        await doubting.add_refusal(tx, case, seen, probe=False)
    elif isinstance(decision, Suspend):
        await outage.go_down(tx, held, case.fault, decision.probe_at, case.now)
    elif is_an_incident(case):
        await outage.raise_incident(tx, held, case.fault, nature, case.now, next_at)
    elif row.state is State.HALTED:
        await alerts.raise_superseding(tx, mailbox_alert(case.fault, Nature.PERMANENT, held, case.now, next_at))
    else:
        await alerts.raise_(tx, mailbox_alert(case.fault, nature, held, case.now, next_at))
    words = [*drop(seen), Fail(row.id, attempt, meta(case, seen, attempt))] if listed else []
    return Settled(case.fault, decision, state, next_at, words)
