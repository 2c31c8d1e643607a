import pytest

from tests.kit.simulated import playing


async def test_a_reset_comes_instead_of_an_answer():
    async with playing('[[trouble]]\nfault = "reset"\n') as stage:
        talk = await stage.enter()
        talk.send(b"a STATUS INBOX (MESSAGES)\r\n")
        with pytest.raises(ConnectionResetError):
            await talk.rest()


async def test_at_a_fetch_the_message_breaks_off():
    async with playing('[[trouble]]\nfault = "reset"\nstage = "fetch"\nuids = [2]\ntimes = 1\n') as stage:
        talk = await stage.enter(select=True)
        talk.send(b"a UID FETCH 1:4 (BODY.PEEK[])\r\n")
        with pytest.raises(ConnectionResetError):
            await talk.rest()
        assert [m.uid for m in stage.sim.expected(stage.sim.mailboxes[0].address)] == [1, 2, 3, 4]
        assert len(stage.sim.served()) == 1
        again = await stage.enter(select=True)
        assert (await again.say("UID FETCH 1:4 (BODY.PEEK[])")).count(b" FETCH (") == 4
