from tests.kit.simulated import playing

STATUS = "STATUS INBOX (UIDVALIDITY UIDNEXT MESSAGES)"


async def test_the_same_messages_get_new_numbers_under_another_uidvalidity():
    async with playing('[[trouble]]\nfault = "uidvalidity_change"\nfrom = 20\n') as stage:
        address = stage.sim.mailboxes[0].address
        talk = await stage.enter(select=True)
        await talk.say("STORE 1 +FLAGS (\\Deleted)")
        await talk.say("EXPUNGE")
        before = stage.sim.expected(address)
        stage.clock.advance(20)
        assert b"MESSAGES 3" in await (await stage.enter()).say(STATUS)
        after = stage.sim.expected(address)
        assert [one.uid for one in before] == [2, 3, 4]
        assert [one.uid for one in after] == [1, 2, 3]
        assert [one.sha256 for one in before] == [one.sha256 for one in after]
        assert {one.uid_validity for one in after} == {before[0].uid_validity + 1}


async def test_it_happens_once_in_each_mailbox():
    async with playing('[[trouble]]\nfault = "uidvalidity_change"\n') as stage:
        for number in (1, 2):
            talk = await stage.enter(number)
            first, second = await talk.say(STATUS), await talk.say(STATUS)
            assert first.partition(b"\r\n")[0] == second.partition(b"\r\n")[0]
        assert stage.sim.events.counts["fault.uidvalidity_change"] == 2
