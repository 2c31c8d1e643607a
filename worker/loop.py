"""An RQ worker that owns one event loop for its whole life and runs many jobs at once.

To RQ and its tools it is a worker like any other. What is said to Redis is said by worker/bookkeeping.py, in threads;
the jobs themselves are worker/at_work.py's.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, assert_never

import structlog
from redis import Redis
from rq.timeouts import TimerDeathPenalty
from rq.worker import BaseWorker

from worker.at_work import AtWork
from worker.bookkeeping import Bookkeeping, How, Suspended, Taken
from worker.commands import Command, Ear, KillAll, ShutDown, StopExecution, StopJob
from worker.maintenance import TidiedQueue
from worker.patience import Patience
from worker.redis_keys import WAKE
from worker.unavailable import QueueUnavailable

log = structlog.get_logger(__name__)

IDLE = 0.5  # seconds after which an idle worker looks by itself: those who enqueue with stock RQ do not wake it
CLOSED = 1.0  # seconds between two looks at a closed gate, or at a suspension
BEAT = 15.0
LIFE = 30  # seconds beyond RQ's 60 that Redis remembers a worker that fell silent
TIDY = timedelta(minutes=1)
TWICE = 1.0  # a second signal within this many seconds is the same one, come by two ways
LAST_WORDS = 5.0  # seconds that cancelled jobs have to end, and that their ends may take to be written


class LoopWorker(BaseWorker):
    queue_class = TidiedQueue
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
        self._changed = asyncio.Event()  # a job ended, one was queued, or we are to stop: look again
        self._stop_asked_at = 0.0
        self._patience = Patience()
        self._books = Bookkeeping(self)
        self._jobs = AtWork(self._books, self._patience, self._changed)
        self._ear = Ear(self.connection, self.pubsub_channel_name, WAKE)
        listening, beside = self._listen_to_signals(), list[asyncio.Task[None]]()
        try:
            await self._patience.unless(self._stopping, self._be_born)
            beside += [asyncio.create_task(work) for work in (self._keep_beating(), self._jobs.keep_writing())]
            for task in beside:
                task.add_done_callback(self._beside_ended)
            await self._work(burst)
        finally:
            await self._leave(beside)
            for number in listening:
                self._loop.remove_signal_handler(number)
        for task in beside:
            if not task.cancelled():
                await task  # only a bug of ours ends it: say so

    def _be_born(self) -> None:
        self._books.register()
        self._ear.listen(self._hear_command, self._hear_wake)
        log.info("worker.started", worker=self.name, queues=self.queue_names())

    def _beside_ended(self, task: asyncio.Task[None]) -> None:
        """Without its beat, or its writing, a worker must not go on."""
        if not task.cancelled():
            log.error("worker.broken", error=type(task.exception()).__name__)
            self.stop()

    async def _keep_beating(self) -> None:
        tidied_at = 0.0
        while True:
            if not await self._patience.until_done(self._books.beat, self._jobs.taken()):
                log.warning("worker.registered_again", worker=self.name)
                await self._patience.until_done(self._books.register)
            if time.monotonic() - tidied_at > TIDY.total_seconds():
                tidied_at = time.monotonic()
                # it reads whatever anybody wrote there: what it stumbles over must not end us
                if (error := await self._patience.raised(self._books.tidy)) is not None:
                    log.error("worker.not_tidied", error=type(error).__name__)
            await asyncio.sleep(BEAT)

    async def _leave(self, beside: Sequence[asyncio.Task[None]]) -> None:
        """Let what runs finish, hand back what does not, say the last words."""
        if beside:
            await self._wind_down()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        with suppress(QueueUnavailable):
            await self._patience.off(self._books.unregister)
        await self._patience.off(self._ear.close)
        self._patience.end()
        log.info("worker.stopped", worker=self.name, jobs=repr(self._jobs))

    async def _wind_down(self) -> None:
        task = asyncio.current_task()
        cancelled = task is not None and task.cancelling() > 0
        if len(self._jobs) and not cancelled:
            log.info("worker.finishing", worker=self.name, jobs=len(self._jobs))
            with suppress(QueueUnavailable):
                await self._patience.off(self._books.say_stopping)
            await self._jobs.wait(lambda: not self._jobs or self._cold.is_set(), self._grace.total_seconds())
        self._jobs.cancel(How.HANDED_BACK)
        await self._jobs.wait(lambda: not self._jobs, LAST_WORDS)
        self._jobs.leave_behind()
        await self._jobs.wait(lambda: self._jobs.all_written, LAST_WORDS)

    # -- taking jobs

    async def _work(self, burst: bool) -> None:
        while not self._stopping.is_set():
            self._changed.clear()
            free, quiet = self._concurrency - len(self._jobs), self._jobs.all_written
            if free <= 0:
                await self._changed.wait()
            elif self._gate is not None and not await self._gate():
                await self._wait(CLOSED)
            elif not await self._take(free, burst):
                if burst and quiet:  # before we asked: a job that ends may queue another
                    return
                await self._wait(IDLE)

    async def _take(self, free: int, burst: bool) -> bool:
        """Whether there was anything to do."""
        try:
            taken = await self._ask(free)
        except Suspended:
            await self._be_suspended(burst)
            return True
        for one in taken:
            self._jobs.start(one)
        await self._note(bool(taken))
        return bool(taken)

    async def _ask(self, free: int) -> list[Taken]:
        """What is taken at the very moment of our being cancelled is started too, so that it is handed back."""
        asking = asyncio.ensure_future(self._patience.unless(self._stopping, self._books.take, free))
        try:
            return await asyncio.shield(asking) or []
        except asyncio.CancelledError:
            self._stopping.set()
            with suppress(Suspended):
                for one in await asking or ():
                    self._jobs.start(one)
            raise

    async def _note(self, busy: bool) -> None:
        """Redis knows of what is taken and of what ends; the rest it is told here."""
        state = "busy" if busy or self._jobs else "idle"
        if not busy and self.get_state() != state:
            await self._patience.unless(self._stopping, self._books.say, state)
        self._state = state

    async def _be_suspended(self, burst: bool) -> None:
        if burst:
            self._stopping.set()
            return
        if self.get_state() != "suspended":
            log.info("worker.suspended", worker=self.name)
            await self._patience.unless(self._stopping, self._books.say, "suspended")
        await self._wait(CLOSED)

    async def _wait(self, seconds: float) -> None:
        """Until something changed, and no longer than that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

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
        self._changed.set()

    def _hear_wake(self) -> None:
        self._loop.call_soon_threadsafe(self._changed.set)

    def _hear_command(self, command: Command) -> None:
        self._loop.call_soon_threadsafe(self._obey, command)

    def _obey(self, command: Command) -> None:
        log.info("worker.command", command=type(command).__name__)
        match command:
            case ShutDown():
                self.stop()
            case KillAll():
                self._jobs.cancel(How.FAILED)
            case StopJob(job_id):
                self._jobs.cancel(How.STOPPED, lambda taken: taken.job.id == job_id)
            case StopExecution(execution_id):
                self._jobs.cancel(How.STOPPED, lambda taken: taken.execution.id == execution_id)
            case _:
                assert_never(command)
