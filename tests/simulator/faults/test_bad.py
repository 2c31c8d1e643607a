from tests.kit.simulated import playing


async def test_the_command_is_called_bad():
    async with playing('[[trouble]]\nfault = "bad"\nstage = "select"\ntext = "Nonsense"\n') as stage:
        talk = await stage.enter()
        assert await talk.say("EXAMINE INBOX") == b"t2 BAD Nonsense\r\n"
        assert b"OK" in await talk.say("NOOP")
