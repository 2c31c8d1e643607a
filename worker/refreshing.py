"""Carrying out Refresh: the next try, at once, signs in with what is fresh (a new token, or the password that was
stored meanwhile); nothing is counted or told."""

from __future__ import annotations

from datetime import datetime

from errors.machine import Event, State, step
from errors.model import Case, Decision
from store import leases
from store.session import Tx
from worker.attempt import Seen
from worker.settled import Settled, again, drop, meta


async def refresh(tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen) -> Settled:
    """refreshed_at no earlier than last_attempt_at is what worker.attempt.wants_fresh_token reads."""
    row = seen.held.direction
    job, words = again(row, at, meta(case, seen, row.attempt_number + 1))
    state = step(row.state, Event.RESUMED) if row.state is State.SUSPENDED else row.state
    await leases.settle(
        tx, row.id, row.fence, state=state, next_attempt_at=at, last_attempt_at=case.now, refreshed_at=case.now, **job
    )
    return Settled(case.fault, decision, state, at, [*(drop(seen) if words else []), *words])
