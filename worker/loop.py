"""An RQ worker that owns one event loop for its whole life and runs many jobs at once.

To RQ and its tools it is a worker like any other. What is said to Redis is said by worker/bookkeeping.py, in threads.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, TypeVar, assert_never

import structlog
from redis import Redis
from rq.timeouts import TimerDeathPenalty
from rq.worker import BaseWorker

from worker.bookkeeping import Bookkeeping, Ended, How, Suspended, Taken
from worker.commands import Command, Ear, KillAll, ShutDown, StopExecution, StopJob
from worker.perform import perform, place
from worker.redis_keys import WAKE
from worker.redis_url import where
from worker.unavailable import QueueUnavailable, reaching

log = structlog.get_logger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 3  # one takes, one writes, one beats
IDLE = 0.5  # seconds after which an idle worker looks by itself: those who enqueue with stock RQ do not wake it
CLOSED = 1.0  # seconds between two looks at a closed gate, or at a suspension
PAUSE, LONGEST_PAUSE = 0.1, 5.0  # while Redis is away
BEAT = 15.0
LIFE = 30  # seconds beyond RQ's 60 that Redis remembers a worker that fell silent
TIDY = timedelta(minutes=1)
TWICE = 1.0  # a second signal within this many seconds is the same one, come by two ways
LAST_WORDS = 5.0  # seconds that cancelled jobs have to end, and that their ends may take to be written


@dataclass(slots=True)
class Running:
    taken: Taken
    task: asyncio.Task[object]
    began: float
    verdict: How | None = None  # why we cancelled it


class LoopWorker(BaseWorker):
    death_penalty_class = TimerDeathPenalty  # callbacks run in threads, where signals cannot be used

    def __init__(
        self,
        queues: Sequence[str],
        *,
        connection: Redis,
        concurrency: int,
        name: str | None = None,
        gate: Callable[[], Awaitable[bool]] | None = None,
        grace: timedelta = timedelta(seconds=20),
    ) -> None:
        super().__init__(
            list(queues),
            name=name,
            connection=connection,
            prepare_for_work=False,
            worker_ttl=LIFE,
            maintenance_interval=int(TIDY.total_seconds()),
        )
        self.log_job_description = False
        self.log_result_lifespan = False
        self.hostname, self.pid = socket.gethostname(), os.getpid()
        self._concurrency, self._gate, self._grace = concurrency, gate, grace
        self._running: dict[str, Running] = {}
        self._ended: list[Ended] = []

    # -- what RQ's base class asks

    def _set_connection(self, connection: Redis) -> Redis:
        """RQ would raise the time-out of everybody's connection to seven minutes; nothing here blocks."""
        return connection

    def serialize(self) -> dict[str, Any]:
        return {**super().serialize(), "loop": "1"}

    def execute_job(self, job: object, queue: object) -> None:
        raise NotImplementedError("a loop worker is run by run(), not by work()")

    # -- a life

    async def run(self, burst: bool = False) -> None:
        """Work until told to stop; with burst, until the queues are empty. Jobs inherit this call's context."""
        self._loop = asyncio.get_running_loop()
        self._stopping, self._cold = asyncio.Event(), asyncio.Event()
        self._change = asyncio.Event()  # a job ended, one was queued, or we are to stop: look again
        self._to_write = asyncio.Event()
        self._stop_asked_at = 0.0
        self._books = Bookkeeping(self)
        self._ear = Ear(self.connection, self.pubsub_channel_name, WAKE)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rq")
        listening = self._listen_to_signals()
        beside: list[asyncio.Task[None]] = []
        try:
            await self._patiently(self._be_born)
            beside = [asyncio.create_task(self._keep_beating()), asyncio.create_task(self._keep_writing())]
            await self._work(burst)
        finally:
            await self._leave(beside)
            self._threads.shutdown(wait=False, cancel_futures=True)
            for number in listening:
                self._loop.remove_signal_handler(number)

    def _be_born(self) -> None:
        self._books.register()
        with reaching(where(self.connection)):
            self._ear.listen(self._hear_command, self._hear_wake)
        log.info("worker.started", worker=self.name, queues=self.queue_names())

    async def _leave(self, beside: Sequence[asyncio.Task[None]]) -> None:
        """Let what runs finish, hand back what does not, say the last words."""
        if beside:
            await self._wind_down()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        with suppress(QueueUnavailable):
            await self._off(self._books.unregister)
        await self._off(self._ear.close)
        log.info("worker.stopped", worker=self.name, unwritten=len(self._ended) or None)

    async def _wind_down(self) -> None:
        task = asyncio.current_task()
        cancelled = task is not None and task.cancelling() > 0
        if self._running and not cancelled and not self._cold.is_set():
            log.info("worker.finishing", worker=self.name, jobs=len(self._running))
            await self._until(lambda: not self._running or self._cold.is_set(), self._grace.total_seconds())
        for one in list(self._running.values()):
            self._cancel(one, How.HANDED_BACK)
        await self._until(lambda: not self._running, LAST_WORDS)
        for one in list(self._running.values()):  # a function in a thread cannot be ended
            log.warning("worker.job_left_behind", job=one.taken.job.id)
            self._end(one, How.HANDED_BACK)
        await self._until(lambda: not self._ended, LAST_WORDS)

    async def _until(self, condition: Callable[[], bool], seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not condition():
                    self._change.clear()
                    await self._change.wait()

    # -- taking jobs

    async def _work(self, burst: bool) -> None:
        while not self._stopping.is_set():
            self._change.clear()
            free = self._concurrency - len(self._running)
            if free <= 0:
                await self._change.wait()
            elif self._gate is not None and not await self._gate():
                await self._wait(CLOSED)
            else:
                taken = await self._take(free, burst)
                if burst and not taken and not self._running and not self._ended:
                    return
                if not taken:
                    await self._wait(IDLE)

    async def _take(self, free: int, burst: bool) -> bool:
        """Whether there was anything to do."""
        try:
            taken = await self._patiently(self._books.take, free)
        except Suspended:
            await self._be_suspended(burst)
            return True
        for one in taken or ():
            self._start(one)
        return bool(taken)

    async def _be_suspended(self, burst: bool) -> None:
        if burst:
            self._stopping.set()
            return
        if self.get_state() != "suspended":
            log.info("worker.suspended", worker=self.name)
            await self._patiently(self._books.say, "suspended")
        await self._wait(CLOSED)

    async def _wait(self, seconds: float) -> None:
        """Until something changed, and no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._change.wait()

    # -- running jobs

    def _start(self, taken: Taken) -> None:
        task: asyncio.Task[object] = asyncio.create_task(perform(taken.job), name=taken.job.id)
        one = Running(taken, task, time.monotonic())
        self._running[taken.execution.id] = one
        self.executions[taken.execution.id] = taken.execution
        self._state = "busy"
        task.add_done_callback(lambda _: self._task_ended(one))

    def _task_ended(self, one: Running) -> None:
        if one.taken.execution.id not in self._running:
            return  # it was given up before
        if one.task.cancelled():
            self._end(one, one.verdict or How.HANDED_BACK, text="ended on request")
        elif (error := one.task.exception()) is not None:
            log.error("job.failed", job=one.taken.job.id, error=type(error).__name__)
            self._end(one, How.FAILED, text=place(error))
        else:
            self._end(one, How.DONE, result=one.task.result())

    def _end(self, one: Running, how: How, *, result: object = None, text: str = "") -> None:
        del self._running[one.taken.execution.id]
        self.executions.pop(one.taken.execution.id, None)
        self._ended.append(Ended(one.taken, how, datetime.now(UTC), time.monotonic() - one.began, result, text))
        self._to_write.set()
        self._change.set()

    def _cancel(self, one: Running, verdict: How) -> None:
        one.verdict = verdict
        one.task.cancel()

    # -- what goes on beside

    async def _keep_writing(self) -> None:
        while True:
            await self._to_write.wait()
            self._to_write.clear()
            batch = list(self._ended)
            await self._write(batch)
            del self._ended[: len(batch)]
            self._change.set()

    async def _write(self, batch: Sequence[Ended]) -> None:
        for one in await self._patiently(self._books.write, batch, whatever=True) or ():
            if (error := await self._write_alone(one)) is not None and one.how is How.DONE:
                await self._write_alone(replace(one, how=How.FAILED, text=place(error)))

    async def _write_alone(self, one: Ended) -> BaseException | None:
        """What RQ's own code, or a callback that it calls, raised meanwhile."""
        writing = self._patiently(self._books.write_alone, one, whatever=True)
        (error,) = await asyncio.gather(writing, return_exceptions=True)
        if error is not None:
            log.error("job.not_written", job=one.taken.job.id, error=type(error).__name__)
        return error

    async def _keep_beating(self) -> None:
        tidied_at = 0.0
        while True:
            running = [one.taken for one in self._running.values()]
            if not await self._patiently(self._books.beat, running, whatever=True):
                log.warning("worker.registered_again", worker=self.name)
                await self._patiently(self._books.register, whatever=True)
            if time.monotonic() - tidied_at > TIDY.total_seconds():
                tidied_at = time.monotonic()
                await self._patiently(self._books.tidy, whatever=True)
            await asyncio.sleep(BEAT)

    async def _patiently(self, work: Callable[P, R], *args: Any, whatever: bool = False) -> R | None:
        """Off the loop, again and again while Redis is away; None when told to stop meanwhile (unless whatever)."""
        pause = PAUSE
        while whatever or not self._stopping.is_set():
            try:
                done = await self._off(work, *args)
            except QueueUnavailable as error:
                if pause == PAUSE:
                    log.warning("worker.queue_unreachable", why=str(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                if pause != PAUSE:
                    log.info("worker.queue_back")
                return done
        return None

    async def _off(self, work: Callable[P, R], *args: Any) -> R:
        return await self._loop.run_in_executor(self._threads, work, *args)

    # -- being told

    def _listen_to_signals(self) -> list[signal.Signals]:
        heard = []
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(ValueError, RuntimeError, NotImplementedError):  # not the main thread: others listen there
                self._loop.add_signal_handler(number, self.stop)
                heard.append(number)
        return heard

    def stop(self) -> None:
        """Warm the first time: take nothing new, let what runs finish. Cold the second time."""
        now = time.monotonic()
        if not self._stopping.is_set():
            self._stop_asked_at = now
            self._stopping.set()
        elif now - self._stop_asked_at > TWICE:
            self._cold.set()
        self._change.set()

    def _hear_wake(self) -> None:
        self._loop.call_soon_threadsafe(self._change.set)

    def _hear_command(self, command: Command) -> None:
        self._loop.call_soon_threadsafe(self._obey, command)

    def _obey(self, command: Command) -> None:
        log.info("worker.command", command=type(command).__name__)
        match command:
            case ShutDown():
                self.stop()
            case KillAll():
                self._cancel_all(lambda _: True, How.FAILED)
            case StopJob(job_id):
                self._cancel_all(lambda taken: taken.job.id == job_id, How.STOPPED)
            case StopExecution(execution_id):
                self._cancel_all(lambda taken: taken.execution.id == execution_id, How.STOPPED)
            case _:
                assert_never(command)

    def _cancel_all(self, meant: Callable[[Taken], bool], verdict: How) -> None:
        for one in self._running.values():
            if meant(one.taken):
                self._cancel(one, verdict)
