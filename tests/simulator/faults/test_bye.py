from tests.kit.simulated import playing


async def test_goodbye_is_said_and_the_stream_ends():
    async with playing('[[trouble]]\nfault = "bye"\ntext = "Later"\n') as stage:
        talk = await stage.enter()
        assert await talk.say("STATUS INBOX (MESSAGES)") == b"* BYE [UNAVAILABLE] Later\r\n"
        assert await talk.rest() == b""


async def test_at_the_greeting_it_comes_instead_of_it():
    async with playing('[[trouble]]\nfault = "bye"\nstage = "greeting"\ncode = ""\ntext = "Full"\n') as stage:
        talk = await stage.connect(greeted=False)
        assert await talk.rest() == b"* BYE Full\r\n"
