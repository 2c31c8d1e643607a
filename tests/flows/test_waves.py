"""Waves: many mailboxes in one job, each settled by itself, and every lease given back."""

import asyncio
from datetime import timedelta

from errors.machine import State
from simulator import Simulator, parse
from store import leases
from store.faults import StoreUnavailable
from tests.kit.mails import mail
from worker import jobs
from worker.jobs import Idle


async def test_every_lease_of_a_wave_is_given_back(house, dovecot):
    users = dovecot.add_users(30)
    await house.profile(dovecot)
    await house.add_enabled(users)
    ids = [(await house.direction(user)).id for user in users]
    for _ in range(5):
        began = house.office.clock()
        await house.make_due(ids)
        await jobs.wave(house.office, 1, ids)
        rows = [await house.direction(user) for user in users]
        assert [row.leased_by for row in rows] == [None] * len(users)
        assert all(row.last_success_at is not None and row.last_success_at >= began for row in rows)


async def test_one_bad_mailbox_in_a_wave_stops_no_other(house, dovecot):
    users = dovecot.add_users(5)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users:
        dovecot.deliver(user, mail(1))
    dovecot.set_password(users[2], "another")
    await house.office.pool.close_all()
    ids = [(await house.direction(user)).id for user in users]
    await house.make_due(ids)
    await jobs.wave(house.office, 1, ids)
    states = [await house.state(user) for user in users]
    assert states == [State.ACTIVE, State.ACTIVE, State.HALTED, State.ACTIVE, State.ACTIVE]
    assert len(await house.emails()) == 4


async def test_a_mailbox_with_much_new_mail_leaves_the_wave_for_a_job_of_its_own(house, dovecot):
    (user,) = dovecot.add_users(1)
    dovecot.deliver_all(user, [mail(number) for number in range(200)])
    await house.profile(dovecot)
    await house.add_enabled([user])
    row = await house.direction(user)
    await jobs.wave(house.office, 1, [row.id])
    stored = len(await house.emails(user))
    assert stored < 200
    assert house.office.queues.backlog("sync") == 1
    await house.sync(user)
    assert len(await house.emails(user)) == 200


async def test_what_comes_in_while_a_wave_writes_its_last_batch_is_given_back_too(house, dovecot, monkeypatch):
    users = dovecot.add_users(2)
    await house.profile(dovecot)
    await house.add_enabled(users)
    taken = [await house.direction(user) for user in users]
    held = await house.office.take([row.id for row in taken], states=(State.ACTIVE,), only_due=False)
    idle, over, writing = Idle(house.office), asyncio.Event(), asyncio.Event()
    give_back = leases.give_back_idle

    async def slowly(tx, batch):
        writing.set()
        await asyncio.sleep(0.1)
        await give_back(tx, batch)

    monkeypatch.setattr(leases, "give_back_idle", slowly)
    flushing = asyncio.create_task(idle.keep_flushing(over))
    idle.add(held[0])
    await writing.wait()
    idle.add(held[1])
    over.set()
    await flushing
    assert [(await house.direction(user)).leased_by for user in users] == [None, None]


async def test_a_wave_that_cannot_read_the_database_takes_no_lease(house, dovecot, monkeypatch):
    users = dovecot.add_users(2)
    await house.profile(dovecot)
    await house.add_enabled(users)

    async def unreadable(*_):
        raise StoreUnavailable("the connection was lost")

    monkeypatch.setattr(house.office, "is_sick", unreadable)
    await jobs.wave(house.office, 1, [(await house.direction(user)).id for user in users])
    assert [(await house.direction(user)).leased_by for user in users] == [None, None]
    assert house.office.leases.held == {}
    assert isinstance(house.office.store_fault, StoreUnavailable)


HANGING = """
[profiles.office]
mailboxes = 40
messages = 1
[[trouble]]
fault = "stall"
stage = "greeting"
"""


async def test_a_wave_against_a_server_that_hangs_is_called_off_once_the_profile_is_down(house):
    async with Simulator(parse(HANGING, "hanging.toml")) as simulator:
        (server,) = simulator.profiles.values()
        await house.profile(server, "office", timeout=timedelta(seconds=1), max_sign_ins=4)
        for account in simulator.mailboxes:
            await house.mailbox(account)
        await house.activate_all()
        ids = [(await house.direction(account)).id for account in simulator.mailboxes]
        await jobs.wave(house.office, 1, ids)
        assert simulator.events.counts["connection"] <= 12
    rows = [await house.direction(account) for account in simulator.mailboxes]
    assert {row.state for row in rows} == {State.SUSPENDED}
    assert {row.leased_by for row in rows} == {None}
    assert [level for level, _ in await house.codes()] == ["profile"]
