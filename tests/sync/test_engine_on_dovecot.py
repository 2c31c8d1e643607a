"""The engine with the real adapter on a real Dovecot: what happens in the middle of a sync, and between two."""

from datetime import timedelta

import pytest

from sync.adapters.imap import ImapSettings, sign_in
from sync.engine import Options, Outcome, sync_mailbox
from sync.ports import Trouble
from tests.kit.dovecot import dovecot  # noqa: F401
from tests.kit.ledger import MemoryLedger

pytestmark = pytest.mark.flow


def mail(number):
    return b"Message-ID: <%d@example.org>\r\nSubject: %d\r\n\r\n%s\r\n" % (number, number, b"x" * 70)


async def sync(server, user, ledger, **options):
    port, ca = server.tls_port, server.ca
    settings = ImapSettings("localhost", port, "tls", ca, user.name, user.password, timedelta(seconds=10), 10_000_000)
    source = await sign_in(settings, lambda stage: None)
    try:
        return await sync_mailbox(source, ledger, ["INBOX"], Options(**options))
    finally:
        await source.close()


def filled(server, count):
    user = server.add_user()
    server.deliver_all(user, [mail(number) for number in range(count)])
    return user


async def test_two_thousand_messages_come_once_and_byte_for_byte(dovecot):  # noqa: F811
    user, ledger = filled(dovecot, 2000), MemoryLedger()
    assert await sync(dovecot, user, ledger) == Outcome(new_emails=2000)
    assert await sync(dovecot, user, ledger) == Outcome()
    assert sorted(ledger.whole()) == sorted(mail(number) for number in range(2000))


async def test_messages_that_vanish_between_listing_and_fetching_are_no_trouble(dovecot):  # noqa: F811
    user = filled(dovecot, 600)
    ledger = MemoryLedger()
    ledger.meddle = lambda: dovecot.expunge(user, 20)
    outcome = await sync(dovecot, user, ledger)
    assert (outcome.set_aside, ledger.stuck_rows) == (0, {})
    ledger.meddle = lambda: None
    await sync(dovecot, user, ledger)
    here = len([*dovecot.maildir(user).glob("cur/*"), *dovecot.maildir(user).glob("new/*")])
    assert len(ledger.whole()) == here < 600


async def test_another_uidvalidity_stores_nothing_twice(dovecot):  # noqa: F811
    user, ledger = filled(dovecot, 30), MemoryLedger()
    await sync(dovecot, user, ledger)
    dovecot.stop()
    dovecot.change_uidvalidity(user)
    dovecot.start()
    dovecot.deliver(user, mail(99))
    assert (await sync(dovecot, user, ledger)).new_emails == 1
    assert len(ledger.resets) == 1
    assert sorted(ledger.whole()) == sorted(mail(number) for number in [*range(30), 99])


async def test_a_server_that_is_killed_in_the_middle_loses_and_doubles_nothing(dovecot):  # noqa: F811
    user = filled(dovecot, 1000)
    ledger = MemoryLedger()
    ledger.meddle = dovecot.kill
    with pytest.raises(Trouble):
        await sync(dovecot, user, ledger)
    assert 0 < len(ledger.rows) < 1000
    dovecot.start()
    ledger.meddle = lambda: None
    await sync(dovecot, user, ledger)
    assert sorted(ledger.whole()) == sorted(mail(number) for number in range(1000))
    assert ledger.stuck_rows == {}


async def test_a_message_that_is_moved_away_and_back_is_the_same(dovecot):  # noqa: F811
    user, ledger = filled(dovecot, 5), MemoryLedger()
    await sync(dovecot, user, ledger)
    place = dovecot.maildir(user)
    chosen = min(place.glob("new/*"))
    away = chosen.rename(user.home / "away")
    await sync(dovecot, user, ledger)
    assert len(ledger.whole()) == 4
    away.rename(place / "new" / "1800000000.M1P1.again")
    assert await sync(dovecot, user, ledger) == Outcome()
    assert len(ledger.whole()) == len(ledger.rows) == 5


async def test_nothing_is_marked_as_read(dovecot):  # noqa: F811
    user = filled(dovecot, 5)
    await sync(dovecot, user, MemoryLedger(), max_message_size=100)
    assert not list(dovecot.maildir(user).glob("cur/*"))  # they are not even no longer new
