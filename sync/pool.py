"""Open sessions, one per mailbox, kept between polls. Knows no Redis and no store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from .ports import MailSource


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one profile, in this process. max_sessions None: no limit."""

    max_sign_ins: int = 10
    max_sessions: int | None = None


class Pool:
    """most: sessions kept open by this process; past it the least recently used idle one is closed first."""

    def __init__(self, most: int = 5000) -> None: ...

    @asynccontextmanager
    async def session(
        self,
        mailbox_id: int,
        version: tuple[int, ...],
        profile_id: int,
        open_session: Callable[[], Awaitable[MailSource]],
        limits: Limits = Limits(),
    ) -> AsyncIterator[MailSource]:
        """The mailbox's open session where it is alive and of this version, else a fresh one by open_session (at most
        limits.max_sign_ins of a profile at once). Kept when the block ends well; closed when it raises or is
        cancelled. One user of a mailbox's session at a time."""
        raise NotImplementedError
        yield

    async def close_profile(self, profile_id: int) -> None:
        """Close its idle sessions."""

    async def close_all(self) -> None: ...

    def open_count(self) -> int:
        raise NotImplementedError
