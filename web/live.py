"""What changed, told to the pages that are open: one look at the database for all of them, whoever watches.

A page watches topics ("wall:admin", "wall:12", "mailbox:5", "profile:2", "clock"); it is told that something changed,
never what, and asks for itself anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

from store.session import Store


class Watch:
    """One open page. Wakes when one of its topics changed."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.woken = asyncio.Event()


class Live:
    def __init__(self, store: Store) -> None:
        self.store = store
        self._watches: set[Watch] = set()

    @classmethod
    @asynccontextmanager
    async def of(cls, store: Store) -> AsyncIterator[Live]:
        yield cls(store)

    @contextmanager
    def watching(self, topics: Iterable[str]) -> Iterator[Watch]:
        watch = Watch(frozenset(topics))
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)

    def changed(self, topics: Iterable[str]) -> None:
        """Wake whoever watches one of these."""
        told = frozenset(topics)
        for watch in self._watches:
            if watch.topics & told:
                watch.woken.set()

    def end(self) -> None:
        """No page is told anything any more: the process ends."""
        for watch in self._watches:
            watch.woken.set()
