"""Carrying out what was decided, inside the settlement's transaction: one module per decision."""

from __future__ import annotations

from typing import assert_never

from errors.machine import State
from errors.model import Case, Decision, Halt, HandBack, Refresh, Retry, SetAside, Suspend
from store.session import Tx
from worker.attempt import Seen
from worker.halting import halt, test_failed
from worker.handing_back import hand_back, set_aside
from worker.refreshing import refresh
from worker.retrying import retry
from worker.settled import Settled
from worker.suspending import suspend

NOT_RUNNING = (State.UNTESTED, State.DISABLED, State.HALTED)


async def carry_out(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    if seen.held.direction.state in NOT_RUNNING and not isinstance(decision, HandBack | SetAside):
        return await test_failed(tx, case, decision, seen)
    return await _carry_on(tx, case, decision, seen)


async def _carry_on(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    """Each decision in its own module."""
    match decision:
        case Retry(at):
            return await retry(tx, case, decision, at, seen)
        case Halt():
            return await halt(tx, case, decision, seen)
        case Suspend(probe_at):
            return await suspend(tx, case, decision, probe_at, seen)
        case SetAside():
            return await set_aside(tx, case, decision, seen)
        case HandBack(at):
            return await hand_back(tx, case, decision, at, seen)
        case Refresh(at):
            return await refresh(tx, case, decision, at, seen)
        case _:
            assert_never(decision)
