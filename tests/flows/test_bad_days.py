"""Days on which what is ours fails: Redis, database, disk, key, workers. No mailbox is judged for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from errors.machine import State
from simulator import ManualClock, Simulator, parse
from store import leases
from store.faults import StoreUnavailable
from store.keys import new_key
from sync import headers
from sync.engine import Run
from tests.kit.house import QUICK, House, quick
from tests.kit.mails import mail, mails
from worker.office import Office, OfficeSettings
from worker.scheduler import Scheduler

SECOND = timedelta(seconds=1)


# -- Redis -------------------------------------------------------------------------------------------------------


async def test_redis_killed_during_a_sync_and_started_again_loses_nothing_and_ends_no_worker(house, dovecot, valkey):
    user, sent = dovecot.add_user(), mails(800)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot, poll_interval=SECOND)
    await house.add_enabled([user])
    worker = house.worker("--concurrency", "5")
    await house.until(lambda: _stored(house, user, 1), "nothing was stored")
    valkey.kill()
    await house.until(lambda: "queue" in house.logs() and "unreachable" in house.logs(), "Redis was not missed")
    valkey.start()
    dovecot.deliver(user, mail(9999))
    await house.until(lambda: _stored(house, user, 801), "mail is missing")
    assert Counter(await house.raws(user)) == Counter([*sent, mail(9999)])
    assert worker.poll() is None
    assert (await house.direction(user)).counted == 0
    assert await _not_judged(house, user)


async def test_a_scheduled_retry_that_flushall_took_comes_back_from_sql_and_runs(house, dovecot):
    user = dovecot.add_user()
    dovecot.deliver(user, mail(1))
    await house.profile(dovecot, policy=quick(retry_base=1.5 * SECOND))
    await house.add_enabled([user])
    await house.office.pool.close_all()
    dovecot.stop()
    await house.sync(user)
    assert await house.state(user) is State.RETRYING
    dovecot.start()
    house.office.queues.connection.flushall()
    assert _scheduled(house) == 0
    house.worker("--concurrency", "5")
    await house.until(lambda: '"jobs": 1, "event": "scheduler.rebuilt"' in house.logs(), "it did not come back")
    await house.until(lambda: _stored(house, user, 1), "the retry did not run")
    await house.until(lambda: _in_state(house, user, State.ACTIVE), "it is not active")
    assert _scheduled(house) == 0


# -- the database ------------------------------------------------------------------------------------------------


async def test_a_database_locked_by_another_program_judges_nobody_and_is_told_once_it_is_free(house, dovecot):
    users = dovecot.add_users(3)
    await house.profile(dovecot, poll_interval=SECOND)
    await house.add_enabled(users)
    began = house.office.clock()
    worker = house.worker("--concurrency", "5")
    await house.until(lambda: _tried_since(house, users, began), "not polled")
    with locked(house):
        for user in users:
            dovecot.deliver(user, mail(1))
        refusing = asyncio.create_task(asyncio.to_thread(house.postroom, "mailbox", "test", users[0].name, check=False))
        await house.until(lambda: "store.unavailable" in house.logs(), "the lock was not met")
        refused = await refusing
        asked = await asyncio.to_thread(house.postroom, "mailbox", "list", "--json", check=False)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "another program holds its lock" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert asked.returncode == 0, "reading waits for no writer"
        assert await house.emails() == []
    await house.until(lambda: _count(house, 3), "work did not go on")
    await house.until(lambda: _has(house, ("system", "OWN-901")), "the administrator was not told")
    rows = [await house.direction(user) for user in users]
    assert {(row.state, row.streak, row.counted) for row in rows} == {(State.ACTIVE, 0, 0)}
    assert await house.codes() == [("system", "OWN-901")]
    assert worker.poll() is None
    assert "Traceback" not in house.logs()


async def test_a_full_disk_loses_nothing_halts_nobody_and_work_goes_on_when_there_is_room(house_on_small_disk, dovecot):
    house, disk = house_on_small_disk
    user, sent = dovecot.add_user(), mails(30, size=100_000)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot, poll_interval=SECOND)
    await house.add_enabled([user])
    worker = house.worker("--concurrency", "5")
    await house.until(lambda: "own.disk-full" in house.logs(), "the disk did not fill")
    tested = await asyncio.to_thread(house.postroom, "mailbox", "test", user.name, check=False)
    assert tested.returncode in (0, 1), tested.stderr
    assert "Traceback" not in tested.stderr
    assert len(await house.emails(user)) < 30
    row = await house.direction(user)
    assert (row.state, row.counted) == (State.ACTIVE, 0)
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    await house.until(lambda: _stored(house, user, 30), "work did not go on")
    assert Counter(await house.raws(user)) == Counter(sent)
    assert ("system", "OWN-907") in await house.codes(), "the administrator is told"
    assert await _not_judged(house, user)
    assert worker.poll() is None
    assert "Traceback" not in house.logs()


async def test_the_alert_of_a_fault_of_ours_closes_itself_when_it_does_not_happen_again(house):
    house.office.store_failed(StoreUnavailable("the database is locked"))
    assert await house.office.gate()
    assert await house.codes() == [("system", "OWN-901")]
    house.office.store.shift += timedelta(hours=1)
    await Scheduler(house.office).tick()
    assert await house.codes() == [("system", "OWN-901")]
    house.office.store.shift += timedelta(hours=2)
    await Scheduler(house.office).tick()
    assert await house.codes() == []


async def test_a_process_with_another_secret_key_ends_with_2_and_judges_no_mailbox(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot, poll_interval=SECOND)
    await house.add_enabled([user])
    before = await house.direction(user)
    ended = house.run(
        "env", f"POSTROOM_SECRET_KEY={new_key()}", sys.executable, "-m", "postroom", "worker", "--burst", check=False
    )
    assert ended.returncode == 2
    assert "POSTROOM_SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert await house.direction(user) == before
    assert await house.codes() == []


# -- workers -----------------------------------------------------------------------------------------------------


STALLED = """
[profiles.office]
mailboxes = 1
messages = 40
[[trouble]]
fault = "stall"
stage = "fetch"
uids = [30]
until = 100
times = 1
"""


async def test_a_sigterm_lets_what_runs_finish_and_leaves_no_lease(house):
    async with stalled(house) as (clock, user, worker):
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGTERM)  # the same one, come by two ways
        await house.until(lambda: "worker.finishing" in house.logs(), "it does not wind down")
        clock.advance(200)
        assert await asyncio.to_thread(worker.wait, 15) == 0, house.logs()
    row = await house.direction(user)
    assert (row.leased_by, row.leased_until, row.state, row.deaths) == (None, None, State.ACTIVE, 0)
    assert len(await house.emails(user)) == 40


async def test_a_second_sigterm_hands_the_lease_back_and_another_worker_goes_on_at_once(house):
    async with stalled(house) as (clock, user, worker):
        worker.send_signal(signal.SIGTERM)
        await asyncio.sleep(1.1)  # sooner, it would be taken for the same one
        worker.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(worker.wait, 15) == 0, house.logs()
        row = await house.direction(user)
        assert (row.leased_by, row.leased_until, row.streak, row.deaths) == (None, None, 0, 0)
        assert (row.state, row.last_code) == (State.ACTIVE, None)
        clock.advance(200)
        house.worker("--concurrency", "5")
        await house.until(lambda: _stored(house, user, 40), "no other worker went on", patience=15)
    assert len(await house.emails(user)) == 40


@contextlib.asynccontextmanager
async def stalled(house: House):
    """A worker in the middle of a sync, held up by its server until second 100."""
    clock = ManualClock()
    async with Simulator(parse(STALLED, "stalled.toml"), clock=clock) as simulator:
        (user,) = await house.simulated(simulator, timeout=timedelta(minutes=5))
        worker = house.worker("--concurrency", "5")
        await asyncio.wait_for(simulator.events.fault("stall"), 20)
        yield clock, user, worker


async def test_the_third_death_on_the_same_message_sets_it_aside_and_the_mailbox_goes_on(house, dovecot):
    user, sent = dovecot.add_user(), mails(5)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot)
    await house.add_enabled([user])
    for _ in range(3):
        await die(house, user, holding="INBOX 3")
    await house.sync(user)
    states = {email.uid: (email.state, email.code) for email in await house.emails(user)}
    assert states == {uid: ("set_aside", "OWN-905") if uid == 3 else ("received", None) for uid in range(1, 6)}
    assert await house.state(user) is State.ACTIVE
    assert await house.codes() == [("email", "OWN-905")]
    assert (await house.direction(user)).deaths == 0
    (aside,) = [email for email in await house.emails(user) if email.state == "set_aside"]
    house.postroom("email", "retry", str(aside.id))
    assert Counter(await house.raws(user)) == Counter(sent)
    assert await house.codes() == [], "the grouped line resolves when no such email is left"


async def test_two_deaths_on_a_message_set_nothing_aside(house, dovecot):
    user, sent = dovecot.add_user(), mails(5)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot)
    await house.add_enabled([user])
    for _ in range(2):
        await die(house, user, holding="INBOX 3")
    await house.sync(user)
    assert Counter(await house.raws(user)) == Counter(sent)
    assert (await house.direction(user)).deaths == 0


async def test_the_third_death_without_a_message_halts_for_the_administrator_until_it_is_enabled(house, dovecot):
    user = dovecot.add_user()
    dovecot.deliver(user, mail(1))
    await house.profile(dovecot)
    await house.add_enabled([user])
    for _ in range(3):
        await die(house, user, holding=None)
    await house.sync(user)
    assert await house.state(user) is State.HALTED
    (alert,) = [one for one in await house.alerts() if one.severity.value == "error"]
    assert (alert.level.value, alert.code, alert.who_acts.value) == ("mailbox", "OWN-904", "administrator")
    assert [job.code for job in house.office.queues.failed()] == ["OWN-904"]
    house.postroom("mailbox", "enable", user.name)
    await house.sync(user)
    assert await house.raws(user) == [mail(1)]
    assert await house.codes() == []
    assert house.office.queues.failed() == []


async def test_a_worker_that_is_killed_is_counted_as_one_death_of_what_it_held(house, dovecot):
    user = dovecot.add_user()
    dovecot.deliver_all(user, mails(600))
    await house.profile(dovecot, poll_interval=SECOND)
    await house.add_enabled([user])
    worker = house.worker("--concurrency", "5")
    await house.until(lambda: _leased(house, user), "nobody took it")
    os.kill(worker.pid, signal.SIGKILL)
    await asyncio.to_thread(worker.wait)
    await house.expire_leases()
    async with house.office.store.write() as tx:
        (due,) = await leases.due(tx, reserve=SECOND)
    assert due.alone
    (held,) = await house.office.take([due.direction_id], states=(State.ACTIVE,), only_due=False)
    assert held.direction.deaths == 1
    await house.office.release(held)


# -- what the stories are told with --------------------------------------------------------------------------------


async def die(house: House, user: object, *, holding: str | None) -> None:
    """What a worker leaves behind that dies while it holds a mailbox (and a message), a minute later."""
    row = await house.direction(user)
    async with house.office.store.write() as tx:
        (held,) = await leases.take(
            tx, house.office.store, [row.id], holder="dead", length=SECOND, states=tuple(State), only_due=False
        )
        if holding is not None:
            await leases.hold_message(tx, row.id, held.direction.fence, holding)
    await house.expire_leases()


@contextlib.contextmanager
def locked(house: House) -> Iterator[None]:
    other = sqlite3.connect(house.settings.home / "postroom.db", isolation_level=None, timeout=10)
    try:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


@pytest.fixture
async def house_on_small_disk(tmp_path: Path, valkey):
    """A house whose home is a disk of a few MB."""
    home = tmp_path / "small"
    home.mkdir(mode=0o700)
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", str(home)], capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip("this process may not mount a small disk (it takes root)")
    try:
        settings = OfficeSettings(home, f"sqlite+aiosqlite:///{home}/postroom.db", valkey.url)
        async with Office.open(settings, migrate=True) as office:
            built = House(office, settings, valkey.url)
            try:
                yield built, home
            finally:
                built.end()
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)


def _scheduled(house: House) -> int:
    return next(count.scheduled for count in house.office.queues.counts() if count.name == "retry")


async def _stored(house, user, count):
    return len(await house.emails(user)) >= count


async def _count(house, count):
    return len(await house.emails()) == count


async def _leased(house, user):
    return (await house.direction(user)).leased_by is not None


async def _in_state(house, user, state):
    return await house.state(user) is state


async def _has(house, code):
    return code in await house.codes()


async def _tried_since(house, users, moment):
    rows = [await house.direction(user) for user in users]
    return all(row.last_attempt_at is not None and row.last_attempt_at > moment for row in rows)


async def _not_judged(house, user):
    row = await house.direction(user)
    return row.state is State.ACTIVE and not row.counted and house.office.queues.failed() == []


async def test_a_bug_of_ours_inside_one_message_sets_that_message_aside_and_the_mailbox_goes_on(
    house, dovecot, monkeypatch
):
    """The bug is planted: nobody knows the real ones."""

    def planted(raw: bytes) -> headers.Headers:
        if b"Message 3" in raw:
            raise KeyError("a secret word of the message")
        return sound(raw)

    sound = headers.read
    monkeypatch.setattr(headers, "read", planted)
    user = dovecot.add_user()
    dovecot.deliver_all(user, mails(5))
    await house.profile(dovecot)
    await house.add_enabled([user])
    for _ in range(3):  # the bug, the careful look, the rest
        await house.sync(user)
    stored = {email.uid: email.state for email in await house.emails(user)}
    assert stored == {1: "received", 2: "received", 3: "set_aside", 4: "received", 5: "received"}
    assert ("email", "BUG-902") in await house.codes()
    row = await house.direction(user)
    assert (row.state, row.streak, row.deaths) == (State.ACTIVE, 0, 0)
    assert "secret word" not in repr(await house.alerts(all_=True))


async def test_a_bug_of_ours_that_no_message_brings_about_is_retried_at_the_cap_and_blames_nobody(
    house, dovecot, monkeypatch
):
    async def planted(*_: object) -> None:
        raise KeyError("everywhere")

    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    monkeypatch.setattr(Run, "look", planted)
    for _ in range(4):
        await house.sync(user)
    row = await house.direction(user)
    assert (row.state, row.streak, row.deaths) == (State.ACTIVE, 0, 1)
    assert await house.codes() == [("system", "BUG-901")]
    wait = row.next_attempt_at - house.office.clock()
    assert timedelta(seconds=1) < wait <= QUICK.retry_cap
