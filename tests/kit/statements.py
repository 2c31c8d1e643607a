"""Counts the statements that a store is asked, so that a page's cost can be told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from store.session import Store


@contextmanager
def counting(store: Store) -> Iterator[list[str]]:
    """The statements asked while the block runs, in order; the clock's question is none."""
    asked: list[str] = []

    def hear(_connection, _cursor, statement: str, *_rest: object) -> None:
        if "clock_timestamp()" not in statement:
            asked.append(statement)

    engines = {store._writer.sync_engine, store._reader.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)
