"""An RQ worker that owns one event loop for its whole life and runs many jobs at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from redis import Redis
from rq.worker import BaseWorker


class LoopWorker(BaseWorker):
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
        super().__init__(queues, name=name, connection=connection, prepare_for_work=False)

    async def run(self, burst: bool = False) -> None:
        """Work until told to stop; with burst, until the queues are empty. Jobs inherit this call's context."""
        raise NotImplementedError
