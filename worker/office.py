"""Everything that a job needs, opened once per process: store, queues, open sessions, votes, clock, dice.

It knows whether the store can be written, and which leases it owes back since it could not.
"""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ParamSpec, TypeVar

import structlog

from config.settings import Settings, load
from errors.evidence import Vote
from errors.machine import State
from errors.model import Direction, Health
from store import health, leases
from store.faults import StoreError
from store.migrate import migrate as migrate_store
from store.records import Held, Profile
from store.session import Store
from sync.pool import Pool
from worker import ballot, refusal_votes
from worker.follow import FollowUp
from worker.leaseholder import Leaseholder
from worker.office_store import open_store
from worker.outage import Poll
from worker.own_faults import note_outage_of_the_store
from worker.queue import Queues
from worker.redis_url import connect
from worker.sampling import tell_polls
from worker.valkey import ensure

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
LONGEST_SPREAD = timedelta(seconds=60)  # over which a recovered profile's mailboxes come back

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """redis_url None: the embedded Valkey of the home. secret_keys empty: the home's key, made on first use."""

    home: Path
    database_url: str
    redis_url: str | None
    secret_keys: tuple[str, ...] = ()
    lease: timedelta = LEASE

    def __repr__(self) -> str:
        return f"OfficeSettings(home={str(self.home)!r})"


class Office:
    """Open one per process with `async with Office.open(settings) as office`."""

    def __init__(self, settings: OfficeSettings, store: Store, queues: Queues | None, redis_url: str | None) -> None:
        self.settings = settings
        self.store = store
        self.redis_url = redis_url
        self.clock: Callable[[], datetime] = store.clock
        self.dice: Callable[[], float] = random.SystemRandom().random
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}".replace(".", "-")
        self.pool = Pool()
        self.leases = Leaseholder(self, settings.lease)
        self.owed: list[tuple[int, int]] = []
        self.unsaid: list[FollowUp] = []
        self.polled = 0  # mailboxes, since the queue was last told
        self.store_fault: StoreError | None = None
        self.store_failed_at: datetime | None = None
        self._queues = queues
        self._at_the_gate = asyncio.Lock()

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
        store = await open_store(settings)
        try:
            url = await asyncio.to_thread(_redis_url, settings) if redis else None
            queues = Queues(await asyncio.to_thread(connect, url)) if url is not None else None
            office = cls(settings, store, queues, url)
            keeper = asyncio.create_task(office.leases.keep())
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

    async def reach_queue(self) -> Queues:
        """The queues, where this office may have been opened without Redis: reached now, and anew where the home's
        Valkey has been started again since. QueueUnavailable."""
        url = await asyncio.to_thread(_redis_url, self.settings)
        if self._queues is None or url != self.redis_url:
            self._queues, self.redis_url = Queues(await asyncio.to_thread(connect, url)), url
        else:
            await asyncio.to_thread(self._queues.marker_missing)
        return self._queues

    # -- leases ------------------------------------------------------------------------------------------------

    async def take(self, direction_ids: Sequence[int], *, states: Sequence[State], only_due: bool) -> list[Held]:
        """Lease those of these directions that can be had; none while the store can't be written."""
        return await self.leases.take(direction_ids, states=states, only_due=only_due)

    async def release(self, held: Held) -> None:
        """Hand a lease back as if it had never been taken."""
        await self.leases.release(held)

    def owe(self, held: Iterable[tuple[int, int]]) -> None:
        """These leases (direction, fence) could not be given back; they are once the store can be written, since one
        that runs out counts as a death."""
        self.owed += held

    def at_work(self, held: Held) -> AbstractAsyncContextManager[None]:
        """The lease is renewed meanwhile; a cancelled attempt is handed back unjudged."""
        return self.leases.at_work(held)

    # -- profiles' health --------------------------------------------------------------------------------------

    async def is_sick(self, profile_id: int, direction: Direction) -> bool:
        """Whether a success would tell something new of the profile."""
        async with self.store.read() as tx:
            row = await health.get(tx, profile_id, direction)
        return row.health is not Health.HEALTHY

    def spread(self, profile: Profile) -> timedelta:
        """Over how long its mailboxes come back after an outage, so that the server is not trampled."""
        return min(LONGEST_SPREAD, profile.poll_interval / 2)

    # -- votes -------------------------------------------------------------------------------------------------

    async def vote(self, held: Held, now: datetime, *, bad: bool) -> Poll:
        """Cast this mailbox's vote on its profile's health, and see how the votes stand."""
        votes = [Vote(held.mailbox.id, now, bad)]
        return await ballot.cast(self.queues, held.profile, held.direction.direction, votes, now)

    async def vote_many(self, profile: Profile, direction: Direction, votes: Sequence[Vote]) -> None:
        """Cast what was seen a while ago: each counts from its own time on."""
        await ballot.cast(self.queues, profile, direction, votes, self.clock())

    async def forget_votes(self, profile: Profile, direction: Direction) -> None:
        """The profile came back: what was seen while it was down says nothing of what is seen from now on."""
        await ballot.forget(self.queues, profile, direction)
        await refusal_votes.forget(self.queues, profile, direction)

    # -- the store's own health --------------------------------------------------------------------------------

    def store_failed(self, error: StoreError) -> None:
        """Take no new work until the store can be written again."""
        if self.store_fault is None:
            log.error("store.unavailable", why=str(error))
            self.store_failed_at = self.clock()
        self.store_fault = error

    async def gate(self) -> bool:
        """Whether new work may be taken. The first yes after a failure leaves one alert for the administrator."""
        async with self._at_the_gate:  # the worker and its scheduler both ask
            if self.store_fault is None:
                return True
            try:
                await self._write_again(self.store_fault)
            except StoreError:
                return False
            log.info("store.available")
            self.store_fault = None
            return True

    async def _write_again(self, fault: StoreError) -> None:
        owed = list(self.owed)
        async with self.store.write() as tx:
            await health.touch(tx)
            await note_outage_of_the_store(tx, fault, self.store_failed_at or tx.now)
            for direction_id, fence in owed:
                await leases.release(tx, direction_id, fence)
        del self.owed[: len(owed)]


# -- opening -------------------------------------------------------------------------------------------------------


def _redis_url(settings: OfficeSettings) -> str:
    return settings.redis_url or ensure(settings.home)


# -- the office of this process ------------------------------------------------------------------------------------

_HERE: ContextVar[Office] = ContextVar("office")


@contextmanager
def at_this_office(office: Office) -> Iterator[None]:
    """Jobs that run in this context (and in tasks made in it) use this office."""
    token = _HERE.set(office)
    try:
        yield
    finally:
        _HERE.reset(token)


@asynccontextmanager
async def this_office() -> AsyncIterator[Office]:
    """The loop worker's office; in a stock `rq worker`, one that is opened for the job from the settings."""
    office = _HERE.get(None)
    if office is not None:
        yield office
        await tell_polls(office)
        return
    async with Office.open(settings_from(load())) as opened:
        yield opened
        await tell_polls(opened)


def settings_from(settings: Settings) -> OfficeSettings:
    return OfficeSettings(settings.home, settings.database_url, settings.redis_url, settings.secret_keys)
