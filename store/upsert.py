"""INSERT ... ON CONFLICT in the database's own dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from .session import Tx


def insert(tx: Tx, table: Table) -> sqlite.Insert:
    """Both dialects' Inserts have the same methods; the type says SQLite's."""
    return _insert(tx.connection.dialect.name, table)


async def put(tx: Tx, table: Table, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """Insert these rows, or write their columns into the rows that have the same primary key."""
    names = tuple(rows if isinstance(rows, Mapping) else rows[0])
    await tx.connection.execute(_put(tx.connection.dialect.name, table, names), rows)


@cache
def _put(dialect: str, table: Table, names: tuple[str, ...]) -> sqlite.Insert:
    """Built once, since it is asked for at every turn."""
    key = [column.name for column in table.primary_key]
    new = _insert(dialect, table)
    return new.on_conflict_do_update(
        index_elements=key, set_={name: new.excluded[name] for name in names if name not in key}
    )


def _insert(dialect: str, table: Table) -> sqlite.Insert:
    if dialect == "postgresql":
        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)
