"""What every MailSource promises. A subclass only says how to make a server with one mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Protocol

import pytest

from errors.model import Stage
from sync.ports import Fetched, FolderStatus, MailSource, Trouble

MAIL = b"Subject: one\r\nMessage-ID: <one@example.org>\r\n\r\nhello\r\n"
OTHER = b"Subject: two\r\nMessage-ID: <two@example.org>\r\n\r\nhello again\r\n"
WITHOUT_ID = b"Subject: three\r\n\r\nno id\r\n"
OCTETS = b"Subject: \xff\xfe\r\n\r\n" + bytes({*range(1, 256)} - {10, 13}) + b"\r\n.\r\n)\r\nA1 OK done\r\n{5}\r\n"
JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)
JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)


class Place(Protocol):
    """A server with one mailbox, and a way in."""

    def deliver(self, raw: bytes, folder: str = "INBOX", received_at: datetime | None = None) -> None: ...
    def expunge_oldest(self) -> None: ...
    async def source(self) -> MailSource: ...


async def everything(source: MailSource) -> list[Fetched]:
    uids = await source.uids(1, None, None)
    return await fetched(source, uids)


async def fetched(source: MailSource, uids: Sequence[int]) -> list[Fetched]:
    sizes = {one.uid: one.size for one in await source.describe(uids)}
    return [one async for one in source.fetch(list(sizes), sizes)]


class MailSourceContract:
    async def test_an_empty_folder_has_nothing(self, place):
        source = await place.source()
        status = await source.status("INBOX")
        assert (status.uid_next, status.messages) == (1, 0)
        await source.open("INBOX")
        assert list(await source.uids(1, None, None)) == []

    async def test_status_tells_what_opening_tells(self, place):
        place.deliver(MAIL)
        source = await place.source()
        status = await source.status("INBOX")
        assert await source.open("INBOX") == status
        assert status == FolderStatus(status.uid_validity, 2, 1)

    async def test_mail_that_came_in_while_the_folder_is_open_shows_in_the_next_status(self, place):
        place.deliver(MAIL)
        source = await place.source()
        await source.open("INBOX")
        await everything(source)
        place.deliver(OTHER)
        assert (await source.status("INBOX")).messages == 2
        place.deliver(WITHOUT_ID)
        assert (await source.status("INBOX")).uid_next == 4

    async def test_uids_come_in_ascending_order_and_within_their_bounds(self, place):
        for _ in range(5):
            place.deliver(MAIL)
        source = await place.source()
        await source.open("INBOX")
        assert list(await source.uids(1, None, None)) == [1, 2, 3, 4, 5]
        assert list(await source.uids(2, 4, None)) == [2, 3, 4]
        assert list(await source.uids(6, None, None)) == []

    async def test_since_leaves_out_what_came_before_that_day(self, place):
        place.deliver(MAIL, received_at=JUNE)
        place.deliver(OTHER, received_at=JULY)
        source = await place.source()
        await source.open("INBOX")
        assert list(await source.uids(1, None, date(2026, 7, 1))) == [2]
        assert list(await source.uids(1, 1, date(2026, 6, 1))) == [1]

    async def test_messages_are_described_by_size_date_and_id(self, place):
        place.deliver(MAIL, received_at=JUNE)
        place.deliver(WITHOUT_ID, received_at=JULY)
        source = await place.source()
        await source.open("INBOX")
        first, second = await source.describe([1, 2])
        assert (first.uid, first.size, first.received_at) == (1, len(MAIL), JUNE)
        assert (first.message_id, second.message_id) == ("<one@example.org>", "")

    async def test_messages_come_byte_for_byte_with_their_dates(self, place):
        for raw in (MAIL, OCTETS, WITHOUT_ID):
            place.deliver(raw, received_at=JUNE)
        source = await place.source()
        await source.open("INBOX")
        expected = [Fetched(1, MAIL, JUNE), Fetched(2, OCTETS, JUNE), Fetched(3, WITHOUT_ID, JUNE)]
        assert await everything(source) == expected

    async def test_many_messages_come_each_once(self, place):
        for number in range(450):
            place.deliver(b"Subject: %d\r\n\r\n%d\r\n" % (number, number))
        source = await place.source()
        await source.open("INBOX")
        assert [one.uid for one in await everything(source)] == list(range(1, 451))

    async def test_what_is_not_there_is_left_out_without_trouble(self, place):
        for raw in (MAIL, OTHER):
            place.deliver(raw)
        source = await place.source()
        await source.open("INBOX")
        assert [one.uid for one in await source.describe([1, 7, 9])] == [1]
        assert [one.uid async for one in source.fetch([2, 8], {2: len(OTHER), 8: 5})] == [2]
        assert await source.headers(8) is None

    async def test_a_vanished_message_shows_as_a_smaller_count(self, place):
        for raw in (MAIL, OTHER):
            place.deliver(raw)
        source = await place.source()
        await source.open("INBOX")
        await everything(source)
        before = await source.status("INBOX")
        place.expunge_oldest()
        after = await source.status("INBOX")
        assert (after.messages, after.uid_next) == (before.messages - 1, before.uid_next)
        await source.open("INBOX")
        assert list(await source.uids(1, None, None)) == [2]

    async def test_headers_come_without_the_body(self, place):
        place.deliver(MAIL)
        source = await place.source()
        await source.open("INBOX")
        assert await source.headers(1) == MAIL.removesuffix(b"hello\r\n")

    async def test_folders_are_listed_inbox_first(self, place):
        for folder in ("Archive", "Ablage & Übersicht"):
            place.deliver(MAIL, folder)
        source = await place.source()
        assert list(await source.folders()) == ["INBOX", "Ablage & Übersicht", "Archive"]

    async def test_a_folder_with_any_name_can_be_opened(self, place):
        place.deliver(MAIL, 'Müll "neu" \\ & 日本')
        source = await place.source()
        assert (await source.open('Müll "neu" \\ & 日本')).messages == 1
        assert len(await everything(source)) == 1

    async def test_a_missing_folder_is_trouble_at_its_stage(self, place):
        source = await place.source()
        with pytest.raises(Trouble) as opening:
            await source.open("Nowhere")
        with pytest.raises(Trouble) as asking:
            await source.status("Nowhere")
        assert (opening.value.signal.stage, asking.value.signal.stage) == (Stage.SELECT, Stage.POLL)
        assert {opening.value.signal.status, asking.value.signal.status} == {"NO"}
        assert source.alive()

    async def test_a_closed_session_is_not_alive_and_may_be_closed_again(self, place):
        source = await place.source()
        assert source.alive()
        await source.close()
        assert not source.alive()
        await source.close()
        with pytest.raises(Trouble):
            await source.status("INBOX")
