"""The scheduler: once a second the leader finds in SQL what is due and hands it to the queue.

Any number of processes may run one; a leader's lock keeps all but one idle. Everything it does may be done twice.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

import structlog

from errors.model import Direction
from store import alerts, attempts, audit, emails, health, leases, profiles, retry_jobs, samples, sign_in
from store.faults import StoreError
from store.leases import Due
from worker import outage
from worker.due import move_due
from worker.follow import Drop, follow, note_listed, tell
from worker.jobs import PROBE
from worker.leader import Leader
from worker.office import Office
from worker.queue import SYNC, Queues, QueueUnavailable
from worker.rebuild import jobs_from_sql, jobs_of
from worker.sampling import Sampler
from worker.valkey import ensure

log = structlog.get_logger(__name__)

INTERVAL = timedelta(seconds=1)
RESERVE = timedelta(seconds=60)  # how long a queued mailbox is left to the queue before it is queued again
TOLD_WITHIN = timedelta(seconds=10)  # of a halt, the queue knows of its failed job
GRACE = timedelta(seconds=30)  # how late a scheduled retry may be before its job is taken for lost
WAVE_SIZE = 100
MOST_WAITING = 1000  # jobs in `sync`: a hundred thousand mailboxes
BITE = 2000  # alerts that are forgotten in one transaction
MOST_BITES = 100  # an hour: the others are left for the next
HOUSEKEEPING = timedelta(hours=1)
QUIET = timedelta(hours=2)  # after which a fault of ours is over: everything is tried at least once an hour
LEADER_TTL = timedelta(seconds=4)  # how long a dead leader is missed; two at once do no harm


class Scheduler:
    """run() until cancelled; tick() is one round, for tests and for --burst."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.leader = Leader(office.queues.connection, office.name, LEADER_TTL)
        self._swept_at = office.clock() - HOUSEKEEPING
        self._sampler = Sampler(office)

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while True:
                began = loop.time()
                await self._round()
                await asyncio.sleep(max(0.0, INTERVAL.total_seconds() - (loop.time() - began)))
        finally:
            await asyncio.shield(self.office.off(self.leader.release))

    async def _round(self) -> None:
        try:
            if await self.office.off(self.leader.hold) and await self.office.gate():
                await self.tick()
        except QueueUnavailable as error:
            log.warning("scheduler.queue_unreachable", why=str(error))
            await self._revive_queue()
        except StoreError as error:
            self.office.store_failed(error)

    async def _revive_queue(self) -> None:
        """An embedded Valkey that was killed with its keeper is started again; somebody else's Redis is waited for."""
        settings = self.office.settings
        if settings.redis_url is None:
            try:
                await self.office.off(ensure, settings.home)
            except QueueUnavailable as error:
                log.warning("scheduler.valkey_unavailable", why=str(error))

    async def tick(self) -> int:
        """One round; how many mailboxes were queued. Raises QueueUnavailable, StoreError."""
        office = self.office
        if await office.off(office.queues.marker_missing):
            await self._rebuild()
        await follow(office, [])
        await office.off(move_due, office.queues, office.clock())
        queued = await self._queue_due()
        await self._queue_probes()
        await self._requeue_lost()
        await self._list_unlisted()
        await self._sweep()
        await self._sampler.take()
        return queued

    async def _queue_due(self) -> int:
        """Nothing while the queue is long: what no worker takes need not wait there twice."""
        if await self.office.off(self.office.queues.backlog, SYNC) >= MOST_WAITING:
            return 0
        async with self.office.store.write() as tx:
            due = await leases.due(tx, reserve=RESERVE)
        if not due:
            return 0
        try:
            await self.office.off(enqueue, self.office.queues, due)
        except QueueUnavailable:
            async with self.office.store.write() as tx:
                await leases.clear_reservations(tx)  # they are in no queue
            raise
        return len(due)

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
            await self.office.off(self.office.queues.enqueue_retry, row.id, row.attempt_number)

    async def _list_unlisted(self) -> None:
        """Failed jobs of which the queue was never told: whoever halted the direction died before it could."""
        async with self.office.store.read() as tx:
            rows = await retry_jobs.unlisted(tx, TOLD_WITHIN)
            words = await jobs_of(tx, rows) if rows else []
        if words:
            await follow(self.office, words)

    async def _rebuild(self) -> None:
        """Redis was wiped: put back from SQL what it held. (A registry that was merely emptied keeps its marker.)"""
        office = self.office
        async with office.store.write() as tx:
            await leases.clear_reservations(tx)
            words = await jobs_from_sql(tx)
        await office.off(tell, office.queues, words)
        await note_listed(office, words)
        await office.off(office.queues.set_marker)
        log.info("scheduler.rebuilt", jobs=len(words))

    async def _sweep(self) -> None:
        """Hourly: forget what has been kept long enough, close the alerts whose cause is gone."""
        now = self.office.clock()
        if now - self._swept_at < HOUSEKEEPING:
            return
        self._swept_at = now
        async with self.office.store.write() as tx:
            await attempts.purge(tx)
            await emails.purge(tx)
            await alerts.resolve_emails(tx, None, "no such email is left")
            await alerts.resolve_quiet_system(tx, QUIET, "it has not happened again")
            for view in await profiles.listing(tx):
                await outage.calm(tx, view.profile.id, Direction.INCOMING, now)
        await self._forget()
        await self._drop_orphans()

    async def _forget(self) -> None:
        """What has been kept long enough, in bites, so that nobody waits long for their turn to write."""
        async with self.office.store.write() as tx:
            await audit.purge(tx)
            await sign_in.purge(tx)
            await samples.purge(tx)
        for _ in range(MOST_BITES):
            async with self.office.store.write() as tx:
                if await alerts.forget(tx, BITE) < BITE:
                    break
        await self.office.store.tidy()

    async def _drop_orphans(self) -> None:
        """Failed jobs of mailboxes that were removed."""
        office = self.office
        owners = {job.direction_id: job.job_id for job in await office.off(office.queues.failed) if job.direction_id}
        async with office.store.read() as tx:
            removed = await retry_jobs.gone(tx, list(owners))
        await office.off(tell, office.queues, [Drop(owners[direction_id]) for direction_id in removed])


def enqueue(queues: Queues, due: Iterable[Due]) -> None:
    """Healthy mailboxes in waves by profile; a job of its own for what a worker died on, and for rare probes."""
    by_profile: dict[int, list[int]] = defaultdict(list)
    for row in due:
        if row.alone:
            queues.enqueue_sync([row.direction_id])
        elif row.halted:
            queues.enqueue_sync([row.direction_id], token=PROBE)
        else:
            by_profile[row.profile_id].append(row.direction_id)
    queues.enqueue_waves([(profile, wave) for profile, ids in by_profile.items() for wave in packed(ids)])


def packed(ids: Sequence[int]) -> list[Sequence[int]]:
    """Into waves of a size that one worker takes on at once."""
    return [ids[start : start + WAVE_SIZE] for start in range(0, len(ids), WAVE_SIZE)]
