"""Servers that are odd without being down: folders that refuse, numbers that change under way, mail that comes back."""

import pytest

from errors.model import Protocol, Signal, Stage
from sync.adapters.memory import MemoryServer
from sync.engine import Options, Outcome, sync_mailbox
from sync.ports import Trouble
from tests.kit.ledger import MemoryLedger

NO_ACCESS = Signal(Protocol.IMAP, Stage.SELECT, "NO [NOPERM] Access denied", status="NO", response_code="NOPERM")
BUSY = Signal(Protocol.IMAP, Stage.SELECT, "NO [UNAVAILABLE] later", status="NO", response_code="UNAVAILABLE")
ISSUED = Signal(
    Protocol.IMAP, Stage.FETCH, "NO [EXPUNGEISSUED] Some messages are gone", status="NO", response_code="EXPUNGEISSUED"
)


def mail(number):
    return b"Message-ID: <%d@example.org>\r\n\r\nbody %d\r\n" % (number, number)


@pytest.fixture
def server():
    server = MemoryServer()
    for number in range(10):
        server.deliver(mail(number))
        server.deliver(mail(number), "Shared")
        server.deliver(mail(number), "Archive")
    return server


@pytest.fixture
def ledger():
    return MemoryLedger()


async def sync(server, ledger, *folders, **options):
    return await sync_mailbox(server.session(), ledger, folders or ["INBOX"], Options(**options))


async def test_of_all_folders_one_that_may_not_be_opened_is_told_of_and_passed_over(server, ledger):
    server.locked["Shared"] = NO_ACCESS
    outcome = await sync(server, ledger, "all")
    assert outcome.new_emails == 20
    assert {name: signal.text for name, signal in outcome.refused.items()} == {"Shared": NO_ACCESS.text}


async def test_an_inbox_that_may_not_be_opened_is_trouble(server, ledger):
    server.locked["INBOX"] = NO_ACCESS
    with pytest.raises(Trouble):
        await sync(server, ledger, "all")


async def test_a_server_that_is_busy_is_asked_for_no_other_folder(server, ledger):
    server.locked["Archive"] = BUSY
    with pytest.raises(Trouble) as trouble:
        await sync(server, ledger, "INBOX", "Archive", "Shared")
    assert trouble.value.signal.text == BUSY.text
    assert {row.folder for row in ledger.rows} == {"INBOX"}


async def test_a_server_that_only_refuses_status_is_synced_nevertheless(server, ledger):
    server.deaf.add("INBOX")
    assert (await sync(server, ledger)).new_emails == 10
    server.deliver(mail(99))
    assert (await sync(server, ledger)).new_emails == 1
    assert await sync(server, ledger) == Outcome()


async def test_a_folder_that_is_numbered_anew_in_the_middle_of_a_sync_stores_nothing_twice(server, ledger):
    def renumber_once():
        server.renumber()
        ledger.meddle = lambda: None

    ledger.meddle = renumber_once
    await sync(server, ledger, "INBOX", "Archive", newest_first=3)
    while (await sync(server, ledger, "INBOX", "Archive")).left_over:
        pass
    assert sorted(ledger.whole()) == sorted(mail(number) for number in range(10))


async def test_mail_that_comes_back_under_its_old_number_is_the_same_mail(server, ledger):
    await sync(server, ledger)
    taken = server.folders["INBOX"].messages.pop(4)
    await sync(server, ledger)
    assert [row.arrival.uid for row in ledger.rows if row.gone] == [4]
    server.folders["INBOX"].messages[4] = taken
    server.asked.clear()
    assert await sync(server, ledger) == Outcome()
    assert "FETCH" not in server.asked
    assert [row for row in ledger.rows if row.gone] == []
    assert len(ledger.rows) == 10


async def test_messages_that_are_said_to_be_gone_are_looked_for(server, ledger):
    server.refused["INBOX", 4] = ISSUED
    assert (await sync(server, ledger)).new_emails == 9
    assert [uid for _, uid in ledger.stuck_rows] == [4]  # it is listed still
    server.expunge(4)
    assert await sync(server, ledger) == Outcome()
    assert ledger.stuck_rows == {}
