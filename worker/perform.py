"""Running a job's function, as RQ would, on the loop that is there."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from typing import Any

from rq.job import Job


async def perform(job: Job) -> object:
    """A coroutine function runs on this loop, any other in a thread. Raises what it raises, or TimeoutError."""
    limit = job.timeout if job.timeout and job.timeout > 0 else None
    function: Any = job.func
    async with asyncio.timeout(limit):
        if inspect.iscoroutinefunction(function):
            return await function(*job.args, **job.kwargs)
        result = await asyncio.to_thread(function, *job.args, **job.kwargs)
        return await result if inspect.isawaitable(result) else result


def place(error: BaseException) -> str:
    """Where it happened and its class. Its text may hold anything, a message's body too, and is not kept."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__
