"""Settling: carry out what was decided about one attempt. The only writer of outcomes.

One SQL transaction, seen whole or not at all; the queue is told after it (worker/follow.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

import structlog

from errors.alerts import opens
from errors.classify import classify
from errors.decide import decide
from errors.evidence import is_shared, tells_of_the_server
from errors.machine import Event, State, step
from errors.model import Case, Decision, Fault, Halt, HandBack, Health, Kind, Nature, Retry, SetAside, Suspend
from store import alerts, attempts, leases
from store.records import Attempt, DirectionRow, Held, Tested
from store.session import Tx
from worker import outage
from worker.attempt import Seen
from worker.follow import Drop, Fail, FollowUp, Schedule, follow
from worker.raising import headline_of, mailbox_alert, system_alert, told

if TYPE_CHECKING:
    from worker.office import Office

log = structlog.get_logger(__name__)

TEST_PASSED = "INFO-201"
FRESH_PROOF = timedelta(seconds=20)  # two refusals closer together than this are one proof
NOT_RUNNING = (State.UNTESTED, State.DISABLED, State.HALTED)


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it, and what the queue is to be told.

    fault and decision are None for a success; next_at None: not until somebody acts.
    """

    fault: Fault | None
    decision: Decision | None
    state: State
    next_at: datetime | None
    words: list[FollowUp] = field(default_factory=list)


async def settle(office: Office, seen: Seen) -> Settled | None:
    """Record the attempt, move its direction, raise or close its alerts; then tell the queue.

    None: nothing was written, because the lease was lost to another worker.
    Raises StaleLease, StoreError.
    """
    if seen.lost:
        return None
    fault = None if seen.signal is None else classify(seen.signal)
    settled = await (_succeed(office, seen) if fault is None else _fail(office, seen, fault))
    await follow(office, settled.words)
    return settled


# -- success ---------------------------------------------------------------------------------------------------


async def _succeed(office: Office, seen: Seen) -> Settled:
    held, row, now = seen.held, seen.held.direction, office.clock()
    poll = await office.vote(held, now, bad=False)
    next_at = now if seen.goes_on else now + held.profile.poll_interval
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
        came_back = await _relieve(tx, office, seen, poll, now)
    if came_back:
        await office.forget_votes(held.profile, row.direction)
    new = seen.outcome.new_emails if seen.outcome else 0
    log.info("attempt.succeeded", mailbox=held.mailbox.address, new=new, was=row.state.value)
    return Settled(None, None, state, next_at, _drop(seen))


async def _note_success(tx: Tx, seen: Seen, now: datetime) -> None:
    held = seen.held
    new = seen.outcome.new_emails if seen.outcome else 0
    if new or seen.test or held.direction.streak:
        await attempts.record(
            tx, Attempt(held.direction.id, seen.at, ok=True, new_emails=new, took=seen.took, test=seen.test)
        )
    if seen.test:
        about = ("mailbox", held.mailbox.id)
        direction = held.direction.direction
        await alerts.raise_(tx, told(TEST_PASSED, held.profile, direction, about, now, mailbox=held.mailbox.address))


# -- failure ---------------------------------------------------------------------------------------------------


async def _fail(office: Office, seen: Seen, fault: Fault) -> Settled:
    held, now = seen.held, office.clock()
    poll = await _vote(office, held, fault, now)
    async with office.store.write() as tx:
        came_back = _got_through(fault) and await _relieve(tx, office, seen, poll, now)
        health = await outage.judged(tx, held, fault, poll, now)
        case = _case(seen, fault, health, now, office.dice())
        decision = decide(case)
        settled = await _carry_out(tx, case, decision, seen)
        await attempts.record(tx, _attempt(seen, fault, settled.next_at))
    if came_back:
        await office.forget_votes(held.profile, held.direction.direction)
    log.warning(
        "attempt.failed", mailbox=held.mailbox.address, code=fault.code, rule=fault.rule, streak=case.streak,
        decision=type(decision).__name__.lower(), next=settled.next_at.isoformat() if settled.next_at else None,
    )  # fmt: skip
    return settled


async def _vote(office: Office, held: Held, fault: Fault, now: datetime) -> outage.Poll:
    """A fault of our own says nothing about the profile."""
    if not tells_of_the_server(fault):
        return outage.Poll()
    return await office.vote(held, now, bad=is_shared(fault))


def _got_through(fault: Fault) -> bool:
    """To the mailbox's own trouble, which the profile's server was well enough to tell."""
    return tells_of_the_server(fault) and not is_shared(fault)


async def _relieve(tx: Tx, office: Office, seen: Seen, poll: outage.Poll, now: datetime) -> bool:
    held = seen.held
    probe = held.direction.state is State.SUSPENDED
    knock = outage.Knock(held.profile, held.direction.direction, seen.at, probe, seen.fresh)
    return await outage.relieve(tx, knock, poll, now=now, spread=office.spread(held.profile))


def _attempt(seen: Seen, fault: Fault, next_at: datetime | None) -> Attempt:
    return Attempt(
        seen.held.direction.id, seen.at, ok=False, stage=fault.signal.stage, code=fault.code, rule=fault.rule,
        response=fault.signal.text, next_attempt_at=next_at, took=seen.took, test=seen.test,
    )  # fmt: skip


def _case(seen: Seen, fault: Fault, health: Health, now: datetime, dice: float) -> Case:
    held, row = seen.held, seen.held.direction
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
        failing_since=_failing_since(row) or now,
        last_success_at=row.last_success_at,
        created_at=held.mailbox.created_at,
        health=health,
    )


def _failing_since(row: DirectionRow) -> datetime | None:
    """The time that its profile was down is nobody's silence."""
    return None if row.state is State.SUSPENDED else row.failing_since


def _proofs(row: DirectionRow, fault: Fault, seen: Seen, now: datetime) -> int:
    """Independent observations in a row of this code: a fresh sign-in each, and not in one breath."""
    if row.last_code != fault.code:
        return 1
    apart = min(FRESH_PROOF, seen.held.profile.policy.suspect_pause)
    independent = seen.fresh and (row.last_attempt_at is None or now - row.last_attempt_at >= apart)
    return max(1, row.proofs + independent)


async def _carry_out(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    if seen.held.direction.state in NOT_RUNNING and not isinstance(decision, HandBack | SetAside):
        return await _test_failed(tx, case, decision, seen)
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


def _judged(case: Case) -> dict[str, object]:
    """What every judged failure writes into its direction."""
    return {"streak": case.streak, "counted": case.counted, "proofs": case.proofs, "last_code": case.fault.code,
            "failing_since": case.failing_since, "last_attempt_at": case.now}  # fmt: skip


async def _retry(tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen) -> Settled:
    row = seen.held.direction
    state, attempt = step(row.state, Event.RETRIED), row.attempt_number + 1
    await leases.settle(
        tx, row.id, row.fence, state=state, next_attempt_at=at, attempt_number=attempt, retry_job=_job(row, attempt),
        **_judged(case), **_tested(seen),
    )  # fmt: skip
    if opens(case, decision):
        await _warn(tx, case, at, seen)
    scheduled = Schedule(row.id, attempt, at, _meta(case, seen, attempt))
    return Settled(case.fault, decision, state, at, [*_drop(seen), scheduled])


async def _warn(tx: Tx, case: Case, at: datetime, seen: Seen) -> None:
    if _is_an_incident(case):
        await outage.raise_incident(tx, seen.held, case.fault, Nature.TRANSIENT, case.now, at)
    else:
        await alerts.raise_(tx, mailbox_alert(case.fault, Nature.TRANSIENT, seen.held, case.now, at))


def _is_an_incident(case: Case) -> bool:
    """The profile's, not this mailbox's: while others get through, nothing but its own success would close it."""
    return is_shared(case.fault) and case.health is not Health.HEALTHY


async def _halt(tx: Tx, case: Case, decision: Halt, seen: Seen) -> Settled:
    held, row = seen.held, seen.held.direction
    state, attempt = step(row.state, Event.HALTED), row.attempt_number + 1
    next_at = _rare_probe(case) if decision.spent else None
    await leases.settle(
        tx, row.id, row.fence, state=state, next_attempt_at=next_at, halted_at=case.now, halt_rule=case.fault.rule,
        halt_spent=decision.spent, attempt_number=attempt, retry_job=_job(row, attempt),
        **_judged(case), **_tested(seen),
    )  # fmt: skip
    raised = mailbox_alert(case.fault, Nature.PERMANENT, held, case.now, next_at)
    await alerts.raise_superseding(tx, raised)
    failed = Fail(row.id, attempt, _meta(case, seen, attempt))
    return Settled(case.fault, decision, state, next_at, [*_drop(seen), failed])


def _rare_probe(case: Case) -> datetime | None:
    pause = case.policy.probe_halted
    return case.now + pause if pause is not None else None


async def _test_failed(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    """A direction that was not running is not running now; a halted one keeps a failed job to be requeued."""
    held, row = seen.held, seen.held.direction
    state, attempt = step(row.state, Event.TEST_FAILED), row.attempt_number + 1
    listed = row.state is State.HALTED and row.retry_job is not None
    next_at = _rare_probe(case) if row.halt_spent else None
    await leases.settle(
        tx, row.id, row.fence, state=state, last_code=case.fault.code, last_attempt_at=case.now, test=Tested.FAILURE,
        next_attempt_at=next_at, **({"attempt_number": attempt, "retry_job": _job(row, attempt)} if listed else {}),
    )  # fmt: skip
    nature = case.fault.entry.nature or Nature.TRANSIENT
    if isinstance(decision, Suspend):
        await outage.go_down(tx, held, case.fault, decision.probe_at, case.now)
    elif _is_an_incident(case):
        await outage.raise_incident(tx, held, case.fault, nature, case.now, next_at)
    elif row.state is State.HALTED:
        await alerts.raise_superseding(tx, mailbox_alert(case.fault, Nature.PERMANENT, held, case.now, next_at))
    else:
        await alerts.raise_(tx, mailbox_alert(case.fault, nature, held, case.now, next_at))
    words = [*_drop(seen), Fail(row.id, attempt, _meta(case, seen, attempt))] if listed else []
    return Settled(case.fault, decision, state, next_at, words)


async def _suspend(tx: Tx, case: Case, decision: Decision, probe_at: datetime, seen: Seen) -> Settled:
    """The profile is down: budgets stay as they were."""
    row = seen.held.direction
    state = step(row.state, Event.SUSPENDED)
    await leases.settle(
        tx, row.id, row.fence, state=state, last_code=case.fault.code, last_attempt_at=case.now,
        next_attempt_at=None, retry_job=None, **_tested(seen),
    )  # fmt: skip
    if row.state is State.SUSPENDED:
        await outage.probe_failed(tx, seen.held, case.fault, case.now, case.dice)
    else:
        await outage.go_down(tx, seen.held, case.fault, probe_at, case.now)
    return Settled(case.fault, decision, state, None, _drop(seen))


async def _set_aside(tx: Tx, case: Case, decision: Decision, seen: Seen) -> Settled:
    """One message is at fault: the next attempt, at once, sets it aside unparsed and goes on."""
    row = seen.held.direction
    again, words = _again(row, case.now, _meta(case, seen, row.attempt_number + 1))
    await leases.release(
        tx, row.id, row.fence, next_attempt_at=case.now, last_code=case.fault.code,
        held_message=case.fault.signal.message, held_deaths=3, **again,
    )  # fmt: skip
    return Settled(case.fault, decision, row.state, case.now, [*(_drop(seen) if words else []), *words])


async def _hand_back(tx: Tx, case: Case, decision: Decision, at: datetime, seen: Seen) -> Settled:
    """Our own fault: nothing is counted, halted or suspended. After the first bug the mailbox is looked at once more
    at once, carefully, to see whether one message brings it about."""
    row = seen.held.direction
    careful: dict[str, object] = {}
    if case.fault.entry.kind is Kind.BUG and not row.deaths:
        at, careful = case.now, {"deaths": 1}
    again, words = _again(row, at, _meta(case, seen, row.attempt_number + 1))
    await leases.release(tx, row.id, row.fence, next_attempt_at=at, **careful, **again)
    if row.state is State.SUSPENDED:
        await outage.pass_on(tx, seen.held, case.now, case.dice)
    await alerts.raise_(tx, system_alert(case.fault, seen.held, case.now, at))
    return Settled(case.fault, decision, row.state, at, [*(_drop(seen) if words else []), *words])


def _again(row: DirectionRow, at: datetime, meta: dict[str, object]) -> tuple[dict[str, object], list[FollowUp]]:
    """A direction that lives on a job of its own in `retry` gets its next one."""
    attempt = row.attempt_number + 1
    job = {"attempt_number": attempt, "retry_job": _job(row, attempt)}
    if row.state is State.RETRYING:
        return job, [Schedule(row.id, attempt, at, meta)]
    if row.state is State.HALTED and row.retry_job is not None:
        return job, [Fail(row.id, attempt, meta)]
    return {}, []


# -- small change ----------------------------------------------------------------------------------------------


def _job(row: DirectionRow, attempt: int) -> str:
    return f"retry-{row.id}-{attempt}"


def _tested(seen: Seen) -> dict[str, object]:
    return {"test": Tested.FAILURE} if seen.test else {}


def _drop(seen: Seen) -> list[FollowUp]:
    """The direction's job so far has nothing left to do; the one that is running ends by itself."""
    job = seen.held.direction.retry_job
    return [Drop(job)] if job is not None and job != seen.job else []


def _meta(case: Case, seen: Seen, attempt: int) -> dict[str, object]:
    """What a failed or scheduled job says of itself in any RQ tool; no server words, which may hold anything."""
    held, signal = seen.held, case.fault.signal
    return {
        "mailbox": held.mailbox.address,
        "direction": held.direction.direction.value,
        "code": case.fault.code,
        "attempts": case.streak,
        "failed_at": case.now.isoformat(),
        "headline": headline_of(case.fault.entry, held.profile, held.mailbox.address),
        "stage": signal.stage.value,
        "attempt": attempt,
    }
