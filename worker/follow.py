"""What the queue is told after a settlement's transaction: plain data first, one place that carries it out.

SQL is the truth: where Redis cannot be reached the words are kept and said again by the next to speak.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ParamSpec, assert_never

import structlog

from store import retry_jobs
from store.faults import StoreError
from worker.queue import Queues, QueueUnavailable
from worker.retry_job import retry_id

if TYPE_CHECKING:
    from worker.office import Office

log = structlog.get_logger(__name__)

P = ParamSpec("P")

MOST_UNSAID = 10_000  # older words are forgotten: the scheduler finds in SQL what they said


@dataclass(frozen=True, slots=True)
class Schedule:
    """One scheduled job in `retry` for a failing direction."""

    direction_id: int
    attempt: int
    at: datetime
    meta: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fail:
    """One job in the failed registry of `retry` for a halted direction."""

    direction_id: int
    attempt: int
    meta: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Drop:
    """A job that has nothing left to do."""

    job_id: str


FollowUp = Schedule | Fail | Drop


def tell(queues: Queues, words: Sequence[FollowUp]) -> None:
    """Carry out, in order. Blocking; QueueUnavailable where Redis cannot be reached."""
    for word in words:
        match word:
            case Schedule(direction_id, attempt, at, meta):
                queues.schedule_retry(direction_id, attempt, at, meta=meta)
            case Fail(direction_id, attempt, meta):
                queues.fail_retry(direction_id, attempt, meta=meta)
            case Drop(job_id):
                queues.drop(job_id)
            case _:
                assert_never(word)


async def follow_quietly(office: Office, say: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Tell the queue something that the scheduler would find by itself, only later."""
    try:
        await office.off(say, *args, **kwargs)
    except QueueUnavailable as error:
        log.warning("queue.unreachable", why=str(error))


async def follow(office: Office, words: Sequence[FollowUp]) -> None:
    """Tell the queue, with what could not be told before."""
    if not words and not office.unsaid:
        return
    words, office.unsaid = [*await _still_true(office, office.unsaid), *words], []
    try:
        await office.off(tell, office.queues, words)
    except QueueUnavailable as error:
        log.warning("queue.unreachable", why=str(error), kept=len(words))
        office.unsaid = [*words, *office.unsaid][-MOST_UNSAID:]
        return
    await note_listed(office, words)


async def _still_true(office: Office, unsaid: Sequence[FollowUp]) -> Sequence[FollowUp]:
    """What could not be said before, less the jobs that their directions no longer have."""
    ids = [retry_id(word.direction_id, word.attempt) for word in unsaid if not isinstance(word, Drop)]
    if not ids:
        return unsaid
    try:
        async with office.store.read() as tx:
            jobs = await retry_jobs.wanted(tx, ids)
    except StoreError as error:
        office.store_failed(error)
        return unsaid
    return [word for word in unsaid if isinstance(word, Drop) or retry_id(word.direction_id, word.attempt) in jobs]


async def note_listed(office: Office, words: Sequence[FollowUp]) -> None:
    """Remember which failed jobs the queue holds now; what could not be remembered is told it once more."""
    listed = [retry_id(word.direction_id, word.attempt) for word in words if isinstance(word, Fail)]
    if not listed:
        return
    try:
        async with office.store.write() as tx:
            await retry_jobs.note_listed(tx, listed)
    except StoreError as error:
        office.store_failed(error)
