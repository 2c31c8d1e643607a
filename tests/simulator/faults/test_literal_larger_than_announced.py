from tests.kit.simulated import playing


async def test_the_literal_is_larger_than_the_size_told_before():
    trouble = '[[trouble]]\nfault = "literal_larger_than_announced"\nuids = [2]\noctets = 300000\n'
    async with playing(trouble) as stage:
        talk = await stage.enter(select=True)
        raw = stage.sim.raw(stage.sim.mailboxes[0].address, 2)
        assert b"RFC822.SIZE %d)" % len(raw) in await talk.say("UID FETCH 2 (RFC822.SIZE)")
        said = await talk.say("UID FETCH 2 (BODY.PEEK[])")
        assert b"BODY[] {300000}\r\n" + raw in said
        assert len(said) > 300_000
        assert stage.sim.served() == []
        assert b"OK" in await talk.say("UID FETCH 3 (BODY.PEEK[])")


async def test_a_client_that_stops_reading_is_let_go():
    async with playing('[[trouble]]\nfault = "literal_larger_than_announced"\noctets = 500000000\n') as stage:
        talk = await stage.enter(select=True)
        talk.send(b"a UID FETCH 2 (BODY.PEEK[])\r\n")
        await talk.line()
        talk.writer.transport.abort()
        await stage.sim.events.reached("closed")
