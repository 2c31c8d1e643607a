"""What 200 people who watch live cost: the web process's memory and time, how soon they are told, and the worker's
time, which must be what it is without them."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import psutil
from sqlalchemy import select, update

from store import people, schema, sessions
from store.session import Store, Tx
from tests.kit.crowd import Crowd, fill
from tests.kit.stores import KEY, open_store
from web.reader import SESSION
from web.render import LIVE
from worker import valkey

WATCHERS, ADMINISTRATORS = 200, 20
SECONDS = 20.0
CHANGES = 2.0  # alerts that change each second
CROWD = Crowd(emails=20_000, attempts=20_000, bodies=10)
ASKED_MEMORY = 200.0  # MB
AT = re.compile(rb"Postroom is at (\S+)")


@dataclass(frozen=True, slots=True)
class Cost:
    """memory: MB at most. idle, busy: shares of one core, while nothing and while something changes. soon: seconds
    from one change to the page that shows it, of each administrator. looked: pages that were asked anew."""

    memory: float
    idle: float
    busy: float
    looked: int
    soon: Sequence[float]

    def __str__(self) -> str:
        verdict = "reached" if self.memory < ASKED_MEMORY else "NOT reached"
        late = max(self.soon)
        return (
            f"{WATCHERS} watch live: the web process has {self.memory:.0f} MB at most (asked under "
            f"{ASKED_MEMORY:.0f}): {verdict}; it takes {self.idle:.1%} of a core while nothing changes, and "
            f"{self.busy:.0%} while {CHANGES:g} alerts change each second and {self.looked / SECONDS:.0f} pages a "
            f"second are asked anew; {ADMINISTRATORS} administrators see a change after {median(self.soon):.1f} s, "
            f"the last one after {late:.1f} s"
        )


@dataclass(frozen=True, slots=True)
class Worker:
    """Shares of one core that an idle worker and its scheduler take."""

    alone: float
    watched: float

    def __str__(self) -> str:
        return f"an idle worker takes {self.alone:.1%} of a core; while {WATCHERS} watch, {self.watched:.1%}"


def watchers() -> list[object]:
    return asyncio.run(_watchers())


async def _watchers() -> list[object]:
    with TemporaryDirectory(prefix="postroom-bench-") as crowded, TemporaryDirectory(prefix="postroom-bench-") as empty:
        try:
            return [await _cost(Path(crowded)), await _worker(Path(empty))]
        finally:
            valkey.stop(Path(empty) / "home")


@dataclass(frozen=True, slots=True)
class Seat:
    """One who watches: the page that is open, what it watches, and the session."""

    path: str
    topic: str
    token: str


# -- the web process -----------------------------------------------------------------------------------------------


async def _cost(folder: Path) -> Cost:
    store = await open_store(folder)
    try:
        await fill(store, CROWD)
        seats = await _signed_in(store)
        async with _up(folder / "home", workers=0) as (process, url):
            audience = Audience(url, psutil.Process(process.pid))
            async with audience.watching(seats, fetching=True):
                idle = await audience.share(SECONDS / 2)
                soon = await _one_change(store, audience)
                before = len(audience.looks)
                changing = asyncio.create_task(_change(store))
                busy = await audience.share(SECONDS)
                changing.cancel()
                return Cost(audience.memory, idle, busy, len(audience.looks) - before, soon)
    finally:
        await store.close()


async def _signed_in(store: Store) -> list[Seat]:
    """Administrators, and owners who have mailboxes."""
    owners = select(schema.mailboxes.c.owner_id).where(schema.mailboxes.c.owner_id.is_not(None)).distinct()
    async with store.write() as tx:
        ids = (await tx.connection.execute(owners.limit(WATCHERS - ADMINISTRATORS))).scalars().all()
        seats = [Seat("/wall", f"wall:{id_}", await sessions.begin(tx, id_)) for id_ in ids]
        return [*seats, *[await _administrator(tx, number) for number in range(WATCHERS - len(seats))]]


async def _administrator(tx: Tx, number: int) -> Seat:
    person = await people.set_administrator(tx, f"administrator.{number}@example.org", True)
    return Seat("/admin", "wall:admin", await sessions.begin(tx, person.id))


async def _one_change(store: Store, audience: Audience) -> list[float]:
    before, began = len(audience.looks), asyncio.get_running_loop().time()
    (first, *_) = await _unresolved(store)
    await _touch(store, first)
    await asyncio.sleep(8)
    return [at - began for at in audience.looks[before:]]


async def _change(store: Store) -> None:
    for id_ in await _unresolved(store):
        await _touch(store, id_)
        await asyncio.sleep(1 / CHANGES)


async def _unresolved(store: Store) -> Sequence[int]:
    async with store.read() as tx:
        asked = select(schema.alerts.c.id).where(schema.alerts.c.status != "resolved")
        return (await tx.connection.execute(asked)).scalars().all()


async def _touch(store: Store, id_: int) -> None:
    async with store.write() as tx:
        touched = update(schema.alerts).where(schema.alerts.c.id == id_).values(changed_at=tx.now)
        await tx.connection.execute(touched)


# -- those who watch -----------------------------------------------------------------------------------------------


@dataclass
class Audience:
    """looks: when pages were asked anew, and shown."""

    url: str
    process: psutil.Process
    memory: float = 0.0
    looks: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def watching(self, seats: Sequence[Seat], *, fetching: bool) -> AsyncIterator[None]:
        limits = httpx.Limits(max_connections=None)
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=self.url, limits=limits, timeout=30))
            opened = [asyncio.Event() for _ in seats]
            tasks = [
                asyncio.create_task(self._watch(client, seat, one, fetching=fetching))
                for seat, one in zip(seats, opened, strict=True)
            ]
            tasks.append(asyncio.create_task(self._weigh()))
            try:
                await asyncio.gather(*(one.wait() for one in opened))
                await asyncio.sleep(3)  # what follows from their coming is over
                yield
            finally:
                broken = [task for task in tasks if task.done()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                for task in broken:
                    task.result()

    async def _watch(self, client: httpx.AsyncClient, seat: Seat, opened: asyncio.Event, *, fetching: bool) -> None:
        headers = {"cookie": f"{SESSION}={seat.token}"}
        async with client.stream("GET", "/live", params={"topic": seat.topic}, headers=headers) as answer:
            answer.raise_for_status()
            opened.set()
            async for line in answer.aiter_lines():
                if line == "event: changed" and fetching:
                    page = await client.get(seat.path, headers={**headers, LIVE: "1"})
                    page.raise_for_status()
                    self.looks.append(asyncio.get_running_loop().time())

    async def share(self, seconds: float) -> float:
        """Of one core, that the process takes."""
        return await share(self.process, seconds)

    async def _weigh(self) -> None:
        while True:
            self.memory = max(self.memory, self.process.memory_info().rss / 1e6)
            await asyncio.sleep(0.2)


async def share(process: psutil.Process, seconds: float) -> float:
    before = process.cpu_times()
    await asyncio.sleep(seconds)
    after = process.cpu_times()
    spent: float = after.user + after.system - before.user - before.system
    return spent / seconds


# -- the worker ----------------------------------------------------------------------------------------------------


async def _worker(folder: Path) -> Worker:
    store = await open_store(folder)
    try:
        async with store.write() as tx:
            seats = [await _administrator(tx, number) for number in range(WATCHERS)]
        async with _up(folder / "home", workers=1) as (process, url):
            await asyncio.sleep(5)
            (worker,) = psutil.Process(process.pid).children()
            alone = await share(worker, SECONDS)
            async with Audience(url, psutil.Process(process.pid)).watching(seats, fetching=False):
                return Worker(alone, await share(worker, SECONDS))
    finally:
        await store.close()


@asynccontextmanager
async def _up(home: Path, *, workers: int) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
    environment["POSTROOM_SECRET_KEY"] = KEY
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "postroom", "--home", str(home), "up", "--port", "0", "--workers", str(workers),
        env=environment, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = AT.search(await process.stdout.readline())
        assert said is not None
        yield process, said[1].decode()
    finally:
        process.terminate()
        await process.wait()
