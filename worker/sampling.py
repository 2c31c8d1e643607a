"""How the house stands, every few seconds, for the charts. Polls are counted by whoever polls, in Redis: a wiped Redis
is a gap in a chart and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import samples
from worker.queue import RETRY
from worker.unavailable import QueueUnavailable

if TYPE_CHECKING:
    from datetime import datetime

    from worker.office import Office


async def tell_polls(office: Office) -> None:
    """What this process polled since it last told."""
    many, office.polled = office.polled, 0
    if not many:
        return
    try:
        await office.off(office.queues.add_polls, many)
    except QueueUnavailable:
        office.polled += many


class Sampler:
    """The leader's. take() at every round: it looks at the clock itself."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._taken_at: datetime | None = None

    async def take(self) -> bool:
        """Whether it was time. Raises QueueUnavailable, StoreError."""
        now = self._office.clock()
        if self._taken_at is not None and now - self._taken_at < samples.EVERY:
            return False
        self._taken_at = now
        queues = self._office.queues
        polls = await self._office.off(queues.take_polls)
        counts = await self._office.off(queues.counts)
        retries = sum(one.queued + one.started + one.scheduled for one in counts if one.name == RETRY)
        async with self._office.store.write() as tx:
            await samples.record(tx, polls=polls, retries=retries)
        return True
