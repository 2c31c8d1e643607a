"""Where a command gets its settings and its office, and how it runs to its end. Heavy imports wait until then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from . import say

if TYPE_CHECKING:
    from config.settings import Settings
    from store.session import Store, Tx
    from worker.office import Office

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Flags:
    """The settings that stand on the command line."""

    config: Path | None = None
    home: str | None = None
    database_url: str | None = None
    redis_url: str | None = None
    log: str | None = None


NO_FLAGS = Flags()
FLAGS: ContextVar[Flags] = ContextVar("flags", default=NO_FLAGS)


def flags_for_children() -> dict[str, str]:
    """The environment that makes a child of this process read the same settings: it has no flags."""
    flags = FLAGS.get()
    given = {
        "CONFIG": None if flags.config is None else str(flags.config),
        "HOME": flags.home,
        "DATABASE_URL": flags.database_url,
        "REDIS_URL": flags.redis_url,
        "LOG": flags.log,
    }
    return {f"POSTROOM_{name}": value for name, value in given.items() if value is not None}


def settings(level: str = "warning") -> Settings:
    """Read the settings and set up logging. Raises BadSettings."""
    from config.logging import set_up
    from config.settings import load

    flags = FLAGS.get()
    read = load(
        flags.config,
        {
            "home": flags.home,
            "database_url": flags.database_url,
            "redis_url": flags.redis_url,
            "log": flags.log,
        },
    )
    set_up(read.log, level)
    return read


def at_office(
    work: Callable[[Office], Awaitable[R]],
    *,
    redis: bool = False,
    creates: bool = False,
    migrate: bool = False,
    level: str = "warning",
) -> R:
    """Open an office, do this work in it, close it.

    creates: a database that is not there yet, or empty, is made (docs/decisions/0001-first-database.md).
    Raises BadSettings, StoreError, QueueUnavailable.
    """
    return asyncio.run(_at_office(settings(level), work, redis=redis, creates=creates, migrate=migrate))


async def _at_office(
    read: Settings, work: Callable[[Office], Awaitable[R]], *, redis: bool, creates: bool, migrate: bool
) -> R:
    from store.faults import NotMigrated
    from store.migrate import revision
    from worker.office import Office, settings_from

    if creates or migrate or read.home.is_dir() or (await revision(read.database_url))[0] is not None:
        make_home(read)
    try:
        async with Office.open(settings_from(read), migrate=migrate, redis=redis) as office:
            return await work(office)
    except NotMigrated:
        if not creates or (await revision(read.database_url))[0] is not None:
            raise
    async with Office.open(settings_from(read), migrate=True, redis=redis) as office:
        return await work(office)


def make_home(read: Settings) -> None:
    """Raises BadSettings."""
    from config.settings import BadSettings

    try:
        read.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(f"POSTROOM_HOME = {str(read.home)!r}: can't be made ({error.strerror})") from error


def listed(ask: Callable[[], R], as_json: bool) -> R:
    """What ask finds. An empty list, which is done too, where there is no database that could hold something: raises
    typer.Exit then, after what makes one was said beside the output."""
    from store.faults import NotMigrated

    try:
        return ask()
    except NotMigrated as error:
        if not _nothing_is_there():
            raise
        say.note(str(error))
        if as_json:
            say.document([])
        raise typer.Exit from None


def _nothing_is_there() -> bool:
    from store.migrate import revision

    return asyncio.run(revision(settings().database_url))[0] is None


def read_list(question: Callable[[Tx], Awaitable[R]], as_json: bool) -> R:
    """read_store, for a list."""
    return listed(lambda: read_store(question), as_json)


def read_store(question: Callable[[Tx], Awaitable[R]]) -> R:
    """Ask the store something. Needs no secret key and waits for no writer."""
    return asyncio.run(_read_store(settings(), question))


async def _read_store(read: Settings, question: Callable[[Tx], Awaitable[R]]) -> R:
    from store.session import Store

    store = await Store.open(read.database_url)
    try:
        async with store.read() as tx:
            return await question(tx)
    finally:
        await store.close()


def write_store(change: Callable[[Tx, Store], Awaitable[R]]) -> R:
    """Change something in the store, whole or not at all."""

    async def work(office: Office) -> R:
        async with office.store.write() as tx:
            return await change(tx, office.store)

    return at_office(work, creates=True)
