"""How long every page takes, as each role, in a house with 10,000 mailboxes and 100,000 alerts, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.kit.access_table import FOR_SOMEBODY, NEED_THE_QUEUE
from tests.kit.addresses import filled
from tests.kit.crowd import ADA, MANY, MIA, PIA, Crowd, fill, ids_of
from tests.kit.pages import Browser, Pages
from tests.kit.postgresql import PostgreSQL, binaries
from tests.kit.statements import counting
from tests.kit.stores import KEY, open_store, sqlite_url
from web.house import House, WebSettings
from worker import valkey
from worker.office import OfficeSettings
from worker.queue import Queues, RetryJob

HOUSE = Crowd()
TIMES, WARM = 30, 3
ASKED = 0.1  # seconds, the median
ASKED_OCTETS = 100_000
READERS = {ADA: "administrator", PIA: "profile owner", MIA: "mailbox owner", MANY: "owner of 1,000"}
MORE = (  # what people ask of the lists
    "/admin?severity=warning", "/admin?profile=server-01", "/admin?code=IMAP-101", "/admin?page=20",
    "/wall?severity=error", "/mailboxes?state=halted", "/mailboxes?q=someone.099", "/mailboxes?page=100",
    "/emails?q=matter+number+1999", "/emails?state=set_aside", "/audit?page=50", "/queues/failed?group=IMAP-101",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """seconds of each answer; octets and statements of the last."""

    database: str
    reader: str
    path: str
    seconds: Sequence[float]
    octets: int
    statements: int

    def __str__(self) -> str:
        middle, late = median(self.seconds) * 1000, max(self.seconds) * 1000
        verdict = "reached" if middle < ASKED * 1000 and self.octets < ASKED_OCTETS else "NOT reached"
        return (
            f"{self.database:<10} {self.reader:<14} {self.path:<34} {middle:7.1f} ms {late:7.1f} ms "
            f"{self.octets / 1000:6.1f} KB {self.statements:3} {verdict}"
        )


HEAD = (
    f"{'database':<10} {'who':<14} {'page':<34} {'median':>10} {'p99':>10} {'size':>9} SQL "
    f"(asked: < {ASKED * 1000:.0f} ms, < {ASKED_OCTETS // 1000} KB)"
)


def walls(crowd: Crowd = HOUSE) -> Iterator[object]:
    """Both databases, one after the other; PostgreSQL where it is installed."""
    yield HEAD
    with TemporaryDirectory(prefix="bench-") as folder:
        yield from asyncio.run(_all(Path(folder), "SQLite", sqlite_url(Path(folder)), crowd))
    found = binaries()
    if found is None:
        yield "PostgreSQL is not installed (Debian: postgresql; `make servers`)"
        return
    server = PostgreSQL(found)
    try:
        server.start()
        with TemporaryDirectory(prefix="bench-") as folder:
            yield from asyncio.run(_all(Path(folder), "PostgreSQL", server.database(), crowd))
    finally:
        server.remove()


async def _all(folder: Path, database: str, url: str, crowd: Crowd) -> list[Measured]:
    async with _pages(folder, url, crowd) as pages:
        ids = {**await ids_of(pages.house.store), "token": "none", "direction": "incoming"}
        found = []
        for address, reader in READERS.items():
            browser = await pages.as_(address)
            for path in [*FOR_SOMEBODY, *NEED_THE_QUEUE, *MORE]:
                one = await _measured(pages, browser, filled(path, ids))
                if one is not None:
                    found.append(replace(one, database=database, reader=reader, path=path))
        return found


@asynccontextmanager
async def _pages(folder: Path, url: str, crowd: Crowd) -> AsyncIterator[Pages]:
    home = folder / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    store = await open_store(folder, url)
    try:
        await fill(store, crowd)
    finally:
        await store.close()
    settings = OfficeSettings(home, url, None, secret_keys=(KEY,))
    try:
        async with (
            House.open(settings, WebSettings("https://postroom.example.org")) as house,
            AsyncExitStack() as stack,
        ):
            office = await house.with_queue()
            await office.off(_jobs, office.queues, crowd)
            yield Pages(house, stack)
    finally:
        await asyncio.to_thread(valkey.stop, home)


def _jobs(queues: Queues, crowd: Crowd) -> None:
    """What would be in the registries of such a house: a failed job for each halted mailbox, retries beside."""
    now = datetime.now(UTC)
    for number in range(1, crowd.mailboxes + 1):
        if number % 10 > 2:
            continue
        meta = {"mailbox": f"someone.{number:05}@example.org", "direction": "incoming", "code": "IMAP-101",
                "attempts": 3, "failed_at": now.isoformat(), "headline": "refused", "evidence": []}  # fmt: skip
        queues.place_retries([RetryJob(number, 1, meta, now if number % 10 == 2 else None)])


async def _measured(pages: Pages, browser: Browser, path: str) -> Measured | None:
    """None: no page for this reader."""
    for _ in range(WARM):
        if (await browser.get(path)).status_code != 200:
            return None
    seconds = []
    with counting(pages.house.store) as asked:
        for _ in range(TIMES):
            began = perf_counter()
            answer = await browser.get(path)
            seconds.append(perf_counter() - began)
    return Measured("", "", path, seconds, len(answer.content), round(len(asked) / TIMES))
