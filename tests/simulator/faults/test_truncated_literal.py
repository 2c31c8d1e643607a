from tests.kit.simulated import playing


async def test_half_of_the_message_comes_and_then_the_end():
    async with playing('[[trouble]]\nfault = "truncated_literal"\nuids = [2]\n') as stage:
        talk = await stage.enter(select=True)
        raw = stage.sim.raw(stage.sim.mailboxes[0].address, 2)
        talk.send(b"a UID FETCH 2 (BODY.PEEK[])\r\n")
        head = b"* 2 FETCH (UID 2 BODY[] {%d}\r\n" % len(raw)
        assert await talk.rest() == head + raw[: len(raw) // 2]
        assert stage.sim.served() == []
