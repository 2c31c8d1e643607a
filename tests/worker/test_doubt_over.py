"""How a doubt of many refusals ends, and that what was met before it ended brings nobody down again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.classify import classify
from errors.machine import State
from errors.model import Direction, Health, Stage
from errors.refused_together import Tried
from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401
from tests.kit.house import House, house  # noqa: F401
from tests.kit.refusing import (
    A_BREATH,
    REFUSED,
    doubted,
    got_in,
    health_of,
    met,
    profile_of,
    recovered,
    states,
    taken,
)  # fmt: skip
from tests.kit.valkey import valkey  # noqa: F401
from worker import doubting, jobs, refusal_votes
from worker.attempt import Seen

pytestmark = pytest.mark.flow

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def users(house: House, dovecot: Dovecot) -> list[User]:  # noqa: F811
    """Six mailboxes that work."""
    added = dovecot.add_users(6)
    await house.profile(dovecot)
    await house.add_enabled(added)
    return added


async def believed(house: House, users: list[User]) -> None:  # noqa: F811
    """The profile's budget is spent: three probes near its end, and one after it."""
    await doubted(house, users)
    house.office.store.shift += (await profile_of(house)).policy.profile_budget - 10 * MINUTE
    for user in users[:3]:
        house.office.store.shift += 3 * MINUTE
        await met(house, user, REFUSED)
    house.office.store.shift += 2 * MINUTE
    await met(house, users[3], REFUSED)
    assert (await health_of(house)).health is Health.HEALTHY


async def test_what_was_refused_before_the_budget_was_spent_brings_nobody_down_again(house, users):  # noqa: F811
    await believed(house, users)
    house.office.store.shift += A_BREATH
    await got_in(house, users[5])  # its owner stored a new password
    house.office.store.shift += MINUTE
    await met(house, users[5], REFUSED)
    assert (await health_of(house)).health is Health.HEALTHY
    assert await house.state(users[5]) is State.HALTED


async def test_votes_of_before_the_doubt_was_over_do_not_count_even_where_they_come_late(house, users):  # noqa: F811
    """As from a worker that cast them in that moment."""
    await believed(house, users)
    before = (await health_of(house)).believed_since - A_BREATH
    await _cast(house, [Tried((await house.direction(user)).mailbox_id, 1, before, Stage.AUTH, "IMAP-101")
                        for user in users[:4]])  # fmt: skip
    house.office.store.shift += A_BREATH
    await got_in(house, users[5])
    await met(house, users[5], REFUSED)
    assert (await health_of(house)).health is Health.HEALTHY


async def test_a_refusal_that_was_heard_before_another_worker_ended_the_doubt_does_not_begin_it_anew(house, users):  # noqa: F811
    office = house.office
    await doubted(house, users)
    held = await taken(house, users[4])
    seen = Seen(held, office.clock(), timedelta(), fresh=True, signal=REFUSED)
    fault = classify(REFUSED)
    heard = await doubting.heard(office, seen, fault, office.clock())
    assert heard.concerned
    await recovered(house, users[:3])
    async with office.store.write() as tx:
        rows = await doubting.lock(tx, held, heard)
        doubt = await doubting.judged(tx, seen, fault, heard, rows, office.clock(), 0.5, timedelta())
    assert not doubt.on
    assert (await health_of(house)).health is Health.HEALTHY


async def test_one_that_gets_in_does_not_speak_for_all_and_the_next_is_asked_at_once(house, users):  # noqa: F811
    """A balancer may have one good server of many behind it, and caches know some passwords."""
    await doubted(house, users)
    await got_in(house, users[5])
    row = await health_of(house)
    assert (row.health, row.code, row.believed_since) == (Health.DOWN, "BOX-301", None)
    assert row.next_probe_at <= house.office.clock()
    assert row.last_probed_mailbox == (await house.direction(users[5])).mailbox_id
    for _ in range(2):
        house.office.store.shift += 30 * A_BREATH
        for user in users[:5]:
            await met(house, user, REFUSED)
    assert await states(house, users) == [State.SUSPENDED] * 5 + [State.ACTIVE]
    assert await house.codes() == [("profile", "BOX-301")]
    assert [one.code for one in await house.alerts(all_=True)].count("INFO-202") == 0


async def test_enough_that_get_in_one_after_the_other_end_it_for_all(house, users):  # noqa: F811
    await doubted(house, users)
    await met(house, users[3], REFUSED)  # a probe before the server was mended
    for user, over in ((users[4], False), (users[5], False), (users[0], True)):
        house.office.store.shift += A_BREATH
        await got_in(house, user)
        assert ((await health_of(house)).health is Health.HEALTHY) is over
    assert await states(house, users) == [State.ACTIVE] * 6
    assert [one.code for one in await house.alerts(all_=True)].count("INFO-202") == 1


async def test_it_is_over_when_nobody_is_left_that_waits_and_the_server_greets_us(house, users, valkey):  # noqa: F811
    await doubted(house, users)
    for user in users:
        valkey.connect().flushall()  # none knows of the others
        await got_in(house, user)
    assert (await health_of(house)).health is Health.DOWN
    await jobs.probe(house.office, 1, Direction.INCOMING)
    assert (await health_of(house)).health is Health.HEALTHY
    assert await states(house, users) == [State.ACTIVE] * 6


async def test_as_many_refusals_between_them_put_it_off(house, users):  # noqa: F811
    await doubted(house, users)
    await got_in(house, users[5])
    for refused, let_in in ((users[0], users[4]), (users[1], users[3])):
        house.office.store.shift += A_BREATH
        await met(house, refused, REFUSED)
        await met(house, users[2], REFUSED)
        await got_in(house, let_in)
    assert (await health_of(house)).health is Health.HEALTHY  # three of the six


async def test_a_change_of_all_passwords_is_told_each_owner_at_the_spent_budget_though_some_get_in(house, users):  # noqa: F811
    await doubted(house, users)
    budget = (await profile_of(house)).policy.profile_budget
    for user in users[4:]:
        house.office.store.shift += budget / 4
        await got_in(house, user)
        await met(house, users[0], REFUSED)
    assert [one.code for one in await house.alerts(all_=True)].count("BOX-301") == 1
    house.office.store.shift += budget / 2
    for user in (*users[:4], *users[1:4]):  # the first one was refused before already
        house.office.store.shift += A_BREATH
        await met(house, user, REFUSED)
    assert await states(house, users) == [State.HALTED] * 4 + [State.ACTIVE] * 2
    assert await house.codes() == [("mailbox", "IMAP-101")] * 4


async def test_votes_are_forgotten_when_refusals_are_believed(house, users):  # noqa: F811
    await believed(house, users)
    assert await _votes(house) == []


async def test_a_session_from_before_the_doubt_is_not_used_after_it_in_any_process(house, users):  # noqa: F811
    """Servers serve open sessions for hours while they refuse new ones; only a fresh sign-in shows who is let in."""
    await house.sync(*users)
    await doubted(house, users)
    house.office.store.shift += (await profile_of(house)).policy.profile_budget
    await met(house, users[0], REFUSED)
    house.office.store.shift += A_BREATH
    await house.sync(*users[1:])  # each would have an open session
    signed_in = {one.mailbox_id for one in await _votes(house) if one.code is None}
    assert signed_in == {(await house.direction(user)).mailbox_id for user in users[1:]}


async def _cast(house: House, tried: list[Tried]) -> None:  # noqa: F811
    await refusal_votes.note(house.office.queues, await profile_of(house), Direction.INCOMING, tried)


async def _votes(house: House) -> list[Tried]:  # noqa: F811
    profile, incoming = await profile_of(house), Direction.INCOMING
    now, window = house.office.clock(), profile.policy.refusal_window
    votes = refusal_votes.RefusalVotes(house.office.queues.connection)
    return votes.read(refusal_votes.server_of(profile, incoming), window, now)
