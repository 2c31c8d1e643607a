"""The live feed on a PostgreSQL that goes and comes back."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from errors.model import Actor, Level, Nature, Severity
from store import alerts
from store.faults import StoreError
from store.keys import KeyRing
from store.records import Raised
from store.session import Store
from tests.kit.stores import KEY
from web.live import Live


async def raise_(store: Store, code: str) -> None:
    one = Raised(
        code=code, nature=Nature.TRANSIENT, severity=Severity.WARNING, level=Level.SYSTEM, object_kind="system",
        object_id=0, direction=None, who_acts=Actor.ADMINISTRATOR, headline="trouble", remedy="Look.", at=store.clock(),
    )  # fmt: skip
    async with store.write() as tx:
        await alerts.raise_(tx, one)


async def until_it_can_be_written(store: Store) -> None:
    async with asyncio.timeout(30):
        while True:
            with suppress(StoreError):
                async with store.write():
                    return
            await asyncio.sleep(0.1)


async def test_a_database_that_is_stopped_ends_no_feed_and_is_told_of_again(postgresql):
    store = await Store.open(await postgresql.migrated(), KeyRing([KEY]))
    try:
        async with Live.of(store) as live, asyncio.timeout(60):
            with live.watching(["wall:admin"]) as watch:
                await raise_(store, "OWN-101")
                assert await watch.told() == {"wall:admin"}
                postgresql.stop()
                while not live._blind:
                    await asyncio.sleep(0.05)
                postgresql.start()
                await until_it_can_be_written(store)
                await raise_(store, "OWN-102")
                assert await watch.told() == {"wall:admin"}
                assert not watch.ended
    finally:
        await store.close()
