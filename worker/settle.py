"""Settling: carry out what was decided about one attempt. The only writer of outcomes.

One SQL transaction, seen whole or not at all; the queue is told after it (worker/follow.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from errors.classify import classify
from errors.decide import decide
from errors.evidence import is_shared, tells_of_the_server
from errors.fingerprint import names_of
from errors.machine import Event, State, step
from errors.model import Case, Fault, HandBack, Nature, Refresh, Suspend
from errors.refused_together import refuses
from store import alerts, attempts, leases, mailboxes, retry_jobs
from store.faults import StoreError
from store.halts import FORGOTTEN
from store.records import Attempt, Held, Tested
from store.session import Tx
from worker import doubting, outage, taking_back
from worker.attempt import Seen
from worker.carry_out import carry_out
from worker.case import case_of
from worker.follow import Drop, Fail, FollowUp, follow
from worker.raising import told
from worker.remembering import marked
from worker.retry_job import retry_id
from worker.settled import Settled, drop

if TYPE_CHECKING:
    from worker.office import Office

log = structlog.get_logger(__name__)

TEST_PASSED = "INFO-201"


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
    await follow(office, await overtaken(office, settled.words))
    return settled


async def overtaken(office: Office, words: Sequence[FollowUp]) -> Sequence[FollowUp]:
    """The failed jobs that were listed although another settlement took their halts back before they were: its word
    to drop them came too early."""
    jobs = {retry_id(word.direction_id, word.attempt) for word in words if isinstance(word, Fail)}
    if not jobs:
        return ()
    try:
        async with office.store.read() as tx:
            wanted = await retry_jobs.wanted(tx, list(jobs))
    except StoreError as error:
        office.store_failed(error)
        return ()
    return [Drop(job) for job in sorted(jobs - wanted)]


# -- success ---------------------------------------------------------------------------------------------------


async def _succeed(office: Office, seen: Seen) -> Settled:
    held, row, now = seen.held, seen.held.direction, office.clock()
    poll = await office.vote(held, now, bad=False)
    heard = await doubting.passed(office, seen)
    next_at = now if seen.goes_on else now + held.profile.poll_interval
    state = step(row.state, Event.SUCCEEDED)
    async with office.store.write() as tx:
        await leases.settle(
            tx, row.id, row.fence, state=state, streak=0, counted=0, proofs=0, failing_since=None, last_code=None,
            last_attempt_at=now, last_success_at=now, next_attempt_at=next_at,
            retry_job=None, deaths=0, held_message=None, held_deaths=0, **FORGOTTEN,
            **({"test": Tested.SUCCESS} if seen.test else {}),
        )  # fmt: skip
        await _note_success(tx, seen, now)
        await alerts.resolve_direction(tx, held.mailbox.id, row.direction, "the mailbox works again")
        came_back = await _relieve(tx, office, seen, poll, heard, now)
    if came_back:
        await office.forget_votes(held.profile, row.direction)
    new = seen.outcome.new_emails if seen.outcome else 0
    log.info("attempt.succeeded", mailbox=held.mailbox.address, new=new, was=row.state.value)
    return Settled(None, None, state, next_at, drop(seen))


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
    wrongly = await taking_back.halted_wrongly(office, seen, fault)
    if wrongly is not None:
        seen = taking_back.forgiven(seen, wrongly)
    held, now = seen.held, office.clock()
    poll, heard = await _vote(office, held, fault, now), await doubting.heard(office, seen, fault, now)
    async with office.store.write() as tx:
        rows = await doubting.lock(tx, held, heard)
        await leases.verify(tx, held.direction.id, held.direction.fence)
        if wrongly is not None:
            await taking_back.take_back(tx, held)
        came_back = _got_through(fault) and await _relieve(tx, office, seen, poll, heard, now, fault)
        outdated = await _outdated(tx, held, fault)
        doubt = doubting.Doubt()
        if not outdated:
            spread = office.spread(held.profile)
            doubt = await doubting.judged(tx, seen, fault, heard, rows, now, office.dice(), spread)
        case = await _case(tx, office, seen, fault, poll, doubt, now)
        decision = _once_more(case) if outdated else decide(case)
        settled = await carry_out(tx, case, decision, seen)
        settled.words.extend(doubt.words)
        if _is_probe(held) and not isinstance(decision, Suspend | HandBack):  # those have said when the next one is due
            await outage.pass_on(tx, held, now, case.dice)
        await attempts.record(tx, _attempt(seen, fault, settled.next_at))
    if came_back or doubt.over:
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


async def _outdated(tx: Tx, held: Held, fault: Fault) -> bool:
    """Whether another password was stored while this one was refused: that proves nothing. The lease is locked, so
    that whoever stores one now waits until this is settled."""
    if not refuses(fault.entry):
        return False
    box = await mailboxes.by_id(tx, held.mailbox.id)
    return box is not None and box.version != held.mailbox.version


def _once_more(case: Case) -> Refresh:
    """At once, with what is stored now; nothing is counted or told."""
    return Refresh(case.now, case.fault.code)


async def _case(
    tx: Tx, office: Office, seen: Seen, fault: Fault, poll: outage.Poll, doubt: doubting.Doubt, now: datetime
) -> Case:
    """All that the decision may see, with this fault's vote in it."""
    held = seen.held
    health = await outage.judged(tx, held, fault, poll, now)
    last = await attempts.recent(tx, held.direction.id, 1) if fault.entry.nature is Nature.PERMANENT else ()
    return case_of(
        seen, fault, health, now, office.dice(), last=last[0] if last else None, doubted=doubt.on,
        believed_since=doubt.believed_since,
    )  # fmt: skip


async def _relieve(
    tx: Tx, office: Office, seen: Seen, poll: outage.Poll, heard: doubting.Heard, now: datetime,
    fault: Fault | None = None,
) -> bool:  # fmt: skip
    held = seen.held
    knock = outage.Knock(
        held.profile, held.direction.direction, seen.at, _is_probe(held), seen.fresh,
        reached=fault.signal.stage if fault is not None else None,
        passing=fault is not None and fault.entry.nature is Nature.TRANSIENT,
        mailbox_id=held.mailbox.id, tried=heard.tried,
    )  # fmt: skip
    return await outage.relieve(tx, knock, poll, now=now, spread=office.spread(held.profile))


def _is_probe(held: Held) -> bool:
    return held.direction.state is State.SUSPENDED


def _attempt(seen: Seen, fault: Fault, next_at: datetime | None) -> Attempt:
    attempt = Attempt(
        seen.held.direction.id, seen.at, ok=False, stage=fault.signal.stage, code=fault.code, rule=fault.rule,
        response=fault.signal.text, next_attempt_at=next_at, took=seen.took, test=seen.test,
    )  # fmt: skip
    box = seen.held.mailbox
    return marked(attempt, fault, names_of(box.address, box.username))
