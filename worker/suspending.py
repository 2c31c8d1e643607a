"""Carrying out Suspend: the profile is down, and its mailboxes wait without a budget."""

from __future__ import annotations

from datetime import datetime

from errors.machine import Event, State, step
from errors.model import Case, Decision
from errors.refused_together import REFUSED_TOGETHER
from store import leases
from store.session import Tx
from worker import doubting, outage
from worker.attempt import Seen
from worker.settled import Settled, drop, tested


async def suspend(tx: Tx, case: Case, decision: Decision, probe_at: datetime, seen: Seen) -> Settled:
    """The profile is down: budgets stay as they were."""
    row = seen.held.direction
    state = step(row.state, Event.SUSPENDED)
    await leases.settle(
        tx, row.id, row.fence, state=state, last_code=case.fault.code, last_attempt_at=case.now,
        next_attempt_at=None, retry_job=None, **tested(seen),
    )  # fmt: skip
    if decision.code == REFUSED_TOGETHER:
        await doubting.add_refusal(tx, case, seen, probe=row.state is State.SUSPENDED)
    elif row.state is State.SUSPENDED:
        await outage.probe_failed(tx, seen.held, case.fault, case.now, case.dice)
    else:
        await outage.go_down(tx, seen.held, case.fault, probe_at, case.now)
    return Settled(case.fault, decision, state, None, drop(seen))
