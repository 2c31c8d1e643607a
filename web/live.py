"""What changed, told to the pages that are open: one look at the database a second for all of them, whoever watches,
and none while nobody does.

A page watches topics (web.topics); it is told that something changed, never what, and asks for itself anew.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

import structlog

from store import changes
from store.faults import StoreError
from store.session import Store

from . import topics
from .look import Found, Memory
from .watch import Watch

log = structlog.get_logger(__name__)

EVERY = 1.0  # seconds between two looks
CLOCK_EVERY = 5.0
SESSIONS_EVERY = 20.0
MOST_OF_SESSION = 20
MOST = 2000


class NoRoom(Exception):
    """No further page can be told of changes. status: HTTP's."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Live:
    def __init__(self, store: Store) -> None:
        self.store = store
        self._watches: set[Watch] = set()
        self._somebody = asyncio.Event()
        self._memory = Memory()
        self._of_session: Counter[str] = Counter()
        self._ended = self._blind = False
        self._clock_at = self._sessions_at = 0.0

    @classmethod
    @asynccontextmanager
    async def of(cls, store: Store) -> AsyncIterator[Live]:
        live = cls(store)
        looking = asyncio.create_task(live._go_on(), name="live")
        looking.add_done_callback(live._broken)
        try:
            yield live
        finally:
            live.end()
            looking.cancel()
            await asyncio.wait({looking})

    # -- pages -------------------------------------------------------------------------------------------------

    def check_room(self, session: str) -> None:
        """Raises NoRoom."""
        if self._ended:
            raise NoRoom(503, "Postroom is being stopped.")
        if session and self._of_session[session] >= MOST_OF_SESSION:
            raise NoRoom(429, f"You have {MOST_OF_SESSION} pages open that are kept up to date: close some.")
        if len(self._watches) >= MOST:
            raise NoRoom(503, "Too many pages are kept up to date now: load this one anew by hand.")

    @contextmanager
    def watching(self, watched: Iterable[str], session: str = "") -> Iterator[Watch]:
        """session: the hash of its token; "": of nobody in particular, and so not ended with one. Raises NoRoom."""
        self.check_room(session)
        watch = Watch(frozenset(watched), session)
        self._watches.add(watch)
        self._of_session[session] += 1
        self._somebody.set()
        try:
            yield watch
        finally:
            self._watches.discard(watch)
            self._of_session[session] -= 1
            self._of_session += Counter()  # forgets those with none
            if not self._watches:
                self._somebody.clear()

    def changed(self, told: Iterable[str]) -> None:
        """This process changed these, or knows that they have: who watches one is told at once."""
        for watch in self._watches:
            watch.wake(told, soon=True)

    def end(self) -> None:
        """Every page's feed ends; browsers ask for theirs again."""
        self._ended = True
        for watch in self._watches:
            watch.end()

    # -- looking -----------------------------------------------------------------------------------------------

    async def _go_on(self) -> None:
        while True:
            if not self._watches:
                self._memory = Memory()
            await self._somebody.wait()
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Once. A database that is down is asked again; meanwhile nobody is told anything."""
        try:
            await self._look()
        except (StoreError, OSError) as error:  # OSError: a connection that breaks while it is being asked
            if not self._blind:
                log.warning("live.blind", why=str(error))
            self._blind = True
        else:
            self._blind = False
        self._tell_the_time()

    async def _look(self) -> None:
        watched = topics.read(topic for watch in self._watches for topic in watch.topics)
        fresh = {watch for watch in self._watches if watch.fresh}
        if watched:
            async with self.store.read() as tx:
                found = await self._memory.look(tx, watched)
            self._tell(found, fresh)
        await self._end_signed_out()

    def _tell(self, found: Found, fresh: set[Watch]) -> None:
        """Each page that is told of the same topic makes the crowd that asks anew."""
        heard: Counter[str] = Counter(topic for watch in self._watches for topic in watch.topics)
        for watch in self._watches:
            told = watch.topics & (found.recent if watch in fresh else found.changed)
            watch.wake(told, crowd=max((heard[topic] for topic in told), default=0))
        for watch in fresh:
            watch.fresh = False

    async def _end_signed_out(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._sessions_at:
            return
        async with self.store.read() as tx:
            left = await changes.signed_in(tx, {watch.session for watch in self._watches if watch.session})
        self._sessions_at = now + SESSIONS_EVERY
        for watch in self._watches:
            if watch.session and watch.session not in left:
                watch.end()

    def _tell_the_time(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._clock_at:
            self._clock_at = now + CLOCK_EVERY
            watches = [watch for watch in self._watches if topics.CLOCK in watch.topics]
            for watch in watches:
                watch.wake({topics.CLOCK}, crowd=len(watches))

    def _broken(self, task: asyncio.Task[None]) -> None:
        """Only a bug of ours ends it: pages that seem to be live are worse than such as say that they are not."""
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("live.broken", error=type(error).__name__)
            self.end()
