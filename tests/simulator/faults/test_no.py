import pytest

from tests.kit.simulated import playing

STATUS = "STATUS INBOX (MESSAGES)"


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        pytest.param('code = "INUSE"\ntext = "Locked"', b"t2 NO [INUSE] Locked\r\n", id="with a response code"),
        pytest.param('text = "Locked"', b"t2 NO Locked\r\n", id="with words only"),
        pytest.param("", b"t2 NO Not now\r\n", id="as it comes"),
    ],
)
async def test_the_command_is_refused_in_the_scenario_s_words(parameters, answer):
    async with playing(f'[[trouble]]\nfault = "no"\n{parameters}\n') as stage:
        talk = await stage.enter()
        assert await talk.say(STATUS) == answer


async def test_the_session_goes_on_and_so_does_everybody_else():
    async with playing('[[trouble]]\nfault = "no"\nmailboxes = ["*.0001@*"]\ntimes = 1\n') as stage:
        talk, other = await stage.enter(1), await stage.enter(2)
        assert b"NO" in await talk.say(STATUS)
        assert b"MESSAGES 4" in await talk.say(STATUS)
        assert b"MESSAGES 4" in await other.say(STATUS)


async def test_one_message_can_be_refused_and_the_others_not():
    async with playing('[[trouble]]\nfault = "no"\nstage = "fetch"\nuids = [3]\ncode = "SERVERBUG"\n') as stage:
        talk = await stage.enter(select=True)
        said = await talk.say("UID FETCH 1:4 (BODY.PEEK[])")
        assert said.count(b" FETCH (") == 2
        assert b"NO [SERVERBUG]" in said
        assert b"OK" in await talk.say("UID FETCH 4 (BODY.PEEK[])")
        assert (await talk.say("UID FETCH 1:4 (RFC822.SIZE)")).count(b" FETCH (") == 4


async def test_describing_can_be_refused_where_fetching_is_not():
    async with playing('[[trouble]]\nfault = "no"\nstage = "describe"\n') as stage:
        talk = await stage.enter(select=True)
        assert await talk.say("UID FETCH 1:4 (RFC822.SIZE)") == b"t3 NO Not now\r\n"
        assert b"OK" in await talk.say("UID FETCH 1 (BODY.PEEK[])")
