"""The engine keeps a ledger in step with a server: what it asks, what it stores, where it leaves off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from errors.model import Protocol, Signal, Stage
from sync.adapters.memory import MemoryServer
from sync.engine import Options, Outcome, sync_mailbox
from sync.ports import Cursor, Trouble
from tests.kit.ledger import MemoryLedger

INBOX = ["INBOX"]
PARSE = Signal(Protocol.IMAP, Stage.FETCH, "NO [PARSE] Invalid data in MIME part", status="NO", response_code="PARSE")
BROKEN = Signal(Protocol.IMAP, Stage.FETCH, "NO Internal error. Try again later...", status="NO")
LIMIT = Signal(Protocol.IMAP, Stage.FETCH, "NO [LIMIT] Rate limit hit.", status="NO", response_code="LIMIT")


def mail(number):
    return b"Message-ID: <%d@example.org>\r\nSubject: number %d\r\n\r\nbody %d\r\n" % (number, number, number)


@pytest.fixture
def server():
    return MemoryServer()


@pytest.fixture
def ledger():
    return MemoryLedger()


def deliver(server, *numbers, folder="INBOX"):
    for number in numbers:
        server.deliver(mail(number), folder)


async def sync(server, ledger, folders=INBOX, **options):
    return await sync_mailbox(server.session(), ledger, folders, Options(**options))


def stored_uids(ledger, folder="INBOX"):
    return [row.arrival.uid for row in ledger.rows if row.folder == folder and not row.gone]


async def test_an_idle_poll_costs_one_status_and_two_readings(server, ledger):
    deliver(server, *range(3))
    await sync(server, ledger)
    server.asked.clear()
    ledger.calls.clear()
    assert await sync(server, ledger) == Outcome()
    assert (server.asked, ledger.calls) == (["STATUS"], ["cursor", "stuck"])


async def test_an_empty_folder_is_remembered_as_complete(server, ledger):
    await sync(server, ledger)
    assert ledger.cursors["INBOX"] == Cursor(1, 1, 0, 0)
    server.asked.clear()
    await sync(server, ledger)
    assert server.asked == ["STATUS"]


async def test_a_first_sync_takes_the_newest_of_every_folder_before_the_rest_of_any(server, ledger):
    deliver(server, *range(30))
    deliver(server, *range(30), folder="Archive")
    await sync(server, ledger, ["INBOX", "Archive"], newest_first=10)
    newest = [(row.folder, row.arrival.uid) for row in ledger.rows[:20]]
    assert newest == [("INBOX", uid) for uid in range(21, 31)] + [("Archive", uid) for uid in range(21, 31)]
    assert sorted(stored_uids(ledger)) == sorted(stored_uids(ledger, "Archive")) == list(range(1, 31))


async def test_new_mail_is_stored_with_its_headers_and_octets(server, ledger):
    await sync(server, ledger)
    raw = (
        b"From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\r\nTo: a@example.org, B <b@example.org>\r\n"
        b"Message-ID: <x@example.org>\r\nSubject: h\xc3\xa4llo\r\n\r\n"
    )
    server.deliver(raw)
    assert await sync(server, ledger) == Outcome(new_emails=1)
    arrival = ledger.rows[0].arrival
    assert (arrival.raw, arrival.size) == (raw, len(raw))
    assert (arrival.sender, arrival.subject) == ("Jürgen <j@example.org>", "hällo")
    assert (arrival.message_id, arrival.recipients) == ("<x@example.org>", ("a@example.org", "B <b@example.org>"))


async def test_new_mail_comes_before_the_rest_of_the_old(server, ledger):
    deliver(server, *range(30))
    assert (await sync(server, ledger, newest_first=5, max_new=5)).left_over
    deliver(server, 77)
    await sync(server, ledger, newest_first=5)
    assert stored_uids(ledger)[:6] == [26, 27, 28, 29, 30, 31]
    assert sorted(stored_uids(ledger)) == list(range(1, 32))


async def test_more_than_it_may_take_is_left_over_at_a_whole_place(server, ledger):
    deliver(server, *range(120))
    outcomes = []
    while not outcomes or outcomes[-1].left_over:
        outcomes.append(await sync(server, ledger, max_new=50))
    assert [outcome.new_emails for outcome in outcomes] == [50, 50, 20]
    assert sorted(stored_uids(ledger)) == list(range(1, 121))


async def test_a_passed_deadline_leaves_the_work_for_later(server, ledger):
    deliver(server, 1)
    assert await sync(server, ledger, deadline=timedelta(0)) == Outcome(left_over=True)
    assert await sync(server, ledger) == Outcome(new_emails=1)


async def test_mail_from_before_since_is_left_alone(server, ledger):
    server.deliver(mail(1), received_at=datetime(2026, 5, 31, tzinfo=UTC))
    server.deliver(mail(2), received_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert (await sync(server, ledger, since=date(2026, 6, 1))).new_emails == 1
    server.deliver(mail(3), received_at=datetime(2020, 1, 1, tzinfo=UTC))  # moved here from an archive
    server.deliver(mail(4), received_at=datetime(2026, 6, 2, tzinfo=UTC))
    assert (await sync(server, ledger, since=date(2026, 6, 1))).new_emails == 1
    assert stored_uids(ledger) == [2, 4]


async def test_what_went_away_on_the_server_is_marked_and_kept(server, ledger):
    deliver(server, *range(5))
    await sync(server, ledger)
    server.expunge(2, 4)
    assert await sync(server, ledger) == Outcome()
    assert [row.arrival.uid for row in ledger.rows if row.gone] == [2, 4]
    server.asked.clear()
    await sync(server, ledger)
    assert server.asked == ["STATUS"]


async def test_going_and_coming_at_once_are_both_seen(server, ledger):
    deliver(server, 1, 2)
    await sync(server, ledger)
    server.expunge(1)
    deliver(server, 3)
    await sync(server, ledger)
    assert stored_uids(ledger) == [2, 3]


async def test_a_message_that_is_moved_back_is_not_stored_twice(server, ledger):
    deliver(server, 1, 2)
    await sync(server, ledger)
    server.expunge(1)
    await sync(server, ledger)
    deliver(server, 1)
    server.asked.clear()
    assert await sync(server, ledger) == Outcome()
    assert sorted(stored_uids(ledger)) == [2, 3]
    assert "FETCH" not in server.asked


async def test_another_uidvalidity_fetches_and_stores_nothing_twice(server, ledger):
    deliver(server, 1, 1, 2, 3)  # one is there twice
    await sync(server, ledger)
    server.expunge(4)
    server.renumber()
    deliver(server, 9)
    server.asked.clear()
    assert (await sync(server, ledger)).new_emails == 1
    assert ledger.resets == [("INBOX", 2)]
    assert server.asked.count("FETCH") == 1
    assert sorted(ledger.whole()) == sorted([mail(1), mail(1), mail(2), mail(3), mail(9)])


async def test_a_server_that_tells_no_uidnext_is_asked_for_its_uids(server, ledger):
    server.tells_uid_next = False
    deliver(server, 1, 2)
    assert (await sync(server, ledger)).new_emails == 2
    deliver(server, 3)
    assert (await sync(server, ledger)).new_emails == 1
    assert await sync(server, ledger) == Outcome()


async def test_a_message_past_the_cap_is_set_aside_with_its_headers(server, ledger):
    server.deliver(mail(1) + b"x" * 5000)
    deliver(server, 2)
    assert await sync(server, ledger, max_message_size=1000) == Outcome(new_emails=2, set_aside=1)
    large = next(row.arrival for row in ledger.rows if row.arrival.uid == 1)
    assert (large.subject, large.size) == ("number 1", len(mail(1)) + 5000)
    assert large.raw == mail(1).removesuffix(b"body 1\r\n")
    assert (large.set_aside.exception, large.set_aside.message) == ("MessageTooLarge", "INBOX 1")


@pytest.mark.parametrize(
    "refusal",
    [pytest.param(PARSE, id="in clear words"), pytest.param(BROKEN, id="in words that may mean anything")],
)
async def test_a_refused_message_is_tried_three_times_while_the_others_come(server, ledger, refusal):
    deliver(server, *range(40))
    server.refused["INBOX", 17] = refusal
    assert (await sync(server, ledger)).new_emails == 39
    assert (await sync(server, ledger)).new_emails == 0
    assert await sync(server, ledger) == Outcome(new_emails=1, set_aside=1)
    assert ledger.rows[-1].arrival.set_aside.text == refusal.text
    assert await sync(server, ledger) == Outcome()
    assert ledger.stuck_rows == {}


async def test_a_stuck_message_waits_until_its_time_has_come(server):
    ledger = MemoryLedger(pause=timedelta(hours=1))
    deliver(server, 1, 2)
    server.refused["INBOX", 2] = PARSE
    await sync(server, ledger)
    server.asked.clear()
    assert await sync(server, ledger) == Outcome()
    assert server.asked == ["STATUS"]


async def test_a_stuck_message_that_comes_after_all_is_stored_whole(server, ledger):
    deliver(server, 1, 2)
    server.refused["INBOX", 2] = PARSE
    await sync(server, ledger)
    server.refused.clear()
    assert await sync(server, ledger) == Outcome(new_emails=1)
    assert sorted(ledger.whole()) == [mail(1), mail(2)]
    assert ledger.stuck_rows == {}


async def test_a_stuck_message_that_vanishes_is_forgotten(server, ledger):
    deliver(server, 1, 2)
    server.refused["INBOX", 2] = PARSE
    await sync(server, ledger)
    server.expunge(2)
    assert await sync(server, ledger) == Outcome()
    assert ledger.stuck_rows == {}


async def test_a_message_that_is_listed_and_never_sent_is_set_aside(server, ledger):
    deliver(server, *range(10))
    server.withheld.add(("INBOX", 3))
    outcomes = [await sync(server, ledger) for _ in range(3)]
    assert [outcome.set_aside for outcome in outcomes] == [0, 0, 1]
    assert sorted(stored_uids(ledger)) == list(range(1, 11))


async def test_a_message_that_is_refused_when_described_stops_no_other_and_is_not_lost(server, ledger):
    deliver(server, *range(10))
    server.undescribed |= {("INBOX", 3), ("INBOX", 7)}
    server.refused["INBOX", 7] = BROKEN
    outcomes = [await sync(server, ledger) for _ in range(3)]
    assert [(outcome.new_emails, outcome.set_aside) for outcome in outcomes] == [(9, 0), (0, 0), (1, 1)]
    third = next(row.arrival for row in ledger.rows if row.arrival.uid == 3)
    assert (third.raw, third.size) == (mail(2), len(mail(2)))


async def test_a_throttled_fetch_is_blamed_on_no_message(server, ledger):
    deliver(server, *range(10))
    server.refused["INBOX", 4] = LIMIT
    with pytest.raises(Trouble):
        await sync(server, ledger)
    assert ledger.stuck_rows == {}
    assert stored_uids(ledger) == [1, 2, 3]


async def test_a_server_that_refuses_every_message_is_not_the_messages_fault(server, ledger):
    deliver(server, *range(10))
    for uid in range(1, 11):
        server.refused["INBOX", uid] = BROKEN
    with pytest.raises(Trouble):
        await sync(server, ledger)
    assert len(ledger.stuck_rows) <= 3


async def test_a_message_that_breaks_the_connection_is_found_and_set_aside(server, ledger):
    deliver(server, *range(40))
    server.broken.add(("INBOX", 17))
    troubles = 0
    for _ in range(10):
        try:
            await sync(server, ledger)
        except Trouble:
            troubles += 1
    assert sorted(stored_uids(ledger)) == list(range(1, 41))
    assert [row.arrival.uid for row in ledger.rows if row.arrival.set_aside] == [17]
    assert troubles == 4  # among the others, then first of the rest, then twice alone


async def test_a_connection_that_breaks_once_is_blamed_on_no_message(server, ledger):
    deliver(server, *range(10))
    server.broken.add(("INBOX", 4))
    with pytest.raises(Trouble):
        await sync(server, ledger)
    server.broken.clear()
    assert ledger.stuck_rows == {}
    assert (await sync(server, ledger)).new_emails == 7
    assert sorted(ledger.whole()) == sorted(mail(number) for number in range(10))


async def test_in_careful_mode_each_message_is_noted_before_it_is_touched(server, ledger):
    deliver(server, 1, 2)
    await sync(server, ledger, careful=True)
    assert [uid for _, uid in ledger.held if uid] == [2, 1]
    assert ledger.held[-1] == ("INBOX", None)
    assert ledger.calls.count("store") == 2


async def test_a_message_to_be_skipped_is_set_aside_untouched(server, ledger):
    deliver(server, 1, 2)
    died = Signal(Protocol.IMAP, Stage.PARSE, exception="WorkerDied", message="INBOX 2")
    outcome = await sync(server, ledger, careful=True, skip={"INBOX 2": died})
    assert outcome == Outcome(new_emails=2, set_aside=1)
    aside = next(row.arrival for row in ledger.rows if row.arrival.set_aside)
    assert (aside.uid, aside.raw, aside.set_aside) == (2, b"", died)
    assert "HEADERS" not in server.asked


async def test_all_means_every_folder(server, ledger):
    deliver(server, 1)
    deliver(server, 2, folder="Archive")
    assert (await sync(server, ledger, ["all"])).new_emails == 2


async def test_a_missing_folder_is_trouble_after_the_others_are_done(server, ledger):
    deliver(server, 1)
    deliver(server, 2, folder="Archive")
    with pytest.raises(Trouble) as trouble:
        await sync(server, ledger, ["INBOX", "Nowhere", "Archive"])
    assert trouble.value.signal.stage is Stage.SELECT
    assert len(ledger.rows) == 2


async def test_a_missing_folder_that_is_the_only_one_is_trouble_at_once(server, ledger):
    with pytest.raises(Trouble) as trouble:
        await sync(server, ledger, ["Nowhere"])
    assert trouble.value.signal.response_code == "NONEXISTENT"
