"""Which directions have a job of their own in the queue: what the queue was told of, and what a person deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import or_, select, update

from errors.machine import State

from .directions import COLUMNS, read
from .records import DirectionRow
from .schema import directions
from .session import Tx

T = TypeVar("T")

TOGETHER = 5000  # parameters of one statement: SQLite takes 32,766


async def forget(tx: Tx, job_ids: Sequence[str]) -> None:
    """No job is made again for these directions until they resume."""
    for ids in _parts(job_ids):
        mine = directions.c.retry_job.in_(ids)
        await tx.connection.execute(update(directions).where(mine).values(retry_job=None))


async def note_listed(tx: Tx, job_ids: Sequence[str]) -> None:
    """The queue holds these failed jobs: from now on one that is missing there was deleted by somebody."""
    for ids in _parts(job_ids):
        mine = directions.c.retry_job.in_(ids)
        await tx.connection.execute(update(directions).where(mine).values(listed_job=directions.c.retry_job))


async def unlisted(tx: Tx, grace: timedelta) -> list[DirectionRow]:
    """Halted directions whose failed job the queue was never told of, though grace has passed: whoever halted them
    died, or could not reach Redis, before it could tell."""
    asked = select(*COLUMNS).where(
        directions.c.state == State.HALTED,
        directions.c.retry_job.is_not(None),
        or_(directions.c.listed_job.is_(None), directions.c.listed_job != directions.c.retry_job),
        directions.c.leased_until.is_(None),
        directions.c.last_attempt_at <= tx.now - grace,
    )
    return read(await tx.connection.execute(asked))


async def wanted(tx: Tx, job_ids: Sequence[str]) -> set[str]:
    """Those of these jobs that a direction still has."""
    found: set[str] = set()
    for ids in _parts(job_ids):
        mine = select(directions.c.retry_job).where(directions.c.retry_job.in_(ids))
        found.update(job for job in (await tx.connection.execute(mine)).scalars() if job is not None)
    return found


async def gone(tx: Tx, direction_ids: Sequence[int]) -> set[int]:
    """Those of these directions that were removed."""
    there: set[int] = set()
    for ids in _parts(direction_ids):
        there.update((await tx.connection.execute(select(directions.c.id).where(directions.c.id.in_(ids)))).scalars())
    return set(direction_ids) - there


def _parts(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(whole), TOGETHER):
        yield whole[start : start + TOGETHER]
