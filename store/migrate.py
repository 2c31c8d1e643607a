"""Bringing a database up to date, under a lock: any number of processes may try at once."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import URL

from . import engines, unnamed
from .edge import missing, parsed, place, reaching, translated
from .faults import StoreUnavailable
from .schema import REVISION
from .session import refuse_newer, stored_revision

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

ADVISORY_LOCK = 7_067_821_551  # any number, the same in every process


async def migrate(url: str) -> None:
    """Create or upgrade. Raises DatabaseTooNew, StoreUnavailable."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        with _making_room(Path(str(address.database))) as lock:
            await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
            await _upgrade(address)
    else:
        await _upgrade(address)


async def revision(url: str) -> tuple[str | None, str]:
    """The database's revision (None: empty) and the program's. StoreUnavailable."""
    address = parsed(url)
    if missing(address):
        return None, REVISION
    async with _connected(address) as connection:
        return await connection.run_sync(stored_revision), REVISION


async def _upgrade(address: URL) -> None:
    async with _connected(address) as connection:
        if address.get_backend_name() == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})
        found = await connection.run_sync(stored_revision)
        refuse_newer(found, place(address))
        if found != REVISION:
            await connection.run_sync(_run_migrations)
        if found == unnamed.BEFORE:
            await connection.run_sync(unnamed.mark)


@asynccontextmanager
async def _connected(address: URL) -> AsyncIterator[AsyncConnection]:
    """One transaction that may write."""
    engine, other = engines.make(address)
    where = place(address)
    try:
        with translated(where):
            async with AsyncExitStack() as stack:
                with reaching(where):
                    connection = await stack.enter_async_context(engine.begin())
                yield connection
    finally:
        await engine.dispose()
        await other.dispose()


def _run_migrations(connection: Connection) -> None:
    """Alembic is imported here, since that takes long."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _making_room(path: Path) -> Iterator[int]:
    """The folder (0700 where it is made), the file (0600: SQLite's own would be readable by all), and an open lock
    file beside it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreUnavailable(f"{path}: the database can't be made ({error.strerror})") from None
    try:
        yield lock
    finally:
        os.close(lock)
