"""What a mailbox on a real Dovecot lives through, from its first sync to a changed UIDVALIDITY."""

import asyncio
import json
import random
from collections import Counter
from datetime import timedelta

import pytest

from errors.machine import State
from store import attempts
from tests.kit.mails import AWKWARD, mail, mails
from worker import jobs
from worker.actions import change_password


def same(stored: list[bytes], sent: list[bytes]) -> bool:
    """Each once, byte for byte."""
    return Counter(stored) == Counter(sent)


async def test_a_first_sync_stores_2000_messages_each_once_byte_for_byte(house, dovecot):
    user, sent = dovecot.add_user(), mails(2000)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    assert same(await house.raws(user), sent)
    assert await house.state(user) is State.ACTIVE


async def test_a_first_sync_takes_the_newest_500_first(house, dovecot):
    user, sent = dovecot.add_user(), mails(700)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    uids = [email.uid for email in await house.emails(user)]
    assert set(uids[:500]) == set(range(201, 701))
    assert sorted(uids) == list(range(1, 701))


async def test_a_second_pass_fetches_nothing_and_writes_no_attempt(house, dovecot):
    user = dovecot.add_user()
    dovecot.deliver_all(user, mails(20))
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    row = await house.direction(user)
    async with house.office.store.read() as tx:
        before = len(await attempts.recent(tx, row.id))
    await house.sync(user)
    async with house.office.store.read() as tx:
        assert len(await attempts.recent(tx, row.id)) == before
    assert len(await house.emails(user)) == 20
    polled = (await house.direction(user)).last_success_at
    assert polled is not None
    assert row.last_success_at is not None
    assert polled > row.last_success_at, "it was polled"


async def test_new_mail_is_found_and_nothing_changes_on_the_server(house, dovecot):
    user, sent = dovecot.add_user(), mails(5)
    dovecot.deliver_all(user, sent[:3])
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    dovecot.deliver_all(user, sent[3:])
    await house.sync(user)
    assert same(await house.raws(user), sent)
    seen = [file.name for file in (dovecot.maildir(user) / "cur").iterdir() if "S" in file.name.partition(":2,")[2]]
    assert not seen


async def test_a_message_that_goes_from_the_server_stays_here_marked(house, dovecot):
    user, sent = dovecot.add_user(), mails(6)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    dovecot.expunge(user, 2)
    await house.sync(user)
    gone = [email.gone_at is not None for email in await house.emails(user)]
    assert gone.count(True) == 2
    assert same(await house.raws(user), sent)


async def test_a_wrong_password_halts_at_once_and_the_right_one_resumes(house, dovecot):
    user = dovecot.add_user()
    dovecot.deliver(user, mail(1))
    await house.profile(dovecot)
    await house.add_enabled([user])
    changed = dovecot.set_password(user, "another")
    await house.office.pool.close_all()
    await house.sync(user)
    assert await house.state(user) is State.HALTED
    assert await house.codes() == [("mailbox", "IMAP-101")]
    (alert,) = [one for one in await house.alerts() if one.status == "open"]
    assert (alert.severity.value, alert.nature.value, alert.who_acts.value) == ("error", "permanent", "mailbox_owner")
    assert [job.mailbox for job in house.office.queues.failed()] == [user.name]
    result = await change_password(house.office, user.name, "another")
    assert result.ok, result.steps
    await house.sync(changed)
    assert await house.state(user) is State.ACTIVE
    assert await house.codes() == []
    assert house.office.queues.failed() == []
    assert len(await house.emails(user)) == 1


async def test_dovecot_stopped_and_started_during_sync_loses_and_doubles_nothing(house, dovecot):
    user, sent = dovecot.add_user(), mails(2000)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot)
    await house.add_enabled([user])
    syncing = asyncio.create_task(house.sync(user))
    await house.until(lambda: _some(house, user), "nothing was stored")
    dovecot.kill()
    await syncing
    assert 0 < len(await house.emails(user)) < 2000
    assert await house.state(user) is State.RETRYING
    dovecot.start()
    await house.sync(user)
    assert same(await house.raws(user), sent)
    assert await house.codes() == []


async def _some(house, user):
    return len(await house.emails(user, limit=1)) > 0


async def test_a_changed_uidvalidity_stores_nothing_twice_and_is_told_as_information(house, dovecot):
    user, sent = dovecot.add_user(), mails(40)
    dovecot.deliver_all(user, [*sent, sent[0]])  # the same message twice is two messages
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    await house.office.pool.close_all()
    dovecot.stop()
    dovecot.change_uidvalidity(user)
    dovecot.start()
    dovecot.deliver(user, mail(41))
    await house.sync(user)
    stored = await house.emails(user)
    assert len(stored) == 42
    assert same(await house.raws(user), [*sent, sent[0], mail(41)])
    assert len({email.uid_validity for email in stored}) == 1
    assert any(one.severity.value == "information" and one.code == "INFO-203" for one in await house.alerts(all_=True))


async def test_mail_from_before_since_is_left_alone(house, dovecot):
    from datetime import UTC, date, datetime

    user = dovecot.add_user()
    dovecot.deliver(user, mail(1), received_at=datetime(2025, 1, 1, tzinfo=UTC))
    dovecot.deliver(user, mail(2), received_at=datetime(2026, 6, 1, tzinfo=UTC))
    await house.profile(dovecot, since=date(2026, 1, 1))
    await house.add_enabled([user])
    await house.sync(user)
    assert await house.raws(user) == [mail(2)]


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_mail_comes_over_tls_with_a_private_authority(house, dovecot, security):
    user = dovecot.add_user()
    dovecot.deliver(user, mail(1))
    port = dovecot.tls_port if security == "tls" else dovecot.port
    await house.profile(dovecot, security=security, port=port, ca=dovecot.ca)
    await house.add_enabled([user])
    await house.sync(user)
    assert await house.raws(user) == [mail(1)]


async def test_a_certificate_of_an_unknown_authority_is_the_profiles_fault(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot, security="tls", port=dovecot.tls_port)
    await house.mailbox(user)
    result = await house.enable(user)
    assert not result.ok
    assert result.steps[-1].name == "tls"
    assert [level for level, _ in await house.codes()] == ["profile"]


@pytest.mark.parametrize("raw", [pytest.param(raw, id=name) for name, raw in AWKWARD.items()])
async def test_awkward_mail_is_stored_and_stops_nothing(house, dovecot, raw):
    user = dovecot.add_user()
    sent = [mail(1), raw, mail(2)] if raw else [mail(1), mail(2)]
    dovecot.deliver_all(user, [mail(1), raw, mail(2)])
    await house.profile(dovecot)
    await house.add_enabled([user])
    await house.sync(user)
    await house.sync(user)
    stored = await house.emails(user)
    whole = [email for email in stored if email.state == "received"]
    assert await house.state(user) is State.ACTIVE
    assert {"Message 1", "Message 2"} <= {email.subject for email in whole}
    assert len(stored) >= len(sent)


async def test_a_message_over_the_cap_is_set_aside_with_its_headers(house, dovecot):
    user = dovecot.add_user()
    big = mail(2, size=300_000)
    dovecot.deliver_all(user, [mail(1), big, mail(3)])
    await house.profile(dovecot, max_message_size=100_000)
    await house.add_enabled([user])
    await house.sync(user)
    states = {email.subject: email.state for email in await house.emails(user)}
    assert states == {"Message 1": "received", "Message 2": "set_aside", "Message 3": "received"}
    assert len(await house.raws(user)) == 3
    assert [level for level, _ in await house.codes()] == ["email"]


async def test_300_mailboxes_are_synced_at_once(house, dovecot):
    users = dovecot.add_users(300)
    for number, user in enumerate(users):
        dovecot.deliver_all(user, mails(3, first=number * 10))
    await house.profile(dovecot)
    for user in users:
        await house.mailbox(user)
    await house.activate_all()
    ids = [(await house.direction(user)).id for user in users]
    await jobs.wave(house.office, 1, ids)
    assert len(await house.emails()) == 900
    assert {await house.state(user) for user in users} == {State.ACTIVE}


async def test_kill_9_at_ten_moments_and_flushall_end_with_every_message_stored_once(house, dovecot):
    user, sent = dovecot.add_user(), mails(2000)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot, poll_interval=timedelta(seconds=1))
    await house.add_enabled([user])
    chance = random.Random(2026)
    for kill in range(10):
        before = len(await house.emails(user))
        worker = house.worker("--concurrency", "10")
        await house.until(lambda before=before: _more(house, user, before), "no progress")
        await asyncio.sleep(chance.random() * 0.2)
        worker.kill()
        worker.wait(10)
        if kill == 5:
            house.office.queues.connection.flushall()
        await house.expire_leases()
    house.worker("--concurrency", "10")
    await house.until(lambda: _complete(house, user, 2000), "not complete")
    assert same(await house.raws(user), sent)
    assert await house.state(user) is State.ACTIVE
    assert json.loads(house.postroom("failed", "list", "--json").stdout) == []


async def _more(house, user, before):
    count = len(await house.emails(user))
    return count > before or count == 2000


async def _complete(house, user, count):
    return len(await house.emails(user)) == count and (await house.direction(user)).leased_until is None


async def test_flushall_in_the_middle_of_a_living_workers_sync_loses_and_doubles_nothing(house, dovecot):
    user, sent = dovecot.add_user(), mails(4000)
    dovecot.deliver_all(user, sent)
    await house.profile(dovecot, poll_interval=timedelta(seconds=1))
    await house.add_enabled([user])
    worker = house.worker("--concurrency", "10")
    await house.until(lambda: _some(house, user), "nothing was stored")
    assert len(await house.emails(user)) < 4000, "it was too fast for this test"
    house.office.queues.connection.flushall()
    await house.until(lambda: _complete(house, user, 4000), "not complete")
    dovecot.deliver(user, mail(4001))
    await house.until(lambda: _complete(house, user, 4001), "what came after it is missing")
    assert same(await house.raws(user), [*sent, mail(4001)])
    assert worker.poll() is None
