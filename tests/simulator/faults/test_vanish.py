from tests.kit.simulated import playing


async def test_a_message_that_was_listed_is_gone_when_it_is_fetched():
    async with playing('[[trouble]]\nfault = "vanish"\nuids = [2]\n') as stage:
        address = stage.sim.mailboxes[0].address
        talk = await stage.enter(select=True)
        assert b"* SEARCH 1 2 3 4\r\n" in await talk.say("UID SEARCH ALL")
        said = await talk.say("UID FETCH 1:4 (BODY.PEEK[])")
        assert b"UID 2 " not in said
        assert said.count(b" FETCH (") == 3
        assert said.endswith(b"* 2 EXPUNGE\r\nt4 OK UID FETCH done\r\n")
        assert [one.uid for one in stage.sim.expected(address)] == [1, 3, 4]
