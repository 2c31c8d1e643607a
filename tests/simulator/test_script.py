import pytest

from simulator import parse
from simulator.script import Birth, Script


def script(keys, fault="no", seed=1):
    return Script(parse(f"[profiles.north]\n[[trouble]]\nfault = '{fault}'\n{keys}\n", "x.toml"), seed)


def strikes(one, address="ana@north", number=12, now=0.0, stage="poll", uid=None):
    return [one.draw(stage, "north", address, now, uid) is not None for _ in range(number)]


def test_times_is_counted_for_each_mailbox():
    one = script("times = 2")
    assert strikes(one, "ana@north", 4) == [True, True, False, False]
    assert strikes(one, "bram@north", 4) == [True, True, False, False]


def test_before_sign_in_times_is_counted_for_the_profile():
    one = script("stage = 'greeting'\ntimes = 2", "bye")
    assert strikes(one, "", 3, stage="greeting") == [True, True, False]


def test_nothing_strikes_once_it_is_over():
    one = script("times = 9")
    before = strikes(one, number=1)
    one.over = True
    assert (before, strikes(one, number=5)) == ([True], [False] * 5)


def test_every_leaves_out_what_is_between():
    assert strikes(script("every = 3"), number=7) == [False, False, True, False, False, True, False]


def test_chance_is_the_seed_s_and_no_mailbox_changes_another_s_luck():
    alone = strikes(script("chance = 0.4"), number=50)
    one = script("chance = 0.4")
    mixed = list(zip(strikes(one, "bram@north", 50), strikes(one, number=50), strict=True))
    assert [mine for _, mine in mixed] == alone
    assert [other for other, _ in mixed] != alone
    assert 5 < sum(alone) < 35
    assert strikes(script("chance = 0.4", seed=2), number=50) != alone


@pytest.mark.parametrize(
    ("now", "on"),
    [
        pytest.param(4.9, False, id="before"),
        pytest.param(5.0, True, id="from then on"),
        pytest.param(8.9, True, id="meanwhile"),
        pytest.param(9.0, False, id="until then"),
    ],
)
def test_it_is_on_from_and_until(now, on):
    assert strikes(script("from = 5\nuntil = 9"), number=1, now=now) == [on]


def test_uids_name_the_messages():
    one = script("stage = 'fetch'\nuids = [2]")
    assert [strikes(one, number=1, stage="fetch", uid=uid) for uid in (1, 2, 3)] == [[False], [True], [False]]


def test_the_first_trouble_that_strikes_is_the_one():
    two = "times = 1\n[[trouble]]\nfault = 'bad'\n"
    one = script(two)
    assert [one.draw("poll", "north", "a@north", 0.0).name for _ in range(2)] == ["no", "bad"]


def test_a_blemish_belongs_to_the_message_however_often_and_in_whatever_order_it_is_asked_for():
    births = [Birth("north", "ana@north", "INBOX", number, -1.0) for number in range(1, 31)]
    one = script("chance = 0.3", "malformed_message")
    forward = [one.blemish(birth) for birth in births]
    backward = [one.blemish(birth) for birth in reversed(births)]
    assert forward == backward[::-1]
    assert 0 < len([name for name in forward if name]) < 30


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        pytest.param("every = 4", [4, 8, 12], id="every"),
        pytest.param("every = 4\ntimes = 2", [4, 8], id="the first ones of every"),
        pytest.param("times = 2", [1, 2], id="the first ones"),
        pytest.param("uids = [3, 9]", [3, 9], id="by number"),
        pytest.param("from = 1", [], id="none before its time"),
    ],
)
def test_which_messages_are_born_with_a_blemish(keys, numbers):
    one = script(keys, "malformed_message")
    found = [n for n in range(1, 13) if one.blemish(Birth("north", "ana@north", "INBOX", n, -1.0))]
    assert found == numbers
