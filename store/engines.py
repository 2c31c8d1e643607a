"""SQLAlchemy engines for both databases, with every connection set up as the writing rules want it."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .sqlite_connection import Connection, connect

BUSY = 5.0  # seconds that a writer waits for another process
READERS = 4  # read connections that are kept open
POSTGRESQL_POOL = 5
CONNECT_TIMEOUT = 10.0  # seconds

# NORMAL: after a power cut the last commits may be gone, never half of one; what they stored is fetched again.
# FULL for the commits that send mail, once there are such.
FOR_WRITING = (
    "PRAGMA page_size=8192",  # of a new file: a message of usual size needs one or two; measured the fastest
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",  # KiB
)
FOR_READING = ("PRAGMA query_only=ON",)


def make(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The engines for writing and for reading; one and the same for PostgreSQL."""
    if url.get_backend_name() == "sqlite":
        return sqlite_writer(url), _sqlite_reader(url)
    return (engine := _postgresql(url)), engine


def sqlite_writer(url: URL) -> AsyncEngine:
    """One connection; its transactions take the write lock at once, since a read that turns into a write fails
    under WAL without waiting."""
    return _sqlite(url, FOR_WRITING, begin="BEGIN IMMEDIATE", pool_size=1)


def _sqlite_reader(url: URL) -> AsyncEngine:
    return _sqlite(url, FOR_READING, begin="BEGIN", pool_size=READERS)


def _sqlite(url: URL, pragmas: tuple[str, ...], *, begin: str, pool_size: int) -> AsyncEngine:
    async def connection() -> Connection:
        return await connect(str(url.database), busy=BUSY)

    engine = create_async_engine(
        url,
        async_creator=connection,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_use_lifo=True,  # the connection that was used last has its pages at hand
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_it(connection: sqlalchemy.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


# A plan that was made while a table was nearly empty reads all of it once it is not: measured, storing into a fresh
# database took twice as long after 9,000 messages. Planning anew costs about 0.1 ms.
SERVER_SETTINGS = {"application_name": "postroom", "plan_cache_mode": "force_custom_plan"}


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=POSTGRESQL_POOL,
        max_overflow=2 * POSTGRESQL_POOL,
        pool_pre_ping=True,
        connect_args={"timeout": CONNECT_TIMEOUT, "server_settings": SERVER_SETTINGS},
    )
