"""Settling: carry out what was decided about one attempt. The only writer of outcomes.

One SQL transaction, seen whole or not at all; the queue is told after it (worker/follow.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

import structlog

from errors.alerts import opens
from errors.classify import classify
from errors.decide import decide
from errors.machine import Event, State, step
from errors.model import (
    Case,
    Decision,
    Fault,
    Halt,
    HandBack,
    Health,
    Level,
    Nature,
    Retry,
    SetAside,
    Stage,
    Suspend,
)
from store import alerts, attempts, leases
from store.records import Attempt, DirectionRow, Held, Tested
from store.session import Tx
from worker import outage
from worker.attempt import Seen
from worker.follow import Drop, Fail, FollowUp, Schedule, follow
from worker.raising import mailbox_alert, system_alert, told

if TYPE_CHECKING:
    from worker.office import Office

log = structlog.get_logger(__name__)

TEST_PASSED = "OWN-901"
FRESH_PROOF = timedelta(seconds=20)  # two refusals closer together than this are one proof


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it. fault and decision are None for a success; next_at None: not until somebody acts."""

    fault: Fault | None
    decision: Decision | None
    state: State
    next_at: datetime | None


async def settle(office: Office, seen: Seen) -> Settled | None:
    """Record the attempt, move its direction, raise or close its alerts; then tell the queue.

    None: nothing was written, because the lease was lost to another worker or the store could not be written.
    Raises StaleLease, StoreError.
    """
    if seen.lost:
        return None
    if seen.signal is None:
        settled, words = await _succeed(office, seen)
    else:
        settled, words = await _fail(office, seen, classify(seen.signal))
    await follow(office, words)
    return settled


# -- success ---------------------------------------------------------------------------------------------------


async def _succeed(office: Office, seen: Seen) -> tuple[Settled, list[FollowUp]]:
    held, now = seen.held, office.clock()
    row = held.direction
    poll = await office.vote(held, now, bad=False)
    next_at = now + (timedelta() if seen.outcome and seen.outcome.left_over else held.profile.poll_interval)
    state = step(row.state, Event.SUCCEEDED)
    async with office.store.write() as tx:
        await leases.settle(
            tx, row.id, row.fence, state=state, streak=0, counted=0, proofs=0, failing_since=None, last_code=None,
            last_attempt_at=now, last_success_at=now, next_attempt_at=next_at, halted_at=None, halt_rule=None,
            halt_spent=False, retry_job=None, deaths=0, held_message=None, held_deaths=0,
            **({"test": Tested.SUCCESS} if seen.test else {}),
        )  # fmt: skip
        await _note_success(tx, seen, now)
        await alerts.resolve_direction(tx, held.mailbox.id, row.direction, "the mailbox works again")
        if state is not row.state and row.state is State.SUSPENDED:
            await outage.come_back(tx, held.profile, row.direction, now, office.spread(held.profile))
        else:
            await outage.relieve(tx, held.profile, row.direction, poll, now)
    words: list[FollowUp] = [Drop(row.retry_job)] if row.retry_job else []
    log.info("attempt.succeeded", mailbox=held.mailbox.address, new=seen.outcome.new_emails if seen.outcome else 0)
    return Settled(None, None, state, next_at), words


async def _note_success(tx: Tx, seen: Seen, now: datetime) -> None:
    new = seen.outcome.new_emails if seen.outcome else 0
    if new or seen.test or seen.held.direction.streak:
        await attempts.record(
            tx,
            Attempt(seen.held.direction.id, seen.at, ok=True, new_emails=new, took=seen.took, test=seen.test),
        )
    if seen.test:
        about = ("mailbox", seen.held.mailbox.id)
        await alerts.raise_(
            tx,
            told(TEST_PASSED, seen.held.profile, about, seen.held.direction.direction, now,
                 mailbox=seen.held.mailbox.address),
        )  # fmt: skip


# -- failure ---------------------------------------------------------------------------------------------------


async def _fail(office: Office, seen: Seen, fault: Fault) -> tuple[Settled, list[FollowUp]]:
    held, now = seen.held, office.clock()
    poll = await office.vote(held, now, bad=outage.is_shared(fault))
    async with office.store.write() as tx:
        health = await outage.judged(tx, held, fault, poll, now)
        case = _case(held, fault, seen, health, now, office.dice())
        decision = decide(case)
        settled, words = await _carry_out(tx, case, decision, seen)
        await attempts.record(tx, _attempt(seen, fault, settled.next_at))
    log.warning(
        "attempt.failed", mailbox=held.mailbox.address, code=fault.code, rule=fault.rule, streak=case.streak,
        decision=type(decision).__name__.lower(), next=settled.next_at.isoformat() if settled.next_at else None,
    )  # fmt: skip
    return settled, words


def _attempt(seen: Seen, fault: Fault, next_at: datetime | None) -> Attempt:
    return Attempt(
        seen.held.direction.id, seen.at, ok=False, stage=fault.signal.stage, code=fault.code, rule=fault.rule,
        response=fault.signal.text, next_attempt_at=next_at, took=seen.took, test=seen.test,
    )  # fmt: skip


def _case(held: Held, fault: Fault, seen: Seen, health: Health, now: datetime, dice: float) -> Case:
    row = held.direction
    counts = fault.entry.counts and health is Health.HEALTHY
    return Case(
        fault=fault,
        direction=row.direction,
        policy=held.profile.policy,
        now=now,
        dice=dice,
        streak=row.streak + 1,
        counted=row.counted + counts,
        proofs=_proofs(row, fault, seen, now),
        failing_since=row.failing_since or now,
        last_success_at=row.last_success_at,
        created_at=held.mailbox.created_at,
        health=health,
    )


def _proofs(row: DirectionRow, fault: Fault, seen: Seen, now: datetime) -> int:
    """Independent observations in a row of this code: a fresh sign-in each, and not in one breath."""
    if row.last_code != fault.code:
        return 1
    independent = seen.fresh and (row.last_attempt_at is None or now - row.last_attempt_at >= FRESH_PROOF)
    return max(1, row.proofs + independent)


async def _carry_out(tx: Tx, case: Case, decision: Decision, seen: Seen) -> tuple[Settled, list[FollowUp]]:
    match decision:
        case Retry(at):
            return await _retry(tx, case, decision, at, seen)
        case Halt():
            return await _halt(tx, case, decision, seen)
        case Suspend(probe_at):
            return await _suspend(tx, case, decision, probe_at, seen)
        case SetAside():
            return await _set_aside(tx, case, decision, seen)
        case HandBack(at):
            return await _hand_back(tx, case, decision, at, seen)
        case _:
            assert_never(decision)


async def _retry(
    tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen
) -> tuple[Settled, list[FollowUp]]:
    held, row = seen.held, seen.held.direction
    if seen.test and row.state in NOT_RUNNING:
        return await _test_failed(tx, case, decision, seen)
    state, attempt = step(row.state, Event.RETRIED), row.attempt_number + 1
    job = f"retry-{row.id}-{attempt}"
    await leases.settle(
        tx, row.id, row.fence, state=state, streak=case.streak, counted=case.counted, proofs=case.proofs,
        failing_since=case.failing_since, last_code=case.fault.code, last_attempt_at=case.now, next_attempt_at=at,
        attempt_number=attempt, retry_job=job, **_tested(seen),
    )  # fmt: skip
    if opens(case, decision):
        await _warn(tx, case, at, seen)
    words = _drop(row, unless=job) + [Schedule(row.id, attempt, at, _meta(held, case.fault, attempt, case.now))]
    return Settled(case.fault, decision, state, at), words


async def _warn(tx: Tx, case: Case, at: datetime, seen: Seen) -> None:
    if case.health is Health.SUSPECT:
        await outage.raise_incident(tx, seen.held, case.fault, Nature.TRANSIENT, case.now, at)
    else:
        raised = mailbox_alert(case.fault, Nature.TRANSIENT, seen.held, case.now, at, level=Level.MAILBOX)
        await alerts.raise_(tx, raised)


NOT_RUNNING = (State.UNTESTED, State.DISABLED, State.HALTED)


async def _test_failed(tx: Tx, case: Case, decision: Decision, seen: Seen) -> tuple[Settled, list[FollowUp]]:
    """A test that failed changes no state: it was not running, and is not now."""
    row = seen.held.direction
    state = step(row.state, Event.TEST_FAILED)
    await leases.settle(
        tx, row.id, row.fence, state=state, last_code=case.fault.code, last_attempt_at=case.now, test=Tested.FAILURE,
        next_attempt_at=_rare(case, row) if row.halt_spent else None,
    )  # fmt: skip
    nature = case.fault.entry.nature or Nature.TRANSIENT
    raised = mailbox_alert(case.fault, nature, seen.held, case.now, None, level=Level.MAILBOX)
    await alerts.raise_(tx, raised)
    return Settled(case.fault, decision, state, None), []


async def _halt(tx: Tx, case: Case, decision: Halt, seen: Seen) -> tuple[Settled, list[FollowUp]]:
    held, row = seen.held, seen.held.direction
    if row.state in (State.UNTESTED, State.DISABLED):
        return await _test_failed(tx, case, decision, seen)
    state, attempt = step(row.state, Event.HALTED), row.attempt_number + 1
    job = f"retry-{row.id}-{attempt}"
    next_at = _rare(case, row) if decision.spent else None
    await leases.settle(
        tx, row.id, row.fence, state=state, streak=case.streak, counted=case.counted, proofs=case.proofs,
        failing_since=case.failing_since, last_code=case.fault.code, last_attempt_at=case.now, next_attempt_at=next_at,
        halted_at=case.now, halt_rule=case.fault.rule, halt_spent=decision.spent, attempt_number=attempt,
        retry_job=job, **_tested(seen),
    )  # fmt: skip
    raised = mailbox_alert(case.fault, Nature.PERMANENT, held, case.now, next_at, level=Level.MAILBOX)
    await alerts.raise_superseding(tx, raised)
    words = _drop(row, unless=job) + [Fail(row.id, attempt, _meta(held, case.fault, attempt, case.now))]
    return Settled(case.fault, decision, state, next_at), words


def _rare(case: Case, row: DirectionRow) -> datetime | None:
    pause = case.policy.probe_halted
    return case.now + pause if pause is not None else None


async def _suspend(
    tx: Tx, case: Case, decision: Decision, probe_at: datetime, seen: Seen
) -> tuple[Settled, list[FollowUp]]:
    """The profile is down: budgets stay as they were."""
    row = seen.held.direction
    if seen.test and row.state in NOT_RUNNING:
        return await _test_failed(tx, case, decision, seen)
    state = step(row.state, Event.SUSPENDED)
    await leases.settle(
        tx, row.id, row.fence, state=state, last_code=case.fault.code, last_attempt_at=case.now,
        next_attempt_at=None, retry_job=None, **_tested(seen),
    )  # fmt: skip
    if row.state is State.SUSPENDED:
        await outage.probe_failed(tx, seen.held, case.fault, case.now, case.dice)
    else:
        await outage.go_down(tx, seen.held, case.fault, probe_at, case.now)
    return Settled(case.fault, decision, state, None), _drop(row)


async def _set_aside(tx: Tx, case: Case, decision: Decision, seen: Seen) -> tuple[Settled, list[FollowUp]]:
    """One message is at fault: the next attempt sets it aside unparsed and goes on."""
    row = seen.held.direction
    await leases.release(
        tx, row.id, row.fence, next_attempt_at=case.now, held_message=case.fault.signal.message, held_deaths=3
    )
    return Settled(case.fault, decision, row.state, case.now), []


async def _hand_back(
    tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen
) -> tuple[Settled, list[FollowUp]]:
    """Our own fault: nothing is counted, halted or suspended."""
    row = seen.held.direction
    await leases.release(tx, row.id, row.fence, next_attempt_at=at)
    await alerts.raise_(tx, system_alert(case.fault, seen.held, case.now, at))
    return Settled(case.fault, decision, row.state, at), []


# -- small change ----------------------------------------------------------------------------------------------


def _tested(seen: Seen) -> dict[str, object]:
    return {"test": Tested.FAILURE} if seen.test else {}


def _drop(row: DirectionRow, unless: str | None = None) -> list[FollowUp]:
    return [Drop(row.retry_job)] if row.retry_job and row.retry_job != unless else []


def _meta(held: Held, fault: Fault, attempt: int, now: datetime) -> dict[str, object]:
    """What a failed or scheduled job says of itself in any RQ tool; no server words, which may hold anything."""
    return {
        "mailbox": held.mailbox.address,
        "direction": held.direction.direction.value,
        "code": fault.code,
        "attempts": held.direction.streak + 1,
        "failed_at": now.isoformat(),
        "headline": mailbox_alert(fault, Nature.PERMANENT, held, now, None, level=Level.MAILBOX).headline,
        "stage": Stage(fault.signal.stage).value,
        "attempt": attempt,
    }
