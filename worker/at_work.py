"""The jobs that a loop worker is at, and how they end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from worker.bookkeeping import Bookkeeping, Ended, How, Taken
from worker.patience import Patience
from worker.perform import perform, place

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Running:
    taken: Taken
    task: asyncio.Task[object]
    began: float
    verdict: How | None = None  # why we cancelled it


class AtWork:
    """changed is set whenever a job has ended, or its end has been written."""

    def __init__(self, books: Bookkeeping, patience: Patience, changed: asyncio.Event) -> None:
        self._books, self._patience, self._changed = books, patience, changed
        self._running: dict[str, Running] = {}
        self._ended: list[Ended] = []
        self._to_write = asyncio.Event()

    def __len__(self) -> int:
        return len(self._running)

    def __repr__(self) -> str:
        return f"AtWork({len(self._running)} running, {len(self._ended)} to be written)"

    @property
    def all_written(self) -> bool:
        return not self._running and not self._ended

    def taken(self) -> list[Taken]:
        return [one.taken for one in self._running.values()]

    def start(self, taken: Taken) -> None:
        """In the context of the caller."""
        task: asyncio.Task[object] = asyncio.create_task(perform(taken.job), name=taken.job.id)
        one = Running(taken, task, time.monotonic())
        self._running[taken.execution.id] = one
        task.add_done_callback(lambda _: self._task_ended(one))

    def cancel(self, verdict: How, meant: Callable[[Taken], bool] = lambda _: True) -> None:
        for one in self._running.values():
            if meant(one.taken):
                one.verdict = verdict
                one.task.cancel()

    def leave_behind(self) -> None:
        """Give up what cannot be ended (a function in a thread): its job goes back, whatever it still does."""
        for one in list(self._running.values()):
            log.warning("worker.job_left_behind", job=one.taken.job.id)
            self._end(one, How.HANDED_BACK)

    async def wait(self, condition: Callable[[], bool], seconds: float) -> None:
        """Until it holds, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not condition():
                    self._changed.clear()
                    await self._changed.wait()

    def _task_ended(self, one: Running) -> None:
        if one.taken.execution.id not in self._running:
            return  # it was left behind
        if one.task.cancelled():
            self._end(one, one.verdict or How.HANDED_BACK, text="ended on request")
        elif (error := one.task.exception()) is not None:
            log.error("job.failed", job=one.taken.job.id, error=type(error).__name__)
            self._end(one, How.FAILED, text=place(error))
        else:
            self._end(one, How.DONE, result=one.task.result())

    def _end(self, one: Running, how: How, *, result: object = None, text: str = "") -> None:
        del self._running[one.taken.execution.id]
        self._ended.append(Ended(one.taken, how, datetime.now(UTC), time.monotonic() - one.began, result, text))
        self._to_write.set()
        self._changed.set()

    # -- writing how they ended

    async def keep_writing(self) -> None:
        """What ends while something is written is written next, together."""
        while True:
            await self._to_write.wait()
            self._to_write.clear()
            batch = list(self._ended)
            await self._write(batch)
            del self._ended[: len(batch)]
            self._changed.set()

    async def _write(self, batch: Sequence[Ended]) -> None:
        for one in await self._patience.until_done(self._books.write, batch):
            error = await self._write_alone(one)
            if error is not None and one.how is How.DONE:
                await self._write_alone(replace(one, how=How.FAILED, text=place(error)))

    async def _write_alone(self, one: Ended) -> BaseException | None:
        error = await self._patience.raised(self._books.write_alone, one)
        if error is not None:
            log.error("job.not_written", job=one.taken.job.id, error=type(error).__name__)
        return error
