"""Attempts: what was tried when, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.model import Stage
from store import attempts
from store.records import Attempt
from tests.kit.stores import a_mailbox, a_profile

DAY = timedelta(days=1)


@pytest.fixture
async def direction_id(store):
    await a_profile(store)
    return (await a_mailbox(store)).incoming.id


async def test_an_attempt_comes_back_as_it_was_recorded(store, direction_id):
    failed = Attempt(
        direction_id, store.clock(), ok=False, stage=Stage.AUTH, code="IMAP-101", rule="imap-auth", response="NO no",
        next_attempt_at=store.clock() + DAY, new_emails=3, took=timedelta(milliseconds=12), test=True,
    )  # fmt: skip
    async with store.write() as tx:
        await attempts.record(tx, failed)
        assert await attempts.recent(tx, direction_id) == [failed]


async def test_the_newest_come_first_and_not_more_than_asked(store, direction_id):
    async with store.write() as tx:
        for number in range(5):
            await attempts.record(tx, Attempt(direction_id, tx.now + number * DAY, ok=True, new_emails=number))
        assert [one.new_emails for one in await attempts.recent(tx, direction_id, limit=3)] == [4, 3, 2]


async def test_they_are_kept_thirty_days(store, direction_id):
    async with store.write() as tx:
        await attempts.record(tx, Attempt(direction_id, tx.now - 31 * DAY, ok=True))
        await attempts.record(tx, Attempt(direction_id, tx.now - 29 * DAY, ok=True))
        assert await attempts.purge(tx) == 1
        assert await attempts.purge(tx) == 0
        assert len(await attempts.recent(tx, direction_id)) == 1
