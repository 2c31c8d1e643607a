"""Opening the database, and its transactions. The writing rules of DESIGN.md live here and nowhere else.

SQLite: WAL, foreign keys on, BEGIN IMMEDIATE for what may write, one write connection per process (writers of one
process queue for it in turn), a busy time-out for other processes. PostgreSQL: a pool.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from .keys import KeyRing


class Tx:
    """One transaction. now: the database's clock when it began (aware UTC), plus the store's shift."""

    connection: AsyncConnection
    now: datetime


class Store:
    """An open database. shift moves its clock, for tests that cannot wait."""

    shift: timedelta
    ring: KeyRing | None

    @classmethod
    async def open(cls, url: str, ring: KeyRing | None = None) -> Store:
        """Raises NotMigrated, DatabaseTooNew, StoreUnavailable. ring may be set later (store.ring = ...)."""
        raise NotImplementedError

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """A transaction that may write: committed when the block ends, rolled back when it raises."""
        raise NotImplementedError
        yield

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A transaction that only reads, and waits for no writer."""
        raise NotImplementedError
        yield

    def clock(self) -> datetime:
        """The database's clock as far as known without asking it (offset measured at open and at each PostgreSQL
        transaction), plus shift."""
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError
