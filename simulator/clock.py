"""The simulator's time: seconds since it started. The real one passes by itself, the manual one when told."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from typing import Protocol

LONGEST_SLEEP = 7 * 86400.0  # seconds; some event loops can't wait for ever


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since start()."""

    def start(self) -> None:
        """Now is second 0."""

    async def until(self, moment: float) -> None:
        """Come back when now() >= moment, or after a week."""


class RealClock:
    """Monotonic time."""

    def __init__(self) -> None:
        self._origin = time.monotonic()

    def now(self) -> float:
        return time.monotonic() - self._origin

    def start(self) -> None:
        self._origin = time.monotonic()

    async def until(self, moment: float) -> None:
        await asyncio.sleep(min(moment - self.now(), LONGEST_SLEEP))


class ManualClock:
    """Stands still until advance(); for tests, so that nobody sleeps."""

    def __init__(self) -> None:
        self._now = 0.0
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> float:
        return self._now

    def start(self) -> None:
        self._now = 0.0

    async def until(self, moment: float) -> None:
        if moment > self._now:
            future = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (moment, next(self._order), future))
            await future

    def advance(self, seconds: float) -> None:
        """Move on and wake whoever waited for that; they run at the next turn of the loop."""
        self._now += seconds
        while self._waiting and self._waiting[0][0] <= self._now:
            future = heapq.heappop(self._waiting)[2]
            if not future.done():
                future.set_result(None)
