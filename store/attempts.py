"""Attempts: what was tried when, kept 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from .records import Attempt
from .session import Tx

KEPT = timedelta(days=30)


async def record(tx: Tx, attempt: Attempt) -> None: ...


async def recent(tx: Tx, direction_id: int, limit: int = 20) -> Sequence[Attempt]:
    """Newest first."""
    raise NotImplementedError


async def purge(tx: Tx) -> int: ...
