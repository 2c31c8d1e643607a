"""A real Postroom and a real Dovecot for figures: SQLite, an embedded Valkey, the loop worker in this process."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from store import leases, mailboxes, profiles
from store.columns import microseconds
from tests.kit.dovecot import Dovecot, User
from worker import valkey
from worker.actions import test_mailbox
from worker.office import Office, OfficeSettings
from worker.run import run_worker
from worker.scheduler import Scheduler

POLLED = "SELECT count(*) FROM directions WHERE last_success_at > ?"  # cheap: looking must not slow what is looked at


@asynccontextmanager
async def office_at(folder: Path) -> AsyncIterator[Office]:
    await asyncio.to_thread(folder.mkdir, 0o700)
    settings = OfficeSettings(folder, f"sqlite+aiosqlite:///{folder}/postroom.db", None)
    try:
        async with Office.open(settings, migrate=True) as office:
            yield office
    finally:
        valkey.stop(folder)


@asynccontextmanager
async def working(office: Office) -> AsyncIterator[None]:
    """A loop worker, without a scheduler: the figure's clock starts when the scheduler is asked for one round."""
    running = asyncio.create_task(run_worker(office, concurrency=100, queues=["sync", "retry"], scheduler=False))
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def enrol(office: Office, server: Dovecot, users: Sequence[User]) -> list[int]:
    """A profile with these mailboxes, tested and enabled: their directions' ids."""
    async with office.store.write() as tx:
        await profiles.add(
            tx, "bench", protocol="imap", host=server.host, port=server.port, security="none",
            poll_interval=timedelta(hours=1), max_sign_ins=50,
        )  # fmt: skip
        for user in users:
            await mailboxes.add(tx, office.store, user.name, profile="bench", password=user.password, outgoing=False)
    for user in users:
        result = await test_mailbox(office, user.name)
        assert result.ok, result.steps
    async with office.store.read() as tx:
        return [box.incoming.id for box in await mailboxes.listing(tx)]


async def one_pass(office: Office, ids: Sequence[int]) -> float:
    """Every mailbox polled once, from the scheduler's round to the last result in the database: seconds."""
    loop = asyncio.get_running_loop()
    async with office.store.write() as tx:
        await leases.make_due(tx, ids)
    asked_at, began = office.clock(), loop.time()
    await Scheduler(office).tick()
    while not await _all_polled(office, asked_at, len(ids)):  # noqa: ASYNC110 (the database tells nobody)
        await asyncio.sleep(0.01)
    return loop.time() - began


async def _all_polled(office: Office, asked_at: datetime, count: int) -> bool:
    async with office.store.read() as tx:
        polled = await tx.connection.exec_driver_sql(POLLED, (microseconds(asked_at),))
        return polled.scalar_one() == count


def scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="bench-")
