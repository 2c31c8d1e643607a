"""The pages' house: without Redis until it is needed, and with it again after it had gone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from errors.model import Level
from store import alerts
from store.faults import StoreUnavailable
from tests.kit.stores import KEY, migrated_sqlite
from tests.kit.valkey import valkey  # noqa: F401
from web.house import House, WebSettings
from worker import valkey as embedded
from worker.office import OfficeSettings
from worker.unavailable import QueueUnavailable


@asynccontextmanager
async def opened(tmp_path, redis_url: str | None):
    settings = OfficeSettings(tmp_path, await migrated_sqlite(tmp_path), redis_url, secret_keys=(KEY,))
    async with House.open(settings, WebSettings()) as house:
        yield house


async def waits(house: House) -> int:
    office = await house.with_queue()
    return sum(one.queued for one in await office.off(office.queues.counts))


async def test_the_homes_valkey_is_started_when_first_needed_and_again_when_it_has_ended(tmp_path):
    async with opened(tmp_path, None) as house:
        assert not (tmp_path / "valkey").exists(), "nobody has asked for the queue"
        try:
            assert await waits(house) == 0
            embedded.stop(tmp_path)
            assert await waits(house) == 0
        finally:
            embedded.stop(tmp_path)


async def test_a_redis_that_comes_and_goes_is_used_while_it_is_there(tmp_path, valkey):  # noqa: F811
    valkey.stop()
    async with opened(tmp_path, valkey.url) as house:
        with pytest.raises(QueueUnavailable):
            await house.with_queue()
        for _ in range(2):
            valkey.start()
            assert await waits(house) == 0
            valkey.stop()
            with pytest.raises(QueueUnavailable):
                await house.with_queue()


async def test_a_lease_that_was_owed_is_given_back_once_the_database_can_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr("web.house.GLANCE", 0.01)
    async with opened(tmp_path, None) as house:
        house.office.store_failed(StoreUnavailable("it was down"))
        async with asyncio.timeout(10):
            while house.office.store_fault is not None:
                await asyncio.sleep(0.01)
        async with house.store.read() as tx:
            assert [one.level for one in await alerts.listing(tx)] == [Level.SYSTEM]
