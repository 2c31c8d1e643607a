"""Attempts: what was tried when, kept 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import timedelta

from sqlalchemy import delete, insert, select

from .records import Attempt
from .schema import attempts
from .session import Tx

KEPT = timedelta(days=30)
COLUMNS = tuple(attempts.c[one.name] for one in fields(Attempt))


async def record(tx: Tx, attempt: Attempt) -> None:
    await tx.connection.execute(insert(attempts), asdict(attempt))


async def recent(tx: Tx, direction_id: int, limit: int = 20) -> Sequence[Attempt]:
    """Newest first."""
    newest = select(*COLUMNS).where(attempts.c.direction_id == direction_id)
    rows = await tx.connection.execute(newest.order_by(attempts.c.at.desc(), attempts.c.id.desc()).limit(limit))
    return [Attempt(*row) for row in rows]


async def purge(tx: Tx) -> int:
    """Forget those that have been kept long enough; how many."""
    return (await tx.connection.execute(delete(attempts).where(attempts.c.at < tx.now - KEPT))).rowcount
