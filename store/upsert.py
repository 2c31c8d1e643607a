"""INSERT ... ON CONFLICT in the database's own dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from .session import Tx


def insert(tx: Tx, table: Table) -> sqlite.Insert:
    """Both dialects' Inserts have the same methods; the type says SQLite's."""
    if tx.connection.dialect.name == "postgresql":
        return postgresql.insert(table)  # type: ignore[return-value]
    return sqlite.insert(table)
