"""What `postroom doctor` asks the database and the queue. Each check stands alone: one may fail, the next runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from config.settings import BadSettings
from store import health
from store.faults import DatabaseTooNew, NotMigrated, StoreError, WrongKey
from store.migrate import revision
from store.session import Store
from worker.office import Office, settings_from
from worker.queue import Queues, QueueUnavailable
from worker.redis_url import connect, safe
from worker.valkey import ensure

from .checkup import Finding
from .checkup_halts import halts
from .checkup_mailboxes import never_enabled

if TYPE_CHECKING:
    from config.settings import Settings

FIRST = "made by the first command that writes, such as `postroom profile add`"


async def findings(read: Settings) -> AsyncIterator[Finding]:
    """Database, its key, the queue, its workers."""
    database = await _database(read)
    yield database
    if database.ok and not database.advice:
        yield await _writable(read)
        yield await _secret_key(read)
        yield await halts(read)
        yield await never_enabled(read)
    async for finding in _queue(read):
        yield finding


async def _database(read: Settings) -> Finding:
    from config.allowed import masked

    where = str(masked("database_url", read.database_url))
    try:
        if (await revision(read.database_url))[0] is None:
            return Finding("database", True, f"{where}: not there yet", FIRST)
        store = await Store.open(read.database_url)
        await store.close()
    except NotMigrated as error:
        return Finding("database", False, str(error), "start `postroom worker`: it brings the database up to date")
    except DatabaseTooNew as error:
        return Finding("database", False, str(error), "install the newer Postroom here too")
    except StoreError as error:
        return Finding("database", False, str(error), "is it running, and is POSTROOM_DATABASE_URL right?")
    except OSError as error:
        return Finding("database", False, f"{where}: {error.strerror}", "give it to the user that runs postroom")
    return Finding("database", True, f"{where}: reachable and current")


async def _writable(read: Settings) -> Finding:
    try:
        store = await Store.open(read.database_url)
        try:
            async with store.write() as tx:
                await health.touch(tx)
        finally:
            await store.close()
    except StoreError as error:
        return Finding("store writable", False, str(error), "workers take no new work until it can be written")
    return Finding("store writable", True, "a transaction was written")


async def _secret_key(read: Settings) -> Finding:
    try:
        async with Office.open(settings_from(read), redis=False):
            return Finding("secret key", True, "reads the credentials in the database")
    except (WrongKey, BadSettings) as error:
        return Finding("secret key", False, str(error), "without it no mailbox can be signed in to")
    except StoreError as error:
        return Finding("secret key", False, str(error), "see the database")


async def _queue(read: Settings) -> AsyncIterator[Finding]:
    try:
        url = read.redis_url if read.redis_url is not None else await asyncio.to_thread(ensure, read.home)
        queues = Queues(await asyncio.to_thread(connect, url))
        yield Finding("redis", True, f"{safe(url)} ({'embedded' if read.redis_url is None else 'configured'})")
        yield Finding("rq", True, f"rq info --url {safe(url)}")
        yield await asyncio.to_thread(_workers, queues)
        yield await asyncio.to_thread(_marker, queues)
    except QueueUnavailable as error:
        yield Finding("redis", False, str(error), "is it running, and is POSTROOM_REDIS_URL right?")


def _workers(queues: Queues) -> Finding:
    alive = queues.workers()
    if not alive:
        return Finding("workers", False, "none is running: no mail is fetched", "start `postroom worker`")
    return Finding("workers", True, ", ".join(f"{one.name} ({one.state})" for one in alive))


def _marker(queues: Queues) -> Finding:
    if queues.marker_missing():
        return Finding(
            "queue marker", True, "Redis is new, or was wiped", "a worker's scheduler fills it from the database"
        )
    return Finding("queue marker", True, "the queue holds what the database says")
