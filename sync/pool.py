"""Open sessions, one per mailbox, kept between polls. Knows no Redis and no store."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from .ports import MailSource

OpenSession = Callable[[], Awaitable[MailSource]]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one profile, in this process. max_sessions None: no limit."""

    max_sign_ins: int = 10
    max_sessions: int | None = None


@dataclass(eq=False, slots=True)
class Kept:
    """An open session and what it was opened for."""

    source: MailSource
    mailbox_id: int
    profile_id: int
    version: tuple[int, ...]


@dataclass(eq=False, slots=True)
class Turn:
    """One user of a mailbox's session at a time; forgotten when nobody wants it any more."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0


@dataclass(eq=False, slots=True)
class Room:
    """What a profile's mailboxes share. sessions: open, being opened or not yet closed."""

    signing_in: int = 0
    sessions: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def holds(self, limits: Limits) -> bool:
        """Whether one more may sign in as far as sign-ins go."""
        return self.signing_in < max(1, limits.max_sign_ins)

    def full(self, limits: Limits) -> bool:
        return limits.max_sessions is not None and self.sessions >= max(1, limits.max_sessions)


class Pool:
    """most: sessions kept open by this process; past it the least recently used idle one is closed first."""

    def __init__(self, most: int = 5000) -> None:
        self._most = most
        self._idle: OrderedDict[int, Kept] = OrderedDict()  # by mailbox, least recently used first
        self._busy = 0
        self._turns: dict[int, Turn] = {}
        self._rooms: dict[int, Room] = {}

    def __repr__(self) -> str:
        return f"Pool({self._busy} busy, {len(self._idle)} idle)"

    @asynccontextmanager
    async def session(
        self,
        mailbox_id: int,
        version: tuple[int, ...],
        profile_id: int,
        open_session: OpenSession,
        limits: Limits = Limits(),
    ) -> AsyncIterator[MailSource]:
        """The mailbox's open session where it is alive and of this version, else a fresh one by open_session (at most
        limits.max_sign_ins of a profile at once). Kept when the block ends well; closed when it raises or is
        cancelled. One user of a mailbox's session at a time."""
        async with self._turn(mailbox_id):
            kept = await self._reusable(mailbox_id, version)
            if kept is None:
                kept = Kept(await self._opened(profile_id, open_session, limits), mailbox_id, profile_id, version)
            self._busy += 1
            try:
                yield kept.source
            except BaseException:
                self._busy -= 1
                await self._close([kept])
                raise
            self._busy -= 1
            await self._keep(kept)

    async def close_mailbox(self, mailbox_id: int) -> None:
        """Close its idle session, so that the next use signs in anew."""
        kept = self._idle.pop(mailbox_id, None)
        if kept is not None:
            await self._close([kept])

    async def close_profile(self, profile_id: int) -> None:
        """Close its idle sessions."""
        await self._close([self._idle.pop(each.mailbox_id) for each in self._idle_of(profile_id)])

    async def close_all(self) -> None:
        """Close every idle session. Those in use are closed by whoever uses them, when the block raises."""
        kept, self._idle = list(self._idle.values()), OrderedDict()
        await self._close(kept)

    def open_count(self) -> int:
        """Sessions that are in use or kept for later."""
        return len(self._idle) + self._busy

    # -- taking

    @asynccontextmanager
    async def _turn(self, mailbox_id: int) -> AsyncIterator[None]:
        turn = self._turns.setdefault(mailbox_id, Turn())
        turn.wanted += 1
        try:
            async with turn.lock:
                yield
        finally:
            turn.wanted -= 1
            if not turn.wanted:
                self._turns.pop(mailbox_id, None)

    async def _reusable(self, mailbox_id: int, version: tuple[int, ...]) -> Kept | None:
        kept = self._idle.pop(mailbox_id, None)
        if kept is not None and (kept.version != version or not kept.source.alive()):
            await self._close([kept])
            return None
        return kept

    async def _opened(self, profile_id: int, open_session: OpenSession, limits: Limits) -> MailSource:
        await self._make_space()
        room = self._rooms.setdefault(profile_id, Room())
        await self._enter(room, profile_id, limits)
        opened = False
        try:
            source = await open_session()
            opened = True
            return source
        finally:
            room.signing_in -= 1
            room.sessions -= not opened
            await self._tell(room)

    async def _enter(self, room: Room, profile_id: int, limits: Limits) -> None:
        """Wait until this profile lets one more sign in; an idle session of its own makes way."""
        try:
            while not self._admitted(room, limits):
                if room.holds(limits) and room.full(limits) and (idle := self._idle_of(profile_id)):
                    await self._close([self._idle.pop(idle[0].mailbox_id)])
                    continue
                async with room.changed:
                    await room.changed.wait_for(lambda: self._worth_a_try(room, profile_id, limits))
        except BaseException:
            await self._tell(room)  # the word that woke this one was meant for somebody who still waits
            raise

    def _worth_a_try(self, room: Room, profile_id: int, limits: Limits) -> bool:
        return room.holds(limits) and (not room.full(limits) or bool(self._idle_of(profile_id)))

    def _admitted(self, room: Room, limits: Limits) -> bool:
        if not room.holds(limits) or room.full(limits):
            return False
        room.signing_in += 1
        room.sessions += 1
        return True

    async def _make_space(self) -> None:
        if self._idle and self.open_count() >= self._most:
            await self._close([self._idle.popitem(last=False)[1]])

    # -- giving back

    async def _keep(self, kept: Kept) -> None:
        if kept.source.alive():
            self._idle[kept.mailbox_id] = kept
            await self._tell(self._rooms[kept.profile_id])
        else:
            await self._close([kept])

    async def _close(self, sessions: Iterable[Kept]) -> None:
        await asyncio.gather(*(self._close_one(kept) for kept in sessions))

    async def _close_one(self, kept: Kept) -> None:
        room = self._rooms[kept.profile_id]
        try:
            await kept.source.close()
        finally:
            room.sessions -= 1
            await self._tell(room)

    async def _tell(self, room: Room) -> None:
        """One of those who wait, since one place was made: waking all of thousands each time would be the work."""
        async with room.changed:
            room.changed.notify()

    def _idle_of(self, profile_id: int) -> list[Kept]:
        return [kept for kept in self._idle.values() if kept.profile_id == profile_id]
