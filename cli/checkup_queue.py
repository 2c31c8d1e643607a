"""What `postroom doctor` asks the queue. It starts no Valkey: looking at a machine leaves it as it was."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from worker.queue import Queues, QueueUnavailable
from worker.redis_url import connect, safe
from worker.valkey import binary
from worker.valkey_keeper import Place, answers

from .checkup import Finding

if TYPE_CHECKING:
    from config.settings import Settings

NO_WORKERS = Finding("workers", False, "none is running: no mail is fetched", "start `postroom worker`")


async def findings(read: Settings) -> AsyncIterator[Finding]:
    """Redis, RQ's view of it, the workers, the marker."""
    try:
        url = read.redis_url if read.redis_url is not None else await asyncio.to_thread(_running, Place.of(read.home))
        if url is None:
            yield _not_running(Place.of(read.home))
            yield NO_WORKERS
            return
        queues = Queues(await asyncio.to_thread(connect, url))
        yield Finding("redis", True, f"{safe(url)} ({'embedded' if read.redis_url is None else 'configured'})")
        yield Finding("rq", True, f"rq info --url {safe(url)}")
        yield await asyncio.to_thread(_workers, queues)
        yield await asyncio.to_thread(_marker, queues)
    except QueueUnavailable as error:
        yield Finding("redis", False, str(error), "is it running, and is POSTROOM_REDIS_URL right?")


def _running(place: Place) -> str | None:
    """The URL of the home's own Valkey; None where none runs."""
    socket = place.recorded_socket()
    return f"unix://{socket}" if socket is not None and place.kept() and answers(socket) else None


def _not_running(place: Place) -> Finding:
    """Raises QueueUnavailable where none can be started on this machine."""
    binary()
    if place.gave_up():
        return Finding("redis", False, "the embedded Valkey did not start", f"see {place.log}")
    return Finding("redis", True, "embedded, not running now", "the first command that needs it starts it")


def _workers(queues: Queues) -> Finding:
    alive = queues.workers()
    if not alive:
        return NO_WORKERS
    return Finding("workers", True, ", ".join(f"{one.name} ({one.state})" for one in alive))


def _marker(queues: Queues) -> Finding:
    if queues.marker_missing():
        return Finding(
            "queue marker", True, "Redis is new, or was wiped", "a worker's scheduler fills it from the database"
        )
    return Finding("queue marker", True, "the queue holds what the database says")
