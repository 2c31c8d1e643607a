"""The scheduler: once a second the leader finds in SQL what is due and hands it to the queue.

Any number of processes may run one; a leader's lock keeps all but one idle. Everything it does may be done twice.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

import structlog

from errors.model import Direction
from store import attempts, emails, health, leases
from store.faults import StoreError
from store.leases import Due
from worker.due import move_due
from worker.follow import follow, tell
from worker.leader import Leader
from worker.office import Office
from worker.queue import QueueUnavailable
from worker.rebuild import failed_jobs, retry_jobs

log = structlog.get_logger(__name__)

INTERVAL = timedelta(seconds=1)
RESERVE = timedelta(seconds=60)  # how long a queued mailbox is left to the queue before it is queued again
GRACE = timedelta(seconds=30)  # how late a scheduled retry may be before its job is taken for lost
WAVE_SIZE = 100
HOUSEKEEPING = timedelta(hours=1)
LEADER_TTL = timedelta(seconds=10)


class Scheduler:
    """run() until cancelled; tick() is one round, for tests and for --burst."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.leader = Leader(office.queues.connection, office.name, LEADER_TTL)
        self._swept_at = office.clock() - HOUSEKEEPING

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                if await self.office.off(self.leader.hold) and await self.office.gate():
                    await self.tick()
            except QueueUnavailable as error:
                log.warning("scheduler.queue_unreachable", why=str(error))
            except StoreError as error:
                self.office.store_failed(error)
            await asyncio.sleep(max(0.0, INTERVAL.total_seconds() - (loop.time() - began)))

    async def tick(self) -> int:
        """One round; how many mailboxes were queued."""
        office = self.office
        if await office.off(office.queues.marker_missing):
            await self._rebuild()
        await follow(office, [])
        await office.off(move_due, office.queues, office.clock())
        queued = await self._queue_due()
        await self._queue_probes()
        await self._requeue_lost()
        await self._sweep()
        return queued

    async def _queue_due(self) -> int:
        async with self.office.store.write() as tx:
            due = await leases.due(tx, reserve=RESERVE)
        if due:
            await self.office.off(self._enqueue, due)
        return len(due)

    def _enqueue(self, due: Iterable[Due]) -> None:
        by_profile: dict[int, list[int]] = defaultdict(list)
        for row in due:
            if row.alone:
                self.office.queues.enqueue_sync([row.direction_id])
            elif row.halted:
                self.office.queues.enqueue_sync([row.direction_id], token="probe")  # noqa: S106 (no secret)
            else:
                by_profile[row.profile_id].append(row.direction_id)
        for profile_id, ids in by_profile.items():
            for start in range(0, len(ids), WAVE_SIZE):
                self.office.queues.enqueue_wave(profile_id, ids[start : start + WAVE_SIZE])

    async def _queue_probes(self) -> None:
        async with self.office.store.write() as tx:
            due = await health.due_probes(tx)
        for row in due:
            await self.office.off(self.office.queues.enqueue_probe, row.profile_id, row.direction.value)

    async def _requeue_lost(self) -> None:
        """Retries whose job Redis no longer has (SQL knows that they are due)."""
        async with self.office.store.write() as tx:
            lost = await leases.overdue_retries(tx, GRACE, RESERVE)
        for row in lost:
            await self.office.off(self.office.queues.enqueue_retry, row.direction_id, row.attempt_number)

    async def _rebuild(self) -> None:
        """Redis was wiped: put back from SQL what it held. (A registry that was merely emptied keeps its marker.)"""
        office = self.office
        async with office.store.write() as tx:
            await leases.clear_reservations(tx)
        async with office.store.read() as tx:
            words = [*await retry_jobs(tx), *await failed_jobs(tx)]
        await office.off(tell, office.queues, words)
        await office.off(office.queues.set_marker)
        log.info("scheduler.rebuilt", jobs=len(words))

    async def _sweep(self) -> None:
        """Hourly: forget what has been kept long enough."""
        now = self.office.clock()
        if now - self._swept_at < HOUSEKEEPING:
            return
        self._swept_at = now
        async with self.office.store.write() as tx:
            await attempts.purge(tx)
            await emails.purge(tx)


PROBED = (Direction.INCOMING,)
