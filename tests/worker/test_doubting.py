"""Refusals that many mailboxes meet at once, through real settlements: who is suspended, reinstated, believed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.classify import classify
from errors.evidence import UNASKED, profile_spent
from errors.machine import State
from errors.model import Direction, Health, Protocol, Signal, Stage
from store import profiles
from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401
from tests.kit.house import House, house  # noqa: F401
from tests.kit.refusing import A_BREATH, CLOSED, REFUSED, doubted, health_of, met, profile_of, taken
from tests.kit.valkey import valkey  # noqa: F401
from worker import jobs
from worker.actions import test_profile as knock_at
from worker.attempt import Seen
from worker.doubting import CODES, WHY_BELIEVED, WHY_REINSTATED, Heard, lock
from worker.doubting import heard as listened
from worker.refusal_votes import server_of

pytestmark = pytest.mark.flow


@pytest.fixture
async def users(house: House, dovecot: Dovecot) -> list[User]:  # noqa: F811
    """Six mailboxes that work."""
    added = dovecot.add_users(6)
    await house.profile(dovecot)
    await house.add_enabled(added)
    return added


async def test_the_third_refusal_of_mailboxes_that_worked_is_the_servers_and_no_owners(house, users):  # noqa: F811
    for user in users[:2]:
        await met(house, user, REFUSED)
        assert await house.state(user) is State.HALTED
    assert len(house.office.queues.failed()) == 2
    await met(house, users[2], CLOSED)
    assert [await house.state(user) for user in users] == [State.SUSPENDED] * 6
    assert await house.codes() == [("profile", "BOX-301")]
    assert house.office.queues.failed() == []
    mine = [one for one in await house.alerts(all_=True) if one.level == "mailbox" and one.nature is not None]
    assert [one.resolved_why for one in mine] == [WHY_REINSTATED] * 2


async def test_the_one_alert_says_it_in_the_commonest_words_and_names_all_codes(house, users):  # noqa: F811
    for user, signal in zip(users, (REFUSED, CLOSED, REFUSED, REFUSED), strict=False):
        await met(house, user, signal)
    (alert,) = [one for one in await house.alerts() if one.level == "profile"]
    first, *more = alert.evidence
    assert (alert.severity, alert.object_name) == ("warning", "office")
    assert (first["response"], first["code"], first["stage"]) == (REFUSED.text, "IMAP-101", "auth")
    assert (first["codes"], first["mailboxes"]) == ({"IMAP-101": 2, "IMAP-301": 1}, 3)
    assert {one["code"] for one in more} == {"IMAP-101"}
    assert "127.0.0.1" in alert.headline


async def test_one_who_is_refused_while_others_get_in_is_halted(house, users):  # noqa: F811
    await met(house, users[0], REFUSED)
    for user in users[1:]:
        await house.sync(user)
        await met(house, users[0], REFUSED, states=(State.HALTED,), test=True)
    assert await house.state(users[0]) is State.HALTED
    assert await house.codes() == [("mailbox", "IMAP-101")]
    assert len(house.office.queues.failed()) == 1


async def test_sessions_that_were_open_before_say_nothing_of_who_is_let_in_now(house, users, dovecot):  # noqa: F811
    """There are more of them than were refused."""
    more = dovecot.add_users(3)
    await house.add_enabled(more)
    others = [*users[3:], *more]
    for user in others:
        await house.sync(user)
    for user in users[:3]:
        await met(house, user, REFUSED)
        for other in others:
            if await house.state(other) is State.ACTIVE:
                await house.sync(other)  # on the session that it has
    assert [await house.state(user) for user in users[:3]] == [State.SUSPENDED] * 3


async def test_an_import_of_wrong_passwords_is_each_owners_own(house, dovecot):  # noqa: F811
    added = dovecot.add_users(4)
    await house.profile(dovecot)
    for user in added:
        await house.mailbox(user)
    await house.activate_all()
    for user in added:
        await met(house, user, REFUSED)
    assert [await house.state(user) for user in added] == [State.HALTED] * 4
    assert await house.codes() == [("mailbox", "IMAP-101")] * 4


async def test_profiles_of_one_server_share_what_it_says_and_each_gets_its_own_alert(house, users, dovecot):  # noqa: F811
    others = dovecot.add_users(2)
    await house.profile(dovecot, "elsewhere", host="localhost")
    await house.profile(dovecot, "twin")
    await house.add_enabled(others, "twin")
    for user in (*others, users[0]):
        await met(house, user, REFUSED)
    assert {await house.state(user) for user in (*users, *others)} == {State.SUSPENDED}
    alerts = [(one.code, one.object_name) for one in await house.alerts() if one.status != "resolved" and one.nature]
    assert sorted(alerts) == [("BOX-301", "office"), ("BOX-301", "twin")]
    assert house.office.queues.failed() == []


async def test_a_greeting_is_no_proof_but_makes_a_real_try_due(house, users):  # noqa: F811
    await doubted(house, users)
    assert (await knock_at(house.office, "office")).ok
    row = await health_of(house)
    assert row.health is Health.DOWN
    assert row.next_probe_at <= house.office.clock()
    await probed(house, 3)
    assert {await house.state(user) for user in users} == {State.ACTIVE}
    assert await house.codes() == []
    assert [one.code for one in await house.alerts(all_=True)].count("INFO-202") == 1


async def test_a_probe_that_is_refused_too_is_more_of_the_same(house, users):  # noqa: F811
    await doubted(house, users)
    settled = await met(house, users[4], REFUSED)
    row = await health_of(house)
    assert (settled.state, row.health, row.probes_failed) == (State.SUSPENDED, Health.DOWN, 1)
    assert row.last_probed_mailbox == (await house.direction(users[4])).mailbox_id
    assert await house.codes() == [("profile", "BOX-301")]


async def test_who_is_refused_again_after_the_others_came_back_is_halted_the_second_time(house, users):  # noqa: F811
    await doubted(house, users)
    await probed(house, 3)
    refused = users[-1]
    await met(house, refused, REFUSED)
    assert await house.state(refused) is State.RETRYING
    house.office.store.shift += A_BREATH
    await met(house, refused, REFUSED)
    row = await house.direction(refused)
    assert (row.state, row.halt_spent) == (State.HALTED, True)
    assert row.next_attempt_at is not None
    assert await house.codes() == [("mailbox", "IMAP-101")]


async def test_a_real_change_of_all_passwords_ends_with_each_owner_told(house, users):  # noqa: F811
    await doubted(house, users)
    house.office.store.shift += (await profile_of(house)).policy.profile_budget
    assert profile_spent((await health_of(house)).probe_started, (await profile_of(house)).policy, house.office.clock())
    for user in (*users, *users[1:]):  # the first one, whose refusal ends the doubt, was refused before already
        await met(house, user, REFUSED)
        house.office.store.shift += A_BREATH
    assert [await house.state(user) for user in users] == [State.HALTED] * 6
    assert await house.codes() == [("mailbox", "IMAP-101")] * 6
    (incident,) = [one for one in await house.alerts(all_=True) if one.code == "BOX-301"]
    assert incident.resolved_why == WHY_BELIEVED


async def test_who_works_again_after_a_doubt_can_be_refused_together_once_more(house, users):  # noqa: F811
    await doubted(house, users)
    await probed(house, 3)
    house.office.store.shift += A_BREATH
    await house.sync(*users)
    assert {await house.state(user) for user in users} == {State.ACTIVE}
    house.office.store.shift += timedelta(seconds=30)
    await doubted(house, users)
    assert {await house.state(user) for user in users} == {State.SUSPENDED}


async def test_without_votes_refusals_are_judged_one_by_one(house, users, valkey):  # noqa: F811
    for user in users[:3]:
        await met(house, user, REFUSED)
        valkey.connect().flushall()
    assert [await house.state(user) for user in users[:3]] == [State.HALTED] * 3


async def probed(house: House, times: int) -> None:  # noqa: F811
    for _ in range(times):
        await jobs.probe(house.office, 1, Direction.INCOMING)


NOT_UNDERSTOOD = Signal(Protocol.IMAP, Stage.SELECT, "BAD Unknown command", "BAD")


async def test_what_is_not_understood_of_many_at_once_is_no_mailbox_s_own(house, users):  # noqa: F811
    """As after an update of ours that asks wrongly, or with the settings of another tenant."""
    for user in users[:2]:
        house.office.store.shift += A_BREATH
        assert (await met(house, user, NOT_UNDERSTOOD)).fault.code == "IMAP-901"
        assert await house.state(user) is State.RETRYING
    house.office.store.shift += A_BREATH
    await met(house, users[2], NOT_UNDERSTOOD)
    assert {await house.state(user) for user in users} == {State.SUSPENDED}
    await met(house, users[0], NOT_UNDERSTOOD)  # a second time, which would have been proof enough
    assert await house.state(users[0]) is State.SUSPENDED
    assert await house.codes() == [("profile", "BOX-301")]
    assert house.office.queues.failed() == []


async def test_what_open_sessions_do_not_understand_says_nothing_of_the_others(house, users):  # noqa: F811
    for user in users[:3]:
        await met(house, user, NOT_UNDERSTOOD, fresh=False)
    assert [await house.state(user) for user in users] == [State.RETRYING] * 3 + [State.ACTIVE] * 3


def test_what_was_never_asked_of_a_server_is_not_taken_back_with_its_refusals():
    assert CODES
    assert not UNASKED & set(CODES)


async def test_a_halted_mailbox_that_is_tested_while_all_are_refused_stays_as_it_was(house, users):  # noqa: F811
    """What all are told now proves nothing of why it was halted."""
    halted = users[-1]
    await met(house, halted, CLOSED)
    assert await house.state(halted) is State.HALTED
    house.office.store.shift += timedelta(minutes=16)  # too long ago to be one of them
    await doubted(house, users)
    before = await house.direction(halted)
    house.office.store.shift += A_BREATH
    assert (await met(house, halted, REFUSED, states=(State.HALTED,), test=True)).fault.code == "IMAP-101"
    after = await house.direction(halted)
    assert (after.state, after.halt_rule, after.halted_at) == (State.HALTED, before.halt_rule, before.halted_at)
    assert await house.codes() == [("mailbox", "IMAP-301"), ("profile", "BOX-301")]


UNCLEAR = "NO Authentication failed, for a reason that is not given"


async def test_an_unclear_refusal_halts_when_it_is_said_again_to_a_fresh_sign_in_later(house, users):  # noqa: F811
    said = Signal(Protocol.IMAP, Stage.AUTH, UNCLEAR, "NO")
    assert (await met(house, users[0], said)).fault.entry.proofs == 2
    for wait, state in ((timedelta(), State.RETRYING), (A_BREATH, State.HALTED)):
        house.office.store.shift += wait
        await met(house, users[0], said)
        assert await house.state(users[0]) is state


async def test_who_gets_further_was_not_refused_for_good_before(house, users):  # noqa: F811
    stages = (Stage.AUTH, Stage.SELECT, Stage.SELECT)
    for stage, state in zip(stages, (State.RETRYING, State.RETRYING, State.HALTED), strict=True):
        house.office.store.shift += A_BREATH
        settled = await met(house, users[0], Signal(Protocol.IMAP, stage, "BAD Unknown command", "BAD"))
        assert (settled.fault.code, settled.fault.entry.proofs, settled.state) == ("IMAP-901", 2, state)


@pytest.mark.parametrize(
    ("host", "port", "same"),
    [
        pytest.param("127.0.0.1", 143, True, id="the same"),
        pytest.param("127.0.0.1.", 143, True, id="with a dot at its end"),
        pytest.param("127.0.0.2", 143, False, id="another host"),
        pytest.param("127.0.0.1", 993, False, id="another port"),
    ],
)
async def test_a_server_is_known_by_its_host_and_port(house, host, port, same):  # noqa: F811
    async with house.office.store.write() as tx:
        one = await profiles.add(tx, "one", host="127.0.0.1", port=143)
        other = await profiles.add(tx, "other", host=host, port=port)
    assert (server_of(one, Direction.INCOMING) == server_of(other, Direction.INCOMING)) is same


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        pytest.param({}, True, id="the same"),
        pytest.param({"smtp_host": "SMTP.example.org."}, True, id="written otherwise"),
        pytest.param({"smtp_host": "other.example.org"}, False, id="another host to send by"),
        pytest.param({"smtp_port": 465}, False, id="another port to send by"),
    ],
)
async def test_a_server_to_send_by_is_known_by_its_own_host_and_port(house, changed, same):  # noqa: F811
    sending = {"smtp_host": "smtp.example.org", "smtp_port": 587}
    async with house.office.store.write() as tx:
        one = await profiles.add(tx, "one", host="127.0.0.1", port=143, outgoing=sending)
        other = await profiles.add(tx, "other", host="127.0.0.2", port=993, outgoing={**sending, **changed})
    assert (server_of(one, Direction.OUTGOING) == server_of(other, Direction.OUTGOING)) is same
    assert server_of(one, Direction.OUTGOING) != server_of(one, Direction.INCOMING)


@pytest.mark.parametrize("protocol", ["graph", "ews"])
async def test_where_one_name_stands_for_many_servers_each_profile_and_direction_stands_alone(house, protocol):  # noqa: F811
    async with house.office.store.write() as tx:
        both = [await profiles.add(tx, name, protocol=protocol, host="mail.example.org") for name in ("one", "other")]
    assert len({server_of(one, direction) for one in both for direction in Direction}) == 4


async def test_only_profiles_that_are_in_the_same_trouble_are_locked(house, users, dovecot):  # noqa: F811
    others = dovecot.add_users(3)
    await house.profile(dovecot, "twin")
    await house.add_enabled(others, "twin")
    for user in users[:2]:
        await met(house, user, REFUSED)
    held = await taken(house, users[2])
    seen = Seen(held, house.office.clock(), timedelta(), fresh=True, signal=REFUSED)
    heard = await listened(house.office, seen, classify(REFUSED), house.office.clock())
    assert {one.profile_id for one in heard.tried} == {1, 2}
    async with house.office.store.write() as tx:
        assert (await lock(tx, held, heard)).keys() == {1}
        assert await lock(tx, held, Heard(heard.tried)) == {}
