"""Asking Redis off the loop, and again while it is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import ParamSpec, TypeVar

import structlog

from worker.unavailable import QueueUnavailable

log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 3  # one takes, one writes, one beats
PAUSE, LONGEST_PAUSE = 0.1, 5.0


class Patience:
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rq")

    async def off(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """In a thread. Raises what it raises."""
        return await self._loop.run_in_executor(self._threads, lambda: work(*args, **kwargs))

    async def until_done(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """In a thread, again and again while Redis is away."""
        never = asyncio.Event()
        done = await self._try(never, lambda: work(*args, **kwargs))
        assert done is not None
        return done[0]

    async def unless(
        self, given_up: asyncio.Event, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R | None:
        """As until_done, until that happens: then None."""
        done = await self._try(given_up, lambda: work(*args, **kwargs))
        return done[0] if done is not None else None

    async def _try(self, given_up: asyncio.Event, work: Callable[[], R]) -> tuple[R] | None:
        pause = PAUSE
        while not given_up.is_set():
            try:
                done = await self.off(work)
            except QueueUnavailable as error:
                if pause == PAUSE:
                    log.warning("worker.queue_unreachable", why=str(error))
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await given_up.wait()
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if pause != PAUSE:
                    log.info("worker.queue_back")
                return (done,)
        return None

    async def raised(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> BaseException | None:
        """As until_done, for what may raise anything (RQ's own code, callbacks): what it raised."""
        (outcome,) = await asyncio.gather(self.until_done(work, *args, **kwargs), return_exceptions=True)
        return outcome if isinstance(outcome, BaseException) else None

    def end(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
