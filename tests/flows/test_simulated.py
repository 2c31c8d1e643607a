"""Stories against servers that misbehave on purpose: what the shipped scenarios are about, and what is kept secret."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from errors.machine import State
from simulator import Account, ManualClock, Simulator, parse
from simulator.events import POLL
from store.faults import Refused
from tests.kit.house import House, quick
from tests.kit.mails import mails
from worker import actions
from worker.attempt import Progress, witnessed
from worker.settle import settle

FAST = 15.0  # seconds of the simulator in one of ours
SECOND = timedelta(seconds=1)
EAGER = quick(retry_limit=14, retry_base=SECOND / 4, retry_cap=SECOND / 2)


# -- the shipped scenarios ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", ["flaky", "poison-mail"])
async def test_in_spite_of_all_trouble_mail_is_stored_once_and_nobody_is_halted(house, scenario):
    async with hastened(scenario, mailboxes=8) as simulator:
        users = await moved_in(house, simulator)
        house.worker("--concurrency", "50")
        await house.until(lambda: simulator.clock.now() > 20, "time stands still")
        simulator.stop_arrivals()
        await house.until(lambda: _all_there(house, simulator), "mail is missing")
        await house.until(lambda: _in_state(house, users, State.ACTIVE), "not all are well")
    assert house.office.queues.failed() == []
    errors = [one.code for one in await house.alerts(all_=True) if one.severity == "error" and one.level != "email"]
    assert errors == []


async def test_refused_passwords_halt_those_mailboxes_and_no_other(house):
    async with hastened("bad-passwords", mailboxes=10) as simulator:
        users = await moved_in(house, simulator, tested=False)
        refused = simulator.hit_by("bad_password")
        others = [user for user in users if user not in refused]
        house.worker("--concurrency", "20")
        await house.until(lambda: _in_state(house, refused, State.HALTED), "not halted")
        simulator.stop_arrivals()
        await house.until(lambda: _stored(house, simulator, others), "mail is missing")
        assert await _in_state(house, others, State.ACTIVE)
    assert len(refused) == 3
    assert await house.codes() == [("mailbox", "IMAP-101")] * 3
    assert sorted(job.mailbox for job in house.office.queues.failed()) == sorted(user.address for user in refused)


async def test_an_outage_of_two_of_three_servers_leaves_the_third_one_polled(house):
    clock = ManualClock()
    async with Simulator("outage", seed=11, mailboxes=12, clock=clock) as simulator:
        users = await moved_in(house, simulator)
        north, south, west = ([user for user in users if user.profile == name] for name in ("north", "south", "west"))
        house.worker("--concurrency", "20")
        await house.until(lambda: _all_there(house, simulator), "the first mail is missing")
        clock.advance(25)
        await house.until(lambda: _in_state(house, north + west, State.SUSPENDED), "not suspended")
        before = simulator.events.counts[POLL]
        await asyncio.wait_for(simulator.events.reached(POLL, before + len(south)), 20)
        assert await _in_state(house, south, State.ACTIVE)
        assert [level for level, _ in await house.codes()] == ["profile", "profile"], house.logs()
        clock.advance(50)
        await house.until(lambda: _in_state(house, users, State.ACTIVE), "not all came back")
        await house.until(lambda: _all_there(house, simulator), "mail is missing")
    faults = [one for one in await house.alerts(all_=True) if one.nature is not None]
    assert sorted((one.level.value, one.object_name, one.status) for one in faults) == [
        ("profile", "north", "resolved"),
        ("profile", "west", "resolved"),
    ]
    assert {(await house.direction(user)).counted for user in users} == {0}
    assert house.office.queues.failed() == []


# -- one trouble each --------------------------------------------------------------------------------------------


async def test_a_servers_wait_is_obeyed_and_costs_no_budget(house):
    async with playing("""
        fault = "throttle"
        seconds = 300
        from = 5
        times = 1
    """) as (simulator, clock):  # fmt: skip
        (user,) = await house.simulated(simulator)
        await house.sync(user)
        clock.advance(10)
        began = house.office.clock()
        await house.sync(user)
        row = await house.direction(user)
        assert (row.state, row.streak, row.counted) == (State.RETRYING, 1, 0)
        assert row.next_attempt_at - began >= timedelta(seconds=300)
        clock.advance(301)
        await house.sync(user)
        assert await house.state(user) is State.ACTIVE
        assert await house.codes() == []
        assert simulator.events.counts["fault.throttle"] == 1


async def test_a_message_that_is_cut_short_is_set_aside_and_comes_whole_when_it_is_asked_for_again(house):
    async with playing("""
        fault = "truncated_literal"
        uids = [3]
        until = 50
    """) as (simulator, clock):  # fmt: skip
        (user,) = await house.simulated(simulator)
        await synced_until(house, user, lambda: _aside(house, user, 1))
        assert len(await house.emails(user)) == 5
        assert await house.state(user) is State.ACTIVE
        assert [level for level, _ in await house.codes()] == ["email"]
        (aside,) = [email for email in await house.emails(user) if email.state == "set_aside"]
        assert aside.code
        with pytest.raises(Refused, match="still can't be fetched"):
            await actions.retry_email(house.office, aside.id)
        clock.advance(60)
        assert await actions.retry_email(house.office, aside.id)
        assert await _digests(house, [user]) == _expected(simulator)
        assert await house.codes() == []


async def test_a_literal_that_is_larger_than_it_was_said_to_be_is_not_read_to_its_end(house):
    async with playing("""
        fault = "literal_larger_than_announced"
        uids = [3]
    """) as (simulator, _):  # fmt: skip
        (user,) = await house.simulated(simulator)
        await synced_until(house, user, lambda: _aside(house, user, 1))
        states = {email.uid: (email.state, email.code) for email in await house.emails(user)}
        assert states == {uid: ("set_aside", "MSG-203") if uid == 3 else ("received", None) for uid in range(1, 6)}
        assert await house.codes() == [("email", "MSG-203")]
        assert await house.state(user) is State.ACTIVE
        assert max(email.size for email in await house.emails(user)) < 1_000_000


async def test_a_mailbox_that_is_to_set_a_message_aside_keeps_its_job_in_retry(house):
    async with playing("""
        fault = "literal_larger_than_announced"
        uids = [3]
    """) as (simulator, _):  # fmt: skip
        (user,) = await house.simulated(simulator, policy=quick(message_pause=timedelta()))
        for tries in (1, 2):
            await house.sync(user)
            row = await house.direction(user)
            assert (row.state, row.last_code) == (State.RETRYING, "MSG-203")
            assert row.retry_job == f"retry-{row.id}-{tries}"
            assert _scheduled(house) == 1
        await house.sync(user)
        assert await house.state(user) is State.ACTIVE
        assert await _aside(house, user, 1)
        assert _scheduled(house) == 0


async def test_a_folder_that_is_numbered_anew_stores_nothing_twice(house):
    async with playing("""
        fault = "uidvalidity_change"
        from = 5
    """) as (simulator, clock):  # fmt: skip
        (user,) = await house.simulated(simulator)
        await house.sync(user)
        before = {email.uid_validity for email in await house.emails(user)}
        clock.advance(10)
        await house.sync(user)
        await house.sync(user)
        assert await _digests(house, [user]) == _expected(simulator)
        assert {email.uid_validity for email in await house.emails(user)}.isdisjoint(before)
        assert "INFO-203" in [one.code for one in await house.alerts(all_=True)]
        assert await house.state(user) is State.ACTIVE


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param('fault = "garbage"\nstage = "poll"', id="noise at the poll"),
        pytest.param('fault = "garbage"\nstage = "fetch"', id="noise at the fetch"),
        pytest.param('fault = "garbage"\nstage = "auth"', id="noise at the sign-in"),
        pytest.param('fault = "garbage"\nstage = "greeting"', id="noise for a greeting"),
        pytest.param('fault = "reset"\nstage = "fetch"', id="a reset in the middle of a message"),
        pytest.param('fault = "bye"\nstage = "fetch"', id="a BYE instead of a message"),
    ],
)
async def test_one_stumble_of_the_server_is_retried_and_forgotten(house, trouble):
    async with playing(trouble + "\nfrom = 5\nuntil = 20\ntimes = 1") as (simulator, clock):
        (user,) = await house.simulated(simulator)
        await house.office.pool.close_all()
        clock.advance(6)
        await house.sync(user)
        row = await house.direction(user)
        assert row.state is State.RETRYING
        assert row.last_code is not None
        assert not row.last_code.startswith(("UNK", "BUG", "OWN"))
        clock.advance(20)
        await synced_until(house, user, lambda: _stored(house, simulator, [user]))
        assert await house.state(user) is State.ACTIVE
        assert await house.codes() == []


async def test_a_password_that_is_refused_is_not_tried_again_and_again(house):
    async with playing("""
        fault = "bad_password"
        from = 5
    """) as (simulator, clock):  # fmt: skip
        (user,) = await house.simulated(simulator)
        await house.office.pool.close_all()
        clock.advance(6)
        house.worker("--concurrency", "5")
        await house.until(lambda: _in_state(house, [user], State.HALTED), "not halted")
        tried = simulator.events.counts["refused_sign_in"]
        assert tried <= 3
        await asyncio.sleep(2)  # two poll intervals
        assert simulator.events.counts["refused_sign_in"] == tried
        assert simulator.events.signed_in[user.address] == 1  # its test


async def test_a_mailbox_added_to_a_server_that_is_down_gets_no_alert_of_its_own(house):
    async with playing("""
        fault = "refuse"
        from = 5
        until = 50
    """, mailboxes=5) as (simulator, clock):  # fmt: skip
        users = simulator.mailboxes
        await house.profile(next(iter(simulator.profiles.values())), poll_interval=SECOND)
        await house.add_enabled(users[:4])
        clock.advance(6)
        await simulator.events.fault("refuse")
        house.worker("--concurrency", "20")
        await house.until(lambda: _in_state(house, users[:4], State.SUSPENDED), "not suspended")
        await house.mailbox(users[4])
        tested = await asyncio.to_thread(house.postroom, "mailbox", "test", users[4].address, check=False)
        assert tested.returncode == 1
        assert "✘ connect" in tested.stdout
        assert await house.state(users[4]) is State.UNTESTED
        ((level, _),) = await house.codes()
        assert level == "profile"
        clock.advance(60)
        await house.until(lambda: _in_state(house, users[:4], State.ACTIVE), "not resumed")
        assert (await house.enable(users[4])).ok
        await house.until(lambda: _all_there(house, simulator), "mail is missing")
    assert await house.codes() == []


async def test_every_mailbox_of_a_new_profile_on_a_server_that_is_down_shares_one_alert(house):
    async with playing("""
        fault = "refuse"
    """, mailboxes=4) as (simulator, _):  # fmt: skip
        await house.profile(next(iter(simulator.profiles.values())))
        for user in simulator.mailboxes:
            await house.mailbox(user)
            assert not (await house.enable(user)).ok
    ((level, _),) = await house.codes()
    assert level == "profile"


# -- what is secret ----------------------------------------------------------------------------------------------


async def test_no_password_and_no_body_is_seen_outside_the_store(house, dovecot, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    right, wrong = "Right-Secret-71", "Wrong-Secret-72"
    users = [dovecot.add_user(password=right) for _ in range(3)]
    for user in users:
        dovecot.deliver_all(user, mails(3))
    await house.profile(dovecot, poll_interval=SECOND, max_message_size=100_000)
    dovecot.deliver_all(users[0], mails(1, size=200_000))
    await house.mailbox(users[0])
    await house.mailbox(users[2])
    said = [
        _cli(house, "mailbox", "add", users[1].name, "--profile", "office", "--no-outgoing", stdin=wrong),
    ]
    for user in users:
        await house.enable(user)
    await house.sync(users[2])
    dovecot.set_password(users[2], "Another-Secret-73")
    await house.office.pool.close_all()
    house.worker("--concurrency", "5")
    await house.until(lambda: _count(house, 7), "mail is missing")
    await house.until(lambda: _in_state(house, users[2:], State.HALTED), "not halted")
    said += [
        house.postroom(*words, check=False)
        for words in (
            ("alert", "list", "--all", "--json"),
            ("failed", "list", "--json"),
            ("email", "show", "1"),
        )
    ]
    places = {
        "a command's output": "".join(one.stdout + one.stderr for one in said),
        "the worker's log": house.logs(),
        "the log of a program that logs all there is": "".join(capsys.readouterr()) + caplog.text,
        "an alert": "".join(f"{one.evidence}{one.headline}{one.remedy}" for one in await house.alerts(all_=True)),
        "Redis": _all_of_redis(house),
    }
    assert all(places.values()), "there is something to look at"
    for place, text in places.items():
        for secret in (right, wrong, "Another-Secret-73", "This is line after line"):
            assert secret not in text, f"{secret} is in {place}"


async def test_a_bug_of_ours_judges_nobody_and_its_text_is_not_logged(house, dovecot, capsys):
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    (held,) = await house.office.take([(await house.direction(user)).id], states=(State.ACTIVE,), only_due=False)

    async def work(_office, held, _progress):
        raise ValueError(f"a text that quotes {held.password}")

    seen = await witnessed(house.office, held, work, Progress())
    await settle(house.office, seen)
    row = await house.direction(user)
    assert (row.state, row.streak, row.leased_by) == (State.ACTIVE, 0, None)
    assert await house.codes() == [("system", "BUG-901")]
    logged = "".join(capsys.readouterr())
    assert "ValueError" in logged
    assert "test_simulated.py" in logged
    assert user.password not in logged
    assert user.password not in str([alert.evidence for alert in await house.alerts()])


def _cli(house: House, *words: str, stdin: str):
    return subprocess.run(
        [sys.executable, "-m", "postroom", *words, "--password-stdin"], env=house.environment(), input=stdin,
        capture_output=True, text=True, check=True,
    )  # fmt: skip


def _all_of_redis(house: House) -> str:
    """Every key with all that it holds, unpacked where RQ packs it."""
    connection, found = house.office.queues.connection, list[bytes]()
    reading = {
        b"string": connection.get, b"hash": connection.hgetall, b"set": connection.smembers,
        b"list": lambda key: connection.lrange(key, 0, -1), b"zset": lambda key: connection.zrange(key, 0, -1),
        b"stream": connection.xrange,
    }  # fmt: skip
    for key in connection.scan_iter(count=1000):
        held = reading[connection.type(key)](key)
        found += [key, repr(held).encode()]
        for part in held.values() if isinstance(held, dict) else ():
            with contextlib.suppress(zlib.error):
                found.append(zlib.decompress(part))
    return b"\n".join(found).decode("utf-8", "replace")


# -- what the stories are told with --------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def playing(trouble: str, *, mailboxes: int = 1) -> AsyncIterator[tuple[Simulator, ManualClock]]:
    """One server with that trouble, whose clock only moves when told."""
    clock = ManualClock()
    text = f"[profiles.office]\nmailboxes = {mailboxes}\nmessages = 5\n[[trouble]]\n{trouble}"
    async with Simulator(parse(text, "trouble.toml"), seed=1, clock=clock) as simulator:
        yield simulator, clock


@contextlib.asynccontextmanager
async def hastened(scenario: str, mailboxes: int) -> AsyncIterator[Simulator]:
    """A shipped scenario, whose time runs FAST."""
    clock = ManualClock()
    async with Simulator(scenario, seed=11, mailboxes=mailboxes, clock=clock) as simulator:
        running = asyncio.create_task(_run(clock))
        try:
            yield simulator
        finally:
            running.cancel()


async def _run(clock: ManualClock) -> None:
    while True:
        await asyncio.sleep(0.05)
        clock.advance(0.05 * FAST)


async def moved_in(house: House, simulator: Simulator, *, tested: bool = True) -> list[Account]:
    """tested False: its mailboxes worked before, so that no test is needed."""
    for server in simulator.profiles.values():
        await house.profile(server, server.name, poll_interval=SECOND, timeout=5 * SECOND, policy=EAGER)
    for account in simulator.mailboxes:
        await house.mailbox(account, account.profile)
        while tested and not (await house.enable(account)).ok:
            await asyncio.sleep(0.05)
    await house.activate_all()
    return simulator.mailboxes


async def synced_until(house: House, user: Account, condition: Callable[[], Awaitable[bool]]) -> None:
    """One attempt after the other, in this process; a message that failed is left alone for a moment in between."""

    async def attempted() -> bool:
        await house.sync(user)
        return await condition()

    await house.until(attempted, "it does not come to that", patience=20)


async def _digests(house: House, users: list[Account]) -> Counter[tuple[str, str]]:
    of = {user.address for user in users}
    return Counter(
        (email.mailbox, email.sha256)
        for email in await house.emails()
        if email.mailbox in of and email.state == "received"
    )


def _expected(simulator: Simulator, users: list[Account] | None = None) -> Counter[tuple[str, str]]:
    of = {user.address for user in users or simulator.mailboxes}
    return Counter((one.address, one.sha256) for one in simulator.expected() if one.address in of)


async def _stored(house, simulator, users):
    return await _digests(house, users) == _expected(simulator, users)


async def _all_there(house, simulator):
    """All but what the server never gives whole; that is set aside, each with its code."""
    found = await house.emails()
    aside = {(email.mailbox, email.uid): email.code for email in found if email.state == "set_aside"}
    there = Counter((email.mailbox, email.sha256) for email in found if email.state == "received")
    expected = Counter((one.address, one.sha256) for one in simulator.expected() if (one.address, one.uid) not in aside)
    assert None not in aside.values()
    assert not there - _expected(simulator), "stored twice, or not as it was sent"
    return there == expected


def _scheduled(house: House) -> int:
    return next(count.scheduled for count in house.office.queues.counts() if count.name == "retry")


async def _aside(house, user, many):
    return sum(email.state == "set_aside" for email in await house.emails(user)) == many


async def _count(house, count):
    return len(await house.emails()) == count


async def _in_state(house, users, state):
    return {await house.state(user) for user in users} == {state}
