"""How the house stood every few seconds, and how it is read in stretches of time."""

from __future__ import annotations

from datetime import timedelta

from errors.machine import State
from store import attempts, mailboxes, samples
from store.records import Attempt
from tests.kit.stores import a_mailbox, a_profile

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


async def sample(store, at: timedelta, *, polls: int = 0, retries: int = 0) -> None:
    store.shift = at
    async with store.write() as tx:
        await samples.record(tx, polls=polls, retries=retries)


async def points(store, back: timedelta, buckets: int):
    async with store.read() as tx:
        return await samples.series(tx, tx.now - back, buckets)


async def test_a_sample_counts_mailboxes_by_state(store):
    await a_profile(store, "office")
    for name, state in (("ana", State.ACTIVE), ("bo", State.ACTIVE), ("cy", State.HALTED)):
        await a_mailbox(store, f"{name}@example.org", profile="office", state=state)
    await sample(store, timedelta(), retries=4)
    (point,) = await points(store, MINUTE, 1)
    assert point.states[State.HALTED] == 1
    assert sum(point.states.values()) == 3
    assert point.retries == 4


async def test_failures_are_those_since_the_sample_before(store):
    await a_profile(store, "office")
    await a_mailbox(store, "ana@example.org", profile="office")
    async with store.read() as tx:
        direction = (await mailboxes.get(tx, "ana@example.org")).incoming.id
    await sample(store, timedelta())
    store.shift = 5 * SECOND
    async with store.write() as tx:
        for ok in (False, True, False):
            await attempts.record(tx, Attempt(direction, tx.now, ok))
    await sample(store, 10 * SECOND)
    await sample(store, 20 * SECOND)
    found = await points(store, 20.5 * SECOND, 2)
    assert sum(point.failures for point in found) > 0
    async with store.read() as tx:
        rows = await tx.connection.exec_driver_sql("SELECT failures FROM samples ORDER BY at")
        assert list(rows.scalars()) == [0, 2, 0]


async def test_polls_are_told_per_minute(store):
    for number in range(12):
        await sample(store, number * 10 * SECOND, polls=50)
    (point,) = await points(store, 125 * SECOND, 1)
    assert round(point.polls) == 300


async def test_the_newest_is_the_last_that_was_measured(store):
    async with store.read() as tx:
        assert await samples.newest(tx) is None
    await sample(store, timedelta())
    await sample(store, MINUTE)
    async with store.read() as tx:
        assert tx.now - 5 * SECOND < await samples.newest(tx) <= tx.now


async def test_stretches_without_a_sample_are_left_out(store):
    await sample(store, timedelta(), polls=1)
    await sample(store, 50 * MINUTE, polls=1)
    store.shift = HOUR
    found = await points(store, HOUR + SECOND, 60)
    assert len(found) == 2
    assert found[1].at - found[0].at > 45 * MINUTE


async def test_a_day_is_read_in_no_more_stretches_than_asked_for(store):
    for minute in range(0, 24 * 60, 10):
        await sample(store, minute * MINUTE)
    assert len(await points(store, 24 * HOUR, 48)) <= 49


async def test_a_week_is_kept(store):
    await sample(store, timedelta())
    await sample(store, 6 * 24 * HOUR)
    store.shift = 8 * 24 * HOUR
    async with store.write() as tx:
        assert await samples.purge(tx) == 1
