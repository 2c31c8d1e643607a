"""Waves: many mailboxes in one job, each settled by itself, and every lease given back."""

import asyncio

from errors.machine import State
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
    assert house.office.held == {}
    assert isinstance(house.office.store_fault, StoreUnavailable)
