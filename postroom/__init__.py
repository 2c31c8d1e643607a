"""Postroom for programmers: sync mailboxes, follow their mail, explain what a server said.

Settings come from the environment and postroom.toml, as the command's do. Each coroutine has a blocking twin, named
with `_blocking`, for callers without an event loop. Nothing else of the packages is public.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import Email
    from worker.asks import SyncResult

__all__ = ["emails", "emails_blocking", "explain", "raw", "raw_blocking", "sync", "sync_blocking"]

PAGE = 500  # emails asked for at once
FOLLOW = 1.0  # seconds between two looks for new mail


async def sync(*addresses: str) -> list[SyncResult]:
    """Have workers sync these mailboxes now, and wait for them: a result each, in order.

    Raises store.faults.NotThere (no such mailbox), StoreError, worker.queue.QueueUnavailable,
    config.settings.BadSettings.
    """
    from config.settings import load
    from worker.asks import sync_now
    from worker.office import Office, settings_from

    async with Office.open(settings_from(load())) as office:
        return await sync_now(office, addresses, wait=True)


async def emails(*, after: int = 0, mailbox: str | None = None, follow: bool = False) -> AsyncIterator[Email]:
    """Stored emails in the order in which they were committed, from seq `after` on; with follow, new ones for ever.

    Raises store.faults.NotThere, StoreError, config.settings.BadSettings.
    """
    from config.settings import load
    from store import emails as stored
    from worker.office import Office, settings_from

    async with Office.open(settings_from(load()), redis=False) as office:
        while True:
            async with office.store.read() as tx:
                page = await stored.listing(tx, mailbox=mailbox, after=after, limit=PAGE)
            for email in page:
                yield email
                after = email.seq
            if len(page) == PAGE:
                continue
            if not follow:
                return
            await asyncio.sleep(FOLLOW)


async def raw(email_id: int) -> bytes:
    """A message byte for byte as it was fetched. Raises store.faults.NotThere, StoreError."""
    from config.settings import load
    from store import emails as stored
    from worker.office import Office, settings_from

    async with Office.open(settings_from(load()), redis=False) as office, office.store.read() as tx:
        return await stored.raw(tx, email_id)


def explain(
    text: str,
    *,
    protocol: str,
    stage: str,
    http_status: int | None = None,
    headers: Mapping[str, str] | None = None,
    exception: str | None = None,
) -> dict[str, object]:
    """What a server's words mean, as `postroom errors explain --json` says it. No settings, no database.

    Raises ValueError for a protocol or stage that is not known.
    """
    from errors.classify import classify
    from errors.explain import signal_from_text, verdict
    from errors.model import Protocol, Stage

    signal = signal_from_text(
        Protocol(protocol),
        Stage(stage),
        text,
        http_status=http_status,
        headers=headers,
        exception=exception,
        observed_at=datetime.now(UTC),
    )
    return verdict(classify(signal))


def sync_blocking(*addresses: str) -> list[SyncResult]:
    """sync(), for callers without an event loop."""
    return asyncio.run(sync(*addresses))


def emails_blocking(*, after: int = 0, mailbox: str | None = None, follow: bool = False) -> Iterator[Email]:
    """emails(), for callers without an event loop."""
    with asyncio.Runner() as runner:
        coming = emails(after=after, mailbox=mailbox, follow=follow)
        try:
            while (email := runner.run(anext(coming, None))) is not None:
                yield email
        finally:
            runner.run(coming.aclose())  # type: ignore[attr-defined]  # an async generator, as all of ours


def raw_blocking(email_id: int) -> bytes:
    """raw(), for callers without an event loop."""
    return asyncio.run(raw(email_id))
