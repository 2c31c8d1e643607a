"""Bringing a database up to date, under a lock: any number of processes may try at once."""

from __future__ import annotations


async def migrate(url: str) -> None:
    """Create or upgrade (Alembic, in a thread). Raises DatabaseTooNew, StoreUnavailable."""
    raise NotImplementedError


async def revision(url: str) -> tuple[str | None, str]:
    """The database's revision (None: empty) and the program's."""
    raise NotImplementedError
