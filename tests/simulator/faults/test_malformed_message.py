import random

import pytest

from simulator.faults.malformed_message import KINDS, MalformedMessage
from simulator.message import compose
from tests.kit.simulated import playing

WHOLE = compose(1, "ana@example.org", "INBOX", 7, 0.0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_breaks_the_message_and_breaks_it_the_same_way_each_time(kind):
    first, again = (MalformedMessage(kind).shape(WHOLE, random.Random(1)) for _ in range(2))
    assert first == again != WHOLE


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kind_can_be_fetched_whole_and_described(kind):
    async with playing(f'[[trouble]]\nfault = "malformed_message"\nuids = [2]\nkind = "{kind}"\n') as stage:
        address = stage.sim.mailboxes[0].address
        talk = await stage.enter(select=True)
        said = await talk.say("UID FETCH 2 (RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[])")
        raw = stage.sim.raw(address, 2)
        assert b"RFC822.SIZE %d " % len(raw) in said
        assert b"BODY[] {%d}\r\n%b)\r\n" % (len(raw), raw) in said
        assert [one.poison for one in stage.sim.expected(address)][:3] == [None, "malformed_message", None]


def test_any_draws_more_than_one_kind():
    drawn = {MalformedMessage().shape(WHOLE, random.Random(seed)).raw for seed in range(30)}
    assert len(drawn) > 4
