import asyncio

from tests.kit.simulated import playing


async def test_the_answer_comes_when_the_time_is_over():
    async with playing('[[trouble]]\nfault = "stall"\nseconds = 30\n') as stage:
        talk = await stage.enter()
        waiting = asyncio.create_task(talk.say("STATUS INBOX (MESSAGES)"))
        await stage.sim.events.fault("stall")
        assert stage.sim.events.counts["poll"] == 0
        stage.clock.advance(30)
        assert b"MESSAGES 4" in await waiting


async def test_without_seconds_silence_lasts_as_long_as_the_trouble():
    async with playing('[[trouble]]\nfault = "stall"\nstage = "greeting"\nuntil = 50\n') as stage:
        talk = await stage.connect(greeted=False)
        await stage.sim.events.fault("stall")
        stage.clock.advance(50)
        assert (await talk.line()).startswith(b"* OK")


async def test_a_client_that_gives_up_is_let_go():
    async with playing('[[trouble]]\nfault = "stall"\n') as stage:
        talk = await stage.enter()
        talk.send(b"a STATUS INBOX (MESSAGES)\r\n")
        await stage.sim.events.fault("stall")
        talk.close()
        await stage.sim.events.reached("closed")
        assert stage.sim.events.open == 0
