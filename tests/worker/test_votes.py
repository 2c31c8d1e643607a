"""Votes in Redis: counted within their window, over all processes."""

from datetime import UTC, datetime, timedelta

import pytest

from errors.evidence import Vote
from tests.kit.valkey import Valkey, valkey  # noqa: F401
from worker.unavailable import QueueUnavailable
from worker.votes import NEWEST, Votes

pytestmark = pytest.mark.flow

NOW = datetime.now(UTC).replace(microsecond=123457)
WINDOW = timedelta(minutes=2)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.fixture
def votes(valkey: Valkey) -> Votes:  # noqa: F811
    return Votes(valkey.connect())


def test_votes_are_read_as_they_were_cast_oldest_first(votes: Votes):
    cast = [Vote(3, ago(1), False), Vote(1, ago(30), True), Vote(2, ago(20), True)]
    votes.record(7, "incoming", cast, WINDOW)
    assert votes.read(7, "incoming", WINDOW, NOW) == ([cast[1], cast[2], cast[0]], ago(30))


def test_what_is_older_than_the_window_is_forgotten_also_as_the_first_bad_one(votes: Votes):
    votes.record(7, "incoming", [Vote(1, ago(121), True), Vote(2, ago(119), True)], WINDOW)
    assert votes.read(7, "incoming", WINDOW, NOW) == ([Vote(2, ago(119), True)], ago(119))


def test_without_a_bad_vote_there_is_no_first_one(votes: Votes):
    assert votes.read(7, "incoming", WINDOW, NOW) == ([], None)
    assert votes.cast(7, "incoming", [Vote(1, NOW, False)], WINDOW, NOW) == ([Vote(1, NOW, False)], None)


def test_a_cast_sees_itself_and_what_other_processes_cast(valkey: Valkey, votes: Votes):  # noqa: F811
    Votes(valkey.connect()).record(7, "incoming", [Vote(1, ago(5), True)], WINDOW)
    assert votes.cast(7, "incoming", [Vote(2, NOW, True)], WINDOW, NOW) == (
        [Vote(1, ago(5), True), Vote(2, NOW, True)],
        ago(5),
    )


def test_profiles_and_directions_vote_apart(votes: Votes):
    votes.record(7, "incoming", [Vote(1, NOW, True)], WINDOW)
    assert votes.read(8, "incoming", WINDOW, NOW) == ([], None)
    assert votes.read(7, "outgoing", WINDOW, NOW) == ([], None)


def test_one_mailbox_may_vote_again(votes: Votes):
    again = [Vote(1, ago(25), True), Vote(1, ago(1), True)]
    votes.record(7, "incoming", again, WINDOW)
    assert votes.read(7, "incoming", WINDOW, NOW)[0] == again


def test_of_very_many_votes_the_newest_are_read_and_the_first_bad_one_is_still_known(votes: Votes):
    votes.record(7, "incoming", [Vote(0, ago(100), True)], WINDOW)
    votes.record(7, "incoming", [Vote(n, ago(60 - n / 1000), False) for n in range(NEWEST + 50)], WINDOW)
    read, first_bad_at = votes.read(7, "incoming", WINDOW, NOW)
    assert [vote.mailbox_id for vote in read] == list(range(50, NEWEST + 50))
    assert first_bad_at == ago(100)


def test_votes_do_not_stay_in_redis_for_ever(valkey: Valkey, votes: Votes):  # noqa: F811
    votes.record(7, "incoming", [Vote(1, ago(500), True)], WINDOW)
    votes.record(7, "incoming", [Vote(2, NOW, True)], WINDOW)
    with valkey.connect() as connection:
        keys = connection.keys("*votes*")
        assert len(keys) == 2
        for key in keys:
            assert connection.zcard(key) == 1
            assert 0 < connection.ttl(key) <= 120


def test_a_dead_redis_is_said_in_our_words(valkey: Valkey, votes: Votes):  # noqa: F811
    valkey.kill()
    with pytest.raises(QueueUnavailable, match=r"valkey\.sock"):
        votes.read(7, "incoming", WINDOW, NOW)
