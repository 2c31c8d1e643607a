"""One leader among many."""

import time
from datetime import timedelta

import pytest

from tests.kit.valkey import Valkey, valkey  # noqa: F401
from worker.leader import Leader
from worker.unavailable import QueueUnavailable

pytestmark = pytest.mark.flow

TTL = timedelta(seconds=10)


@pytest.fixture
def two(valkey: Valkey):  # noqa: F811
    return Leader(valkey.connect(), "ana", TTL), Leader(valkey.connect(), "bo", TTL)


def test_one_of_two_leads_and_goes_on_leading(two):
    ana, bo = two
    assert ana.hold()
    assert not bo.hold()
    assert ana.hold()
    assert ana.is_leader()
    assert not bo.is_leader()


def test_who_steps_down_makes_room_at_once(two):
    ana, bo = two
    ana.hold()
    ana.release()
    assert not ana.is_leader()
    assert bo.hold()


def test_who_does_not_lead_cannot_step_down_for_another(two):
    ana, bo = two
    ana.hold()
    bo.release()
    assert not bo.hold()


def test_a_leader_that_falls_silent_is_followed_and_knows_it(valkey: Valkey):  # noqa: F811
    ana = Leader(valkey.connect(), "ana", timedelta(milliseconds=80))
    bo = Leader(valkey.connect(), "bo", TTL)
    assert ana.hold()
    deadline = time.monotonic() + 5
    while not bo.hold():
        assert time.monotonic() < deadline
    assert not ana.is_leader()
    assert not ana.hold()


def test_two_of_one_name_are_still_two(valkey: Valkey):  # noqa: F811
    assert Leader(valkey.connect(), "same", TTL).hold()
    assert not Leader(valkey.connect(), "same", TTL).hold()


def test_without_redis_nobody_can_be_asked_but_stepping_down_is_silent(valkey: Valkey):  # noqa: F811
    ana = Leader(valkey.connect(), "ana", TTL)
    ana.hold()
    valkey.kill()
    with pytest.raises(QueueUnavailable):
        ana.hold()
    ana.release()
    assert not ana.is_leader()
