"""Waves: many mailboxes in one job, each settled by itself, and every lease given back."""

from errors.machine import State
from tests.kit.mails import mail
from worker import jobs


async def test_every_lease_of_a_wave_is_given_back(house, dovecot):
    users = dovecot.add_users(30)
    await house.profile(dovecot)
    await house.add_enabled(users)
    ids = [(await house.direction(user)).id for user in users]
    for _ in range(5):
        await house.make_due(ids)
        await jobs.wave(house.office, 1, ids)
        rows = [await house.direction(user) for user in users]
        assert [row.leased_by for row in rows] == [None] * len(users)


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
