"""A profile direction's health, as it was last judged, and what follows from it for its mailboxes."""

from __future__ import annotations

from datetime import timedelta

from errors.model import Direction

from .records import ProfileHealth
from .session import Tx


async def get(tx: Tx, profile_id: int, direction: Direction) -> ProfileHealth:
    """HEALTHY since the profile was made where nothing was ever written."""
    raise NotImplementedError


async def put(tx: Tx, row: ProfileHealth) -> None:
    """Upsert."""
    raise NotImplementedError


async def suspend_mailboxes(tx: Tx, profile_id: int, direction: Direction) -> int:
    """Active and retrying directions that are not leased become suspended (streak, budget and failing_since stay);
    how many. Leased ones are suspended when they settle."""
    raise NotImplementedError


async def resume_mailboxes(tx: Tx, profile_id: int, direction: Direction, *, spread: timedelta) -> int:
    """Suspended ones become active with streak 0, last_code None and no retry_job, due at evenly spread times within
    spread from now; how many."""
    raise NotImplementedError


async def due_probes(tx: Tx, *, reserve: timedelta = timedelta(seconds=60)) -> list[ProfileHealth]:
    """Profile directions that are DOWN and whose next_probe_at has come; reserved (not given out again) for reserve."""
    raise NotImplementedError


async def probe_candidate(tx: Tx, profile_id: int, direction: Direction, after: int | None) -> int | None:
    """A suspended direction's id, of the next mailbox after that mailbox id, around and around; None: none is."""
    raise NotImplementedError


async def make_probe_due(tx: Tx, profile_id: int) -> None:
    """next_probe_at = now for the directions that are down."""
    raise NotImplementedError


async def touch(tx: Tx) -> None:
    """Write something harmless: raises StoreUnavailable when the database can't be written."""
    raise NotImplementedError
