"""Opening the database, and its transactions. The writing rules of DESIGN.md live here and nowhere else.

SQLite: WAL, foreign keys on, BEGIN IMMEDIATE for what may write, one write connection per process (writers of one
process queue for it in turn), a busy time-out for other processes. PostgreSQL: a pool.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import URL

from . import engines
from .columns import Moment
from .edge import missing, parsed, place, reaching, translated
from .faults import DatabaseTooNew, NotMigrated
from .schema import REVISION

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from .keys import KeyRing

MADE_BY = "made by the first command that writes, such as `postroom profile add`, and by `postroom up`"
DATABASE_CLOCK = select(func.clock_timestamp(type_=Moment()))


class Tx:
    """One transaction. now: the database's clock when it began (aware UTC), plus the store's shift."""

    __slots__ = ("connection", "now", "writes")

    def __init__(self, connection: AsyncConnection, now: datetime, *, writes: bool) -> None:
        self.connection = connection
        self.now = now
        self.writes = writes


class Store:
    """An open database. shift moves its clock, for tests that cannot wait."""

    def __init__(self, url: URL, ring: KeyRing | None) -> None:
        self.shift = timedelta()
        self.ring = ring
        self.where = place(url)
        self._sqlite = url.get_backend_name() == "sqlite"
        self._offset = timedelta()  # the database's clock less ours
        self._writer, self._reader = engines.make(url)
        self._turn: asyncio.Lock | None = asyncio.Lock() if self._sqlite else None

    def __repr__(self) -> str:
        return f"Store({self.where})"

    @classmethod
    async def open(cls, url: str, ring: KeyRing | None = None) -> Store:
        """Raises NotMigrated, DatabaseTooNew, StoreUnavailable. ring may be set later (store.ring = ...)."""
        address = parsed(url)
        if missing(address):
            raise NotMigrated(_to_be_made(place(address)))
        store = cls(address, ring)
        try:
            await store._check_revision()
        except BaseException:
            await store.close()
            raise
        return store

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """A transaction that may write: committed when the block ends, rolled back when it raises."""
        async with AsyncExitStack() as stack:
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            yield await stack.enter_async_context(self._transaction(self._writer, writes=True))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A transaction that only reads, and waits for no writer."""
        async with self._transaction(self._reader, writes=False) as tx:
            yield tx

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine, *, writes: bool) -> AsyncIterator[Tx]:
        with translated(self.where):
            async with AsyncExitStack() as stack:
                with reaching(self.where):
                    connection = await stack.enter_async_context(engine.begin())
                yield Tx(connection, await self._now(connection), writes=writes)

    async def _now(self, connection: AsyncConnection) -> datetime:
        """SQLite has no clock but its host's."""
        if not self._sqlite:
            now = (await connection.execute(DATABASE_CLOCK)).scalar_one()
            self._offset = now - datetime.now(UTC)
        return self.clock()

    async def tidy(self) -> None:
        """Have SQLite look at what its tables hold by now, so that it picks the right indexes (PostgreSQL's autovacuum
        does it by itself). Now and then; raises StoreUnavailable."""
        if self._sqlite:
            async with self.write() as tx:
                await tx.connection.exec_driver_sql("PRAGMA optimize = 0x10002")

    def clock(self) -> datetime:
        """The database's clock as far as known without asking it (offset measured at open and at each PostgreSQL
        transaction), plus shift."""
        return datetime.now(UTC) + self._offset + self.shift

    async def close(self) -> None:
        for engine in {self._writer, self._reader}:
            await engine.dispose()

    async def _check_revision(self) -> None:
        async with self.read() as tx:
            found = await tx.connection.run_sync(stored_revision)
        if found is None:
            raise NotMigrated(_to_be_made(self.where))
        refuse_newer(found, self.where)
        if found < REVISION:
            raise NotMigrated(
                f"{self.where}: the database is older than this program: "
                "run `postroom worker` once, it brings it up to date"
            )


def stored_revision(connection: Connection) -> str | None:
    """The migration that the database is at; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def refuse_newer(found: str | None, where: str) -> None:
    """Revisions are numbers of four digits: later ones are greater."""
    if found is not None and found > REVISION:
        raise DatabaseTooNew(
            f"{where}: a newer Postroom has changed this database (it is at {found}, this program knows {REVISION}): "
            "install that version here too"
        )


def _to_be_made(where: str) -> str:
    return f"{where}: there is no Postroom database yet: it is {MADE_BY}"
