"""A worker process: the loop worker and, unless told otherwise, a scheduler beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from worker.loop import LoopWorker
from worker.office import Office, at_this_office
from worker.queue import home_queue
from worker.scheduler import Scheduler

log = structlog.get_logger(__name__)


async def run_worker(
    office: Office, *, concurrency: int, queues: Sequence[str], burst: bool = False, scheduler: bool = True
) -> None:
    """Work until told to stop (SIGTERM, SIGINT, `rq` commands); with burst, until the queues are empty."""
    worker = LoopWorker(
        [*queues, home_queue(office.name)],
        connection=office.queues.connection,
        concurrency=concurrency,
        name=office.name,
        gate=office.gate,
    )
    with at_this_office(office):
        beside = await _start_scheduler(office, burst=burst) if scheduler else None
        if beside is not None:
            beside.add_done_callback(lambda task: _scheduler_ended(task, worker))
        try:
            await worker.run(burst=burst)
        finally:
            if beside is not None:
                beside.cancel()
                with suppress(asyncio.CancelledError):
                    await beside


def _scheduler_ended(task: asyncio.Task[None], worker: LoopWorker) -> None:
    """Only a bug of ours ends it; a worker that went on without would look well and find no work."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("scheduler.broken", error=type(error).__name__)
        worker.stop()


async def _start_scheduler(office: Office, *, burst: bool) -> asyncio.Task[None]:
    scheduling = Scheduler(office)
    if burst:
        await scheduling.tick()  # what is due now is what a burst works off
    return asyncio.create_task(scheduling.run())
