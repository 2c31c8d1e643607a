import pytest

from tests.kit.simulated import playing


@pytest.mark.parametrize(
    ("stage_name", "command"),
    [
        pytest.param("poll", b"a STATUS INBOX (MESSAGES)\r\n", id="instead of a STATUS"),
        pytest.param("select", b"a EXAMINE INBOX\r\n", id="instead of an EXAMINE"),
        pytest.param("list", b'a LIST "" *\r\n', id="instead of a LIST"),
        pytest.param("idle", b"a IDLE\r\n", id="instead of idling"),
    ],
)
async def test_the_stream_ends_without_a_word(stage_name, command):
    async with playing(f'[[trouble]]\nfault = "close"\nstage = "{stage_name}"\n') as stage:
        talk = await stage.enter()
        talk.send(command)
        assert await talk.rest() == b""


async def test_the_stream_can_end_before_the_greeting():
    async with playing('[[trouble]]\nfault = "close"\nstage = "greeting"\n') as stage:
        talk = await stage.connect(greeted=False)
        assert await talk.rest() == b""
