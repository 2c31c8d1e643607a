"""An aiosqlite connection that visits its thread once for each statement; the stock one visits it four times.

SQLAlchemy's adapter drives it; nothing else should. Measured: a small write takes a third of the time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Thread
from typing import Any, Self

import aiosqlite


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a statement gives."""

    rows: list[Any]
    description: Sequence[Any] | None
    rowcount: int
    lastrowid: int | None


NOTHING = Answer([], None, -1, None)


class Cursor:
    """What SQLAlchemy's adapter needs of a cursor. close() has nothing to do: the answer is here already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._answer = NOTHING
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, words: str, parameters: Sequence[Any] = ()) -> Cursor:
        self._answer = await self._connection.ask(sqlite3.Connection.execute, words, parameters)
        return self

    async def executemany(self, words: str, parameters: Iterable[Sequence[Any]]) -> Cursor:
        self._answer = await self._connection.ask(sqlite3.Connection.executemany, words, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        return self._answer.rows

    async def close(self) -> None: ...

    @property
    def description(self) -> Sequence[Any] | None:
        return self._answer.description

    @property
    def rowcount(self) -> int:
        return self._answer.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._answer.lastrowid


Ask = Callable[[sqlite3.Connection, str, Any], sqlite3.Cursor]


class Connection(aiosqlite.Connection):
    """One visit a statement: executed, fetched and closed there."""

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    def ask(self, how: Ask, words: str, parameters: Any) -> Awaitable[Answer]:
        return self._execute(_answer, self._conn, how, words, parameters)  # type: ignore[no-untyped-call]


def _answer(connection: sqlite3.Connection, how: Ask, words: str, parameters: Any) -> Answer:
    cursor = how(connection, words, parameters)
    try:
        rows = cursor.fetchall() if cursor.description else []
        return Answer(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()


async def connect(path: str, *, busy: float) -> Connection:
    """busy: seconds to wait for a lock. Transactions begin where we say BEGIN, not where Python's module thinks."""

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=busy, isolation_level=None, check_same_thread=False)

    connection = Connection(opened, iter_chunk_size=64)
    # since 0.22 it has a thread, before that it was one
    thread = connection if isinstance(connection, Thread) else connection._thread
    thread.daemon = True  # so that one which is never closed keeps no process alive
    await connection
    return connection
