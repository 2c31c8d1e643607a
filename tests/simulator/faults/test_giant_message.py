import hashlib

from simulator.message import BLOCK
from tests.kit.simulated import playing


async def test_the_size_is_announced_truly_and_all_of_it_is_sent():
    size = 3 * len(BLOCK) + 5
    async with playing(f'[[trouble]]\nfault = "giant_message"\nuids = [2]\nsize = {size}\n') as stage:
        address = stage.sim.mailboxes[0].address
        talk = await stage.enter(select=True)
        assert b"RFC822.SIZE %d)" % size in await talk.say("UID FETCH 2 (RFC822.SIZE)")
        said = await talk.say("UID FETCH 2 (BODY.PEEK[])")
        raw = said[said.index(b"}\r\n") + 3 :][:size]
        giant = stage.sim.expected(address)[1]
        assert (giant.size, giant.poison) == (size, "giant_message")
        assert giant.sha256 == hashlib.sha256(raw).hexdigest()


async def test_its_headers_and_pieces_can_be_had_without_the_rest():
    async with playing('[[trouble]]\nfault = "giant_message"\nuids = [2]\nsize = 90000000\n') as stage:
        talk = await stage.enter(select=True)
        assert b"Message-ID: " in await talk.say("UID FETCH 2 (BODY.PEEK[HEADER])")
        said = await talk.say("UID FETCH 2 (BODY.PEEK[]<89999990.100>)")
        assert b"BODY[]<89999990> {10}" in said
        assert [one.poison for one in stage.sim.expected(stage.sim.mailboxes[0].address)] == [
            None, "giant_message", None, None,
        ]  # fmt: skip
