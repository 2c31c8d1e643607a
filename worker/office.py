"""Everything that a job needs, opened once per process: store, queues, open sessions, votes, clock, dice.

It also keeps the leases of what is being worked on, and knows whether the store can be written.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

import structlog

from config import secret
from errors.evidence import Vote
from errors.machine import State
from errors.model import Direction, Health
from store import health, keys, leases, mailboxes
from store.faults import StoreError, StoreUnavailable
from store.keys import KeyRing
from store.migrate import migrate as migrate_store
from store.records import Held, Profile
from store.session import Store
from sync.pool import Pool
from worker.follow import FollowUp
from worker.outage import Poll
from worker.queue import Queues, QueueUnavailable
from worker.redis_url import connect
from worker.valkey import ensure
from worker.votes import Votes

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
RENEW = timedelta(seconds=20)
SIGN_INS = 10

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """redis_url None: the embedded Valkey of the home. secret_keys empty: the home's key, made on first use."""

    home: Path
    database_url: str
    redis_url: str | None
    secret_keys: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"OfficeSettings(home={str(self.home)!r})"


def now_utc() -> datetime:
    return datetime.now(UTC)


class Office:
    """Open one per process with `async with Office.open(settings) as office`."""

    def __init__(self, settings: OfficeSettings, store: Store, queues: Queues | None, redis_url: str | None) -> None:
        self.settings = settings
        self.store = store
        self.redis_url = redis_url
        self.clock: Callable[[], datetime] = now_utc
        self.dice: Callable[[], float] = random.SystemRandom().random
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}".replace(".", "-")
        self.pool = Pool()
        self.held: dict[int, asyncio.Task[object] | None] = {}
        self.unsaid: list[FollowUp] = []
        self.store_fault: StoreError | None = None
        self._queues = queues

    @property
    def queues(self) -> Queues:
        assert self._queues is not None, "this office was opened without Redis"
        return self._queues

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: OfficeSettings, *, migrate: bool = False, redis: bool = True
    ) -> AsyncIterator[Office]:
        """Open what a process needs, and close it again.

        Raises StoreError (NotMigrated, DatabaseTooNew, WrongKey, StoreUnavailable), QueueUnavailable.
        """
        if migrate:
            await migrate_store(settings.database_url)
        store = await _open_store(settings)
        try:
            url = await asyncio.to_thread(_redis_url, settings) if redis else None
            queues = Queues(await asyncio.to_thread(connect, url)) if url is not None else None
            office = cls(settings, store, queues, url)
            keeper = asyncio.create_task(office._keep_leases())
            try:
                yield office
            finally:
                keeper.cancel()
                with suppress(asyncio.CancelledError):
                    await keeper
                await office.pool.close_all()
        finally:
            await store.close()

    async def off(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run blocking work (RQ's bookkeeping) off the loop."""
        return await asyncio.to_thread(work, *args, **kwargs)

    # -- leases ------------------------------------------------------------------------------------------------

    async def take(self, direction_ids: Sequence[int], *, states: Sequence[State], only_due: bool) -> list[Held]:
        """Lease those of these directions that can be had; none while the store can't be written."""
        try:
            async with self.store.write() as tx:
                taken = await leases.take(
                    tx, direction_ids, holder=self.name, length=LEASE, states=states, only_due=only_due
                )
        except StoreUnavailable as error:
            self.store_failed(error)
            return []
        self.held.update(dict.fromkeys((held.direction.id for held in taken), None))
        return taken

    async def release(self, held: Held) -> None:
        """Hand a lease back as if it had never been taken."""
        self.held.pop(held.direction.id, None)
        with suppress(StoreError):  # then it runs out by itself
            async with self.store.write() as tx:
                await leases.release(tx, held.direction.id, held.direction.fence)

    @asynccontextmanager
    async def at_work(self, held: Held) -> AsyncIterator[None]:
        """The lease is renewed meanwhile; a cancelled attempt is handed back unjudged."""
        self.held[held.direction.id] = asyncio.current_task()
        try:
            yield
        except asyncio.CancelledError:
            await asyncio.shield(self.release(held))
            raise
        finally:
            self.held.pop(held.direction.id, None)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEW.total_seconds())
            wanted = list(self.held)
            if not wanted:
                continue
            try:
                async with self.store.write() as tx:
                    kept = await leases.renew(tx, self.name, wanted, LEASE)
            except StoreError as error:
                self.store_failed(error)
                continue
            for direction_id in set(wanted) - kept:
                self._lost(direction_id)

    def _lost(self, direction_id: int) -> None:
        """Another worker has it now: stop before anything is refused."""
        task = self.held.pop(direction_id, None)
        if task is not None:
            task.cancel()

    # -- votes -------------------------------------------------------------------------------------------------

    async def vote(self, held: Held, now: datetime, *, bad: bool) -> Poll:
        """Cast this mailbox's vote on its profile's health, and see how the votes stand."""
        return await self._vote(held.profile, held.direction.direction, [Vote(held.mailbox.id, now, bad)], now)

    async def vote_many(self, profile: Profile, direction: Direction, mailbox_ids: Iterable[int]) -> None:
        """These mailboxes got through."""
        now = self.clock()
        await self._vote(profile, direction, [Vote(mailbox_id, now, False) for mailbox_id in mailbox_ids], now)

    async def _vote(self, profile: Profile, direction: Direction, votes: Sequence[Vote], now: datetime) -> Poll:
        ballot = Votes(self.queues.connection)
        window = profile.policy.outage_window
        try:
            return await self.off(_cast, ballot, profile.id, direction, votes, window, now)
        except QueueUnavailable as error:
            log.warning("votes.unreachable", why=str(error))
            return Poll(votes, now if any(vote.shared_bad for vote in votes) else None)

    # -- the store's own health --------------------------------------------------------------------------------

    def store_failed(self, error: StoreError) -> None:
        """Take no new work until the store can be written again."""
        if self.store_fault is None:
            log.error("store.unavailable", why=str(error))
        self.store_fault = error

    async def gate(self) -> bool:
        """Whether new work may be taken."""
        if self.store_fault is None:
            return True
        try:
            async with self.store.write() as tx:
                await health.touch(tx)
        except StoreError:
            return False
        log.info("store.available")
        self.store_fault = None
        return True
