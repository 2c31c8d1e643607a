"""Worker processes that are kept running: started again, ever more slowly, when they end; ended when we end."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds
WELL = 60.0  # seconds after which a worker that ends had been well: the next pause is the first one again
GRACE = 40.0  # seconds to end in: more than a worker gives its jobs
HOME = Path(__file__).resolve().parents[1]  # the folder of our packages


@asynccontextmanager
async def crew(number: int, environment: Mapping[str, str]) -> AsyncIterator[None]:
    """So many workers work while the block runs."""
    keepers = [asyncio.create_task(_keep(one + 1, environment), name=f"worker-{one + 1}") for one in range(number)]
    try:
        yield
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)


async def _keep(number: int, environment: Mapping[str, str]) -> None:
    """Until cancelled."""
    pause = FIRST_PAUSE
    while True:
        began = time.monotonic()
        code = await _work(number, environment)
        if time.monotonic() - began > WELL:
            pause = FIRST_PAUSE
        log.error("up.worker_ended", number=number, exit_code=code, again_in_s=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _work(number: int, environment: Mapping[str, str]) -> int:
    """One worker from its start to its end; its exit code. Cancelled: ended."""
    process = await asyncio.create_subprocess_exec(
        *worker_command(), env={**os.environ, **environment}, stdin=PIPE, start_new_session=True
    )  # a session of its own: the terminal's Ctrl-C is for us alone, who pass it on
    log.info("up.worker_started", number=number, pid=process.pid)
    try:
        return await process.wait()
    finally:
        await end(process)


async def end(process: Process) -> None:
    """Warm, within GRACE; cold where that is cut short."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except (TimeoutError, asyncio.CancelledError):
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise


def worker_command() -> Sequence[str]:
    """-P: where somebody stands in a folder with a `config` of their own, ours is meant."""
    alone = () if Path.cwd() == HOME else ("-P",)
    return (sys.executable, *alone, "-m", "postroom", "worker", "--until-stdin-closes")
