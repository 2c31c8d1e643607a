"""How the house stands, every few seconds, for the charts. Polls are counted by whoever polls, in Redis: a wiped Redis
is a gap in a chart and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from store import samples
from worker.queue import RETRY, QueueCount
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


def retry_load(counts: Iterable[QueueCount]) -> int:
    """Jobs of the retry queue that are not over: those whose time is still to come, and those whose time has come."""
    return sum(one.queued + one.started + one.scheduled for one in counts if one.name == RETRY)


class Sampler:
    """The leader's. take() at every round: it looks at the clock itself, and falls behind by no round in the long
    run, since what is counted is told per minute."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._next_at: datetime | None = None

    async def take(self) -> bool:
        """Whether it was time. Raises QueueUnavailable, StoreError."""
        now = self._office.clock()
        if self._next_at is not None and now < self._next_at:
            return False
        late = self._next_at is None or now - self._next_at >= samples.EVERY
        self._next_at = (now if late or self._next_at is None else self._next_at) + samples.EVERY
        queues = self._office.queues
        polls = await self._office.off(queues.take_polls)
        retries = retry_load(await self._office.off(queues.counts))
        async with self._office.store.write() as tx:
            await samples.record(tx, polls=polls, retries=retries)
        return True
