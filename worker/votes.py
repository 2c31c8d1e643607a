"""Votes on a profile's health: which mailboxes got through lately, and which met what any mailbox would have met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from redis import Redis

if TYPE_CHECKING:
    from errors.evidence import Vote


class Votes:
    """Per profile and direction, in Redis, forgotten after the window. Blocking; QueueUnavailable."""

    def __init__(self, connection: Redis) -> None: ...

    def record(self, profile_id: int, direction: str, votes: Sequence[Vote], window: timedelta) -> None:
        """One round trip, however many."""
        raise NotImplementedError

    def read(
        self, profile_id: int, direction: str, window: timedelta, now: datetime
    ) -> tuple[list[Vote], datetime | None]:
        """The votes of the last window, oldest first, and when its first bad one was cast (None: none was)."""
        raise NotImplementedError

    def cast(
        self, profile_id: int, direction: str, votes: Sequence[Vote], window: timedelta, now: datetime
    ) -> tuple[list[Vote], datetime | None]:
        """record, then read, in one round trip."""
        raise NotImplementedError
