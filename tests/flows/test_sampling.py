"""The leader's samples on a real queue: polls are counted by whoever polls."""

from __future__ import annotations

from datetime import timedelta

from errors.machine import State
from store import samples
from worker.sampling import Sampler, tell_polls


async def points(house):
    async with house.office.store.read() as tx:
        return await samples.series(tx, tx.now - timedelta(minutes=1), 1)


async def polls(house) -> int:
    async with house.office.store.read() as tx:
        return (await tx.connection.exec_driver_sql("SELECT sum(polls) FROM samples")).scalar_one()


async def test_a_poll_is_counted_once(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.mailbox(user)
    await house.enable(user)
    await house.sync(user)
    await house.sync(user)
    await tell_polls(house.office)
    sampler = Sampler(house.office)
    assert await sampler.take()
    assert await polls(house) == 2
    house.office.store.shift = timedelta(seconds=11)
    assert await sampler.take()
    assert await polls(house) == 2
    (point,) = await points(house)
    assert point.states[State.ACTIVE] == 1


async def test_it_takes_none_before_its_time(house):
    sampler = Sampler(house.office)
    assert [await sampler.take() for _ in range(3)] == [True, False, False]


async def test_a_late_round_puts_off_no_further_one(house):
    sampler = Sampler(house.office)
    taken = []
    for seconds in (0, 10.9, 20.2, 25, 95, 99, 105.1):
        house.office.store.shift = timedelta(seconds=seconds)
        taken.append(await sampler.take())
    assert taken == [True, True, True, False, True, False, True]


async def test_polls_are_kept_until_the_queue_is_back(house, valkey):
    house.office.polled = 5
    valkey.stop()
    await tell_polls(house.office)
    assert house.office.polled == 5
    valkey.start()
    await tell_polls(house.office)
    assert house.office.polled == 0
    assert house.office.queues.take_polls() == 5
