"""The main job on PostgreSQL: the same story as on SQLite, with workers in processes of their own."""

from collections import Counter
from datetime import timedelta

from errors.machine import State
from tests.kit.mails import mails


async def test_two_workers_sync_retry_and_halt_on_postgresql(house_on_postgresql, dovecot):
    house = house_on_postgresql
    users = dovecot.add_users(8)
    for number, user in enumerate(users):
        dovecot.deliver_all(user, mails(60, first=100 * number))
    await house.profile(dovecot, poll_interval=timedelta(seconds=1))
    await house.add_enabled(users)
    dovecot.set_password(users[0], "another")
    house.worker("--concurrency", "20")
    house.worker("--concurrency", "20")
    await house.until(lambda: _complete(house, users[1:]), "mail is missing")
    await house.until(lambda: _is(house, users[0], State.HALTED), "not halted")
    dovecot.kill()
    await house.until(lambda: _is(house, users[1], State.SUSPENDED), "not suspended")
    dovecot.start()
    for user in users[1:]:
        await house.until(lambda user=user: _is(house, user, State.ACTIVE), "not resumed")
        assert Counter(await house.raws(user)) == Counter(mails(60, first=100 * (users.index(user))))
    assert await house.codes() == [("mailbox", "IMAP-101")]


async def _complete(house, users):
    return len(await house.emails()) == 60 * len(users)


async def _is(house, user, state):
    return await house.state(user) is state
