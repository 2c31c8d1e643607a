"""A token that ran out: the next try takes a fresh one, and nothing is held against anybody before that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Protocol, Signal, Stage
from store.records import DirectionRow
from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401
from tests.kit.house import House, house  # noqa: F401
from tests.kit.valkey import valkey  # noqa: F401
from worker.attempt import Seen, wants_fresh_token
from worker.settle import settle
from worker.settled import Settled

pytestmark = pytest.mark.flow

EXPIRED = Signal(Protocol.IMAP, Stage.POLL, "BAD User is authenticated but the access token has expired", "BAD")
BUSY = Signal(Protocol.IMAP, Stage.POLL, "NO [SERVERBUG] internal error", "NO", "SERVERBUG")
A_BREATH = timedelta(seconds=1)


@pytest.fixture
async def user(house: House, dovecot: Dovecot) -> User:  # noqa: F811
    (added,) = dovecot.add_users(1)
    await house.profile(dovecot)
    await house.add_enabled([added])
    house.office.store.shift += A_BREATH
    return added


async def test_a_token_that_ran_out_is_tried_afresh_at_once_uncounted_and_untold(house, user):  # noqa: F811
    settled = await met(house, user, EXPIRED)
    assert settled.fault.entry.kind == "token_expired"
    row = await house.direction(user)
    assert (row.state, row.streak, row.counted, row.failing_since) == (State.ACTIVE, 0, 0, None)
    assert row.next_attempt_at <= house.office.clock()
    assert wants_fresh_token(row)
    assert await house.codes() == []
    assert house.office.queues.failed() == []


async def test_what_is_still_refused_with_a_fresh_token_is_judged_as_usual(house, user):  # noqa: F811
    await met(house, user, EXPIRED)
    house.office.store.shift += A_BREATH
    await met(house, user, EXPIRED)
    row = await house.direction(user)
    assert (row.state, row.streak) == (State.RETRYING, 1)
    assert not wants_fresh_token(row)
    assert len(await house.codes()) == 1


async def test_a_success_in_between_earns_the_next_refresh(house, user):  # noqa: F811
    await met(house, user, EXPIRED)
    house.office.store.shift += A_BREATH
    await house.sync(user)
    assert not wants_fresh_token(await house.direction(user))
    house.office.store.shift += A_BREATH
    await met(house, user, EXPIRED)
    assert (await house.direction(user)).state is State.ACTIVE


async def test_one_that_was_retrying_keeps_its_streak_and_gets_its_next_job_now(house, user):  # noqa: F811
    await met(house, user, BUSY)
    house.office.store.shift += A_BREATH
    before = await house.direction(user)
    await met(house, user, EXPIRED)
    row = await house.direction(user)
    assert (row.state, row.streak, row.last_code) == (State.RETRYING, before.streak, before.last_code)
    assert row.attempt_number == before.attempt_number + 1
    assert row.next_attempt_at <= house.office.clock()


async def test_where_nothing_can_be_refreshed_nothing_is(house, user):  # noqa: F811
    await met(house, user, EXPIRED, refreshable=False)
    assert (await house.direction(user)).state is State.RETRYING


async def test_a_test_takes_a_fresh_token_from_the_start_so_its_verdict_stands(house, user):  # noqa: F811
    await met(house, user, EXPIRED, test=True)
    assert (await house.direction(user)).state is State.RETRYING


async def met(house: House, user: User, signal: Signal, *, test: bool = False, refreshable: bool = True) -> Settled:  # noqa: F811
    row: DirectionRow = await house.direction(user)
    (held,) = await house.office.take([row.id], states=(State.ACTIVE, State.RETRYING), only_due=False)
    async with house.office.at_work(held):
        seen = Seen(
            held, house.office.clock(), timedelta(), fresh=True, signal=signal, test=test, refreshable=refreshable,
            refreshed=refreshable and wants_fresh_token(row),
        )  # fmt: skip
        settled = await settle(house.office, seen)
    assert settled is not None
    return settled
