"""A profile's health in small steps: whose word counts, and which alert closes when."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from errors.evidence import Vote
from errors.machine import State
from errors.model import Direction, Health, Protocol, Signal, Stage
from simulator import ManualClock, Simulator, parse
from store import health
from store.records import Held, ProfileHealth
from tests.kit.house import House
from worker import jobs
from worker.actions import disable_mailbox
from worker.attempt import Seen
from worker.settle import settle

REFUSED = Signal(Protocol.NETWORK, Stage.CONNECT, "Connection refused", exception="ConnectionRefusedError")
STUMBLED = Signal(Protocol.IMAP, Stage.SELECT, "[SERVERBUG] Internal error", status="NO", response_code="SERVERBUG")
NO_PASSWORD = Signal(Protocol.IMAP, Stage.AUTH, "no password is stored", exception="NoCredentials")
BUG = Signal(Protocol.IMAP, Stage.AUTH, "unforeseen", exception="Bug")
ANY = (State.UNTESTED, State.ACTIVE, State.RETRYING, State.SUSPENDED)
A_BREATH = 0.4  # seconds; longer than the policy's suspect_pause
CLOSED_DOOR = """
[profiles.office]
mailboxes = 4
messages = 1
[[trouble]]
fault = "refuse"
from = 5
cut_sessions = false
"""


async def test_the_alert_of_a_suspicion_closes_when_the_next_failure_shows_that_others_get_through(house, dovecot):
    users = dovecot.add_users(6)
    await house.profile(dovecot)
    await house.add_enabled(users)
    held = await _held(house, users[0])
    await _met(house, held, REFUSED)
    assert [level for level, _ in await house.codes()] == ["profile"]
    others = [Vote((await house.direction(user)).mailbox_id, house.office.clock(), False) for user in users[1:]]
    await house.office.vote_many(held.profile, Direction.INCOMING, others)  # as a wave does that began before
    await asyncio.sleep(A_BREATH)
    await _met(house, await _held(house, users[0]), REFUSED)
    assert (await _health(house)).health is Health.HEALTHY
    assert [level for level, _ in await house.codes()] == ["mailbox"]
    await house.sync(users[0])
    assert await house.codes() == []


async def test_a_test_that_fails_again_while_others_get_through_is_the_mailboxs_own_alert(house, dovecot):
    users = dovecot.add_users(6)
    await house.profile(dovecot)
    await house.add_enabled(users[:5])
    await house.mailbox(users[5])
    for _ in range(2):
        await _met(house, await _held(house, users[5]), REFUSED, test=True)
        await house.sync(*users[:5])
    assert [level for level, _ in await house.codes()] == ["mailbox"]
    assert (await house.enable(users[5])).ok
    assert await house.codes() == []


async def test_what_a_mailbox_was_warned_of_before_its_server_went_down_is_told_by_the_one_alert(house, dovecot):
    users = dovecot.add_users(4)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users[:2]:
        await _met(house, await _held(house, user), STUMBLED)
    assert [level for level, _ in await house.codes()] == ["mailbox"] * 2
    for user in users[1:]:
        await _met(house, await _held(house, user), REFUSED)
    assert (await _health(house)).health is Health.DOWN
    assert await house.state(users[0]) is State.SUSPENDED
    assert [level for level, _ in await house.codes()] == ["profile"]


async def test_a_mailbox_without_a_password_does_not_tell_that_the_server_is_back(house, dovecot):
    users = dovecot.add_users(4)
    await _down(house, dovecot, users)
    await _met(house, await _held(house, users[3]), NO_PASSWORD)
    assert (await _health(house)).health is Health.DOWN
    assert await house.state(users[3]) is State.HALTED
    assert await house.state(users[0]) is State.SUSPENDED


async def test_a_probe_that_a_bug_of_ours_cut_short_is_followed_by_one_with_another_mailbox(house, dovecot):
    users = dovecot.add_users(4)
    await _down(house, dovecot, users)
    first = await _candidate(house)
    (probing,) = [user for user in users if (await house.direction(user)).id == first]
    await _met(house, await _held(house, probing), BUG)
    assert (await _health(house)).health is Health.DOWN
    assert await _candidate(house) != first


async def test_a_probe_signs_in_afresh_since_an_open_session_may_outlive_the_server_s_welcome(house):
    clock = ManualClock()
    async with Simulator(parse(CLOSED_DOOR, "closed-door.toml"), clock=clock) as simulator:
        users = await house.simulated(simulator)
        await house.sync(users[0])  # its session stays open
        clock.advance(10)
        await simulator.events.fault("refuse")
        await house.sync(*users[1:])
        assert (await _health(house)).health is Health.DOWN
        await jobs.probe(house.office, 1, Direction.INCOMING)
    row = await _health(house)
    assert (row.health, row.probes_failed, row.last_probed_mailbox) == (Health.DOWN, 1, 1)


async def _down(house: House, dovecot, users) -> None:
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users[:3]:
        await _met(house, await _held(house, user), REFUSED)
    assert (await _health(house)).health is Health.DOWN


async def _held(house: House, user) -> Held:
    (held,) = await house.office.take([(await house.direction(user)).id], states=ANY, only_due=False)
    return held


async def _met(house: House, held: Held, signal: Signal, *, test: bool = False) -> None:
    async with house.office.at_work(held):
        await settle(house.office, Seen(held, house.office.clock(), timedelta(), fresh=True, signal=signal, test=test))


async def _health(house: House) -> ProfileHealth:
    async with house.office.store.read() as tx:
        return await health.get(tx, 1, Direction.INCOMING)


async def _candidate(house: House) -> int | None:
    last = (await _health(house)).last_probed_mailbox
    async with house.office.store.read() as tx:
        return await health.probe_candidate(tx, 1, Direction.INCOMING, last)


async def test_a_suspicion_that_no_mailbox_is_left_to_confirm_is_over(house, dovecot):
    (user,) = dovecot.add_users(1)
    await house.profile(dovecot)
    await house.add_enabled([user])
    await _met(house, await _held(house, user), REFUSED)
    assert [level for level, _ in await house.codes()] == ["profile"]
    await disable_mailbox(house.office, user.name)
    assert (await _health(house)).health is Health.HEALTHY
    assert await house.codes() == []


async def test_failures_from_before_a_recovery_do_not_bring_the_profile_down_again(house, dovecot):
    users = dovecot.add_users(4)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users[:3]:
        await _met(house, await _held(house, user), REFUSED)
    assert (await _health(house)).health is Health.DOWN
    await jobs.probe(house.office, 1, Direction.INCOMING)
    assert (await _health(house)).health is Health.HEALTHY
    await _met(house, await _held(house, users[0]), REFUSED)
    assert (await _health(house)).health is Health.SUSPECT
