"""One open page: what it watches, and how soon it is told. Knows no database."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable

GAP = 1.0  # seconds between two tellings
SOON = 0.25  # the same, where this very process did what the page waits for
SPREAD, MOST_SPREAD = 0.01, 3.0  # seconds more by chance, for each page that is told of the same: each asks anew
REST, MOST_REST = 0.05, 15.0  # seconds more until the next time, likewise: a page takes some 30 ms to make


def pause(since_told: float, crowd: int, dice: float, *, soon: bool = False) -> float:
    """Seconds from now until a page is told. crowd: how many pages are told of the same. dice: 0 to 1."""
    if soon:
        return max(0.0, SOON - since_told)
    gap = GAP + min(MOST_REST, crowd * REST)
    return max(0.0, gap - since_told) + dice * min(MOST_SPREAD, crowd * SPREAD)


class Watch:
    """session: the hash of its token. fresh: not looked for yet."""

    def __init__(self, topics: frozenset[str], session: str) -> None:
        self.topics = topics
        self.session = session
        self.fresh = True
        self.ended = False
        self._changed: set[str] = set()
        self._crowd = 1
        self._woken, self._soon = asyncio.Event(), asyncio.Event()
        self._told_at = float("-inf")

    def wake(self, topics: Iterable[str], *, crowd: int = 1, soon: bool = False) -> None:
        """Tell it of those of these topics that it watches."""
        concerned = self.topics.intersection(topics)
        if not concerned:
            return
        self._changed |= concerned
        self._crowd = max(self._crowd, crowd)
        self._woken.set()
        if soon:
            self._soon.set()

    def end(self) -> None:
        self.ended = True
        self._woken.set()
        self._soon.set()

    async def told(self) -> frozenset[str]:
        """The topics that changed, when it is time to say so; none once it has ended."""
        await self._woken.wait()
        await self._wait_a_moment()
        changed = frozenset() if self.ended else frozenset(self._changed)
        self._changed.clear()
        self._crowd = 1
        if not self.ended:
            self._woken.clear()
            self._soon.clear()
        self._told_at = asyncio.get_running_loop().time()
        return changed

    async def _wait_a_moment(self) -> None:
        """Cut short when something happens that is told soon."""
        if not self._soon.is_set():
            with_patience = pause(self._since_told(), self._crowd, random.random())  # noqa: S311 (spreads load)
            try:
                async with asyncio.timeout(with_patience):
                    await self._soon.wait()
            except TimeoutError:
                return
        if not self.ended:
            await asyncio.sleep(pause(self._since_told(), self._crowd, 0.0, soon=True))

    def _since_told(self) -> float:
        return asyncio.get_running_loop().time() - self._told_at
