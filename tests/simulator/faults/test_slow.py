import asyncio

from tests.kit.simulated import playing


async def test_answers_trickle_in_at_the_rate_that_was_asked_for():
    async with playing('[[trouble]]\nfault = "slow"\nbytes_per_second = 10\n') as stage:
        talk = await stage.enter(select=True)
        waiting = asyncio.create_task(talk.say("UID FETCH 1 (BODY.PEEK[])"))
        seconds = await moved_until_done(stage, waiting)
        octets = len(await waiting)
        assert octets / 10 - 5 <= seconds <= octets / 10 * 2  # the clock runs ahead of the loop's turns


async def moved_until_done(stage, waiting) -> int:
    """Move the clock second by second until the answer is there; how many it took."""
    for second in range(100_000):
        if waiting.done():
            return second
        stage.clock.advance(1)
        await asyncio.sleep(0)
    raise AssertionError("it never ended")


async def test_slowness_ends_with_the_trouble():
    async with playing('[[trouble]]\nfault = "slow"\nstage = "list"\nbytes_per_second = 1\nuntil = 5\n') as stage:
        talk = await stage.enter(select=True)
        waiting = asyncio.create_task(talk.say('LIST "" *'))
        await stage.sim.events.fault("slow")
        assert await moved_until_done(stage, waiting) >= 5
        assert b"BODY[]" in await talk.say("UID FETCH 1 (BODY.PEEK[])")
