"""Which directions have a job of their own in the queue: forgetting jobs that a person deleted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from .schema import directions
from .session import Tx

TOGETHER = 5000  # parameters of one statement: SQLite takes 32,766


async def forget(tx: Tx, job_ids: Sequence[str]) -> None:
    """No job is made again for these directions until they resume."""
    for start in range(0, len(job_ids), TOGETHER):
        mine = directions.c.retry_job.in_(job_ids[start : start + TOGETHER])
        await tx.connection.execute(update(directions).where(mine).values(retry_job=None))
