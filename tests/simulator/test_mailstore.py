import email
import email.policy

import pytest

from simulator import ManualClock, Simulator, parse
from simulator.message import BLOCK, Content, compose

TEXT = "[profiles.north]\nmailboxes = 3\nmessages = 4\narrivals = 2\nfolders = ['INBOX', 'Old']\n"


def simulator(seed=1):
    clock = ManualClock()
    return Simulator(parse(TEXT, "x.toml"), seed=seed, clock=clock), clock


def everything(seed, *, step):
    """What all mailboxes hold after 600 seconds, looked at as often as that."""
    sim, clock = simulator(seed)
    for _ in range(600 // step):
        clock.advance(step)
        sim.expected(sim.mailboxes[0].address)
    return sim.expected()


def test_the_same_seed_gives_the_same_mail_however_often_one_looks():
    often, seldom = everything(1, step=1), everything(1, step=600)
    assert often == seldom
    assert len({one.sha256 for one in often}) == len(often) > 3 * 8
    assert everything(2, step=600) != often


def test_people_and_passwords_come_from_the_seed_too():
    assert simulator(1)[0].mailboxes == simulator(1)[0].mailboxes != simulator(2)[0].mailboxes


def test_mail_arrives_over_time_and_only_in_the_inbox():
    sim, clock = simulator()
    address = sim.mailboxes[0].address
    counts = []
    for _ in range(5):
        counts.append(len(sim.expected(address)))
        clock.advance(300)
    assert counts[0] == 8
    assert counts == sorted(counts)
    assert 30 <= counts[-1] - counts[0] <= 50  # 2 a minute for 20 minutes
    assert len([one for one in sim.expected(address) if one.folder == "Old"]) == 4


def test_no_mail_arrives_after_stop_arrivals():
    sim, clock = simulator()
    clock.advance(100)
    sim.stop_arrivals()
    before = sim.expected()
    clock.advance(10_000)
    assert sim.expected() == before


def test_a_message_that_went_away_leaves_its_number_to_nobody():
    sim, clock = simulator()
    account = sim.mailboxes[0]
    folder = sim._store.folder(account, "INBOX")
    gone = sim.expected(account.address)[3]
    folder.expunge([gone.uid])
    clock.advance(600)
    after = sim.expected(account.address)
    assert gone.uid not in [one.uid for one in after if one.folder == "INBOX"]
    assert gone.sha256 not in [one.sha256 for one in after]


@pytest.mark.parametrize("number", range(1, 25))
def test_a_composed_message_is_right_by_the_standard_library(number):
    raw = compose(3, "ana@example.org", "INBOX", number, 5.0).raw
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    for part in parsed.walk():
        assert not part.defects
        if part.get_content_maintype() == "text":
            assert part.get_content().strip()
    assert parsed["Message-ID"]
    assert parsed["Subject"].endswith(f"#{number}")
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(0, 3, id="inside what is real"),
        pytest.param(3, 20, id="over the seam"),
        pytest.param(len(BLOCK) - 5, len(BLOCK) + 40, id="over a block's end"),
        pytest.param(0, 10**9, id="all of it"),
    ],
)
def test_pieces_of_a_giant_are_what_slices_of_it_would_be(start, end):
    giant = Content(b"head\r\n\r\n", 2 * len(BLOCK) + 7)
    whole = b"head\r\n\r\n" + (BLOCK * 3)[: 2 * len(BLOCK) + 7]
    assert giant.size == len(whole)
    assert b"".join(giant.chunks(start, end)) == whole[start:end]


def test_the_number_of_mailboxes_can_be_set_and_keeps_the_proportions():
    text = "[profiles.a]\nmailboxes = 20\n[profiles.b]\nmailboxes = 10\n[profiles.c]\nmailboxes = 3\n"
    sim = Simulator(parse(text, "x.toml"), mailboxes=1000)
    counts = [len([box for box in sim.mailboxes if box.profile == name]) for name in "abc"]
    assert counts == [606, 303, 91]
    assert len({box.address for box in sim.mailboxes}) == 1000
