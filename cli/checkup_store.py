"""What `postroom doctor` asks the database. Each check stands alone: one may fail, the next runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from config import secret
from config.settings import BadSettings
from store import health, keys
from store.faults import DatabaseTooNew, NotMigrated, StoreError, WrongKey
from store.migrate import revision
from store.session import MADE_BY, Store
from worker.office import Office, settings_from

from . import checkup_queue
from .checkup import Finding
from .checkup_halts import halts
from .checkup_mailboxes import never_enabled

if TYPE_CHECKING:
    from config.settings import Settings


async def findings(read: Settings) -> AsyncIterator[Finding]:
    """Database, its key, the queue, its workers."""
    database = await _database(read)
    yield database
    if database.ok and not database.advice:
        yield await _writable(read)
        yield await _secret_key(read)
        yield await halts(read)
        yield await never_enabled(read)
    async for finding in checkup_queue.findings(read):
        yield finding


async def _database(read: Settings) -> Finding:
    from config.allowed import masked

    where = str(masked("database_url", read.database_url))
    try:
        if (await revision(read.database_url))[0] is None:
            return Finding("database", True, f"{where}: not there yet", f"it is {MADE_BY}")
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
        if await _needs_none(read):
            return Finding("secret key", True, "none yet", "the first command that needs one makes it")
        async with Office.open(settings_from(read), redis=False):
            return Finding("secret key", True, "reads the credentials in the database")
    except (WrongKey, BadSettings) as error:
        return Finding("secret key", False, str(error), "without it no mailbox can be signed in to")
    except StoreError as error:
        return Finding("secret key", False, str(error), "see the database")


async def _needs_none(read: Settings) -> bool:
    """Whether there is none, and no credential that was encrypted with one. Raises BadSettings, StoreError."""
    if read.secret_keys or secret.read(read.home) is not None:
        return False
    store = await Store.open(read.database_url)
    try:
        async with store.read() as tx:
            return not await keys.holds_credentials(tx)
    finally:
        await store.close()
