"""What the pages need, opened once per process: the store, an office for what is done by hand, what is watched live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from store.session import Store
from worker.office import Office, OfficeSettings

from .live import Live
from .trials import Trials

GLANCE = 5.0  # seconds between two looks at whether a lease is owed


@dataclass(frozen=True, slots=True)
class WebSettings:
    """public_url: where browsers reach the pages (scheme://host[:port]); None: where they are bound.
    hosts: Host headers that are answered beside that of public_url."""

    public_url: str | None = None
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")


@dataclass(slots=True)
class House:
    office: Office
    settings: WebSettings
    live: Live
    trials: Trials
    _door: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def store(self) -> Store:
        return self.office.store

    async def with_queue(self) -> Office:
        """The office with its queue, which answers now, whatever became of it meanwhile. QueueUnavailable."""
        async with self._door:
            await self.office.reach_queue()
        return self.office

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: OfficeSettings, web: WebSettings) -> AsyncIterator[House]:
        """Needs no Redis: the walls are told from SQL. Raises StoreError."""
        async with Office.open(settings, redis=False) as office, cls.at(office, web) as house:
            yield house

    @classmethod
    @asynccontextmanager
    async def at(cls, office: Office, web: WebSettings) -> AsyncIterator[House]:
        """At an office that is open already, and is closed after it."""
        async with Live.of(office.store) as live, Trials.of(live) as trials, _paying(office):
            yield cls(office, web, live, trials)


@asynccontextmanager
async def _paying(office: Office) -> AsyncIterator[None]:
    """Leases that could not be given back since the database was down are given back once it can be written."""
    keeper = asyncio.create_task(_pay(office), name="paying")
    try:
        yield
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper


async def _pay(office: Office) -> None:
    while True:
        await asyncio.sleep(GLANCE)
        if office.store_fault is not None:
            await office.gate()
