import asyncio

from simulator import ManualClock, RealClock
from simulator.events import Events


async def test_who_waits_for_a_moment_is_woken_when_the_clock_gets_there():
    clock, woken = ManualClock(), []

    async def wait(moment):
        await clock.until(moment)
        woken.append(moment)

    tasks = [asyncio.create_task(wait(moment)) for moment in (5, 2, 9)]
    await asyncio.sleep(0)
    clock.advance(5)
    await asyncio.gather(*tasks[:2])
    assert woken == [2, 5]
    clock.advance(4)
    await tasks[2]


async def test_a_moment_that_has_passed_is_not_waited_for():
    clock = ManualClock()
    clock.advance(3)
    await clock.until(3)


async def test_the_real_clock_starts_at_zero_and_waits_as_long_as_it_says():
    clock = RealClock()
    clock.start()
    await clock.until(0.02)
    assert 0.02 <= clock.now() < 2


async def test_events_wake_those_who_wait_for_a_number_of_them():
    events = Events()
    second = asyncio.create_task(events.reached("poll", 2))
    fourth = asyncio.create_task(events.reached("poll", 4))
    await asyncio.sleep(0)
    events.tell("poll")
    events.tell("poll")
    await second
    assert not fourth.done()
    events.tell("poll")
    events.tell("poll")
    await fourth
    await events.reached("poll", 3)
