"""Emails: stored once, byte for byte, in commit order; the cursor moves with what it covers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from store import emails, leases, mailboxes
from store.faults import NotThere, StaleLease
from store.records import CursorRow, Glimpse, StuckRow
from store.session import Store
from tests.kit.stores import NOON, a_mailbox, a_message, a_profile, leased

EPOCH = 7
SECOND = timedelta(seconds=1)


def cursor(high: int, low: int = 1, epoch: int = EPOCH) -> CursorRow:
    return CursorRow(epoch, low, high, high)


def glimpse(uid: int, of: int | None = None, **changes) -> Glimpse:
    """The message numbered `of` as a server shows it under this uid."""
    message = a_message(of or uid, **changes)
    return Glimpse(uid, message.size, message.received_at, message.message_id)


@pytest.fixture
async def held(store: Store):
    await a_profile(store)
    await a_mailbox(store)
    return await leased(store)


async def keep(store, held, *messages, epoch: int = EPOCH, folder: str = "INBOX") -> int:
    async with store.write() as tx:
        high = max((one.uid for one in messages), default=0)
        return await emails.store(tx, held, folder, messages, cursor(high, epoch=epoch))


async def listed(store, **options):
    async with store.read() as tx:
        return list(await emails.listing(tx, **options))


async def box_of(store):
    async with store.read() as tx:
        return await mailboxes.get(tx, "ana@example.org")


class TestStoring:
    @pytest.mark.parametrize(
        "raw",
        [
            pytest.param(b"Subject: plain\r\n\r\nbody\r\n", id="plain"),
            pytest.param(bytes(range(256)) * 4, id="every octet there is, NUL too"),
            pytest.param(b"", id="nothing"),
            pytest.param(b"\xff\xfe\x00" * 100_000, id="large"),
        ],
    )
    async def test_a_raw_message_is_kept_byte_for_byte(self, store, held, raw):
        assert await keep(store, held, a_message(1, raw=raw)) == 1
        (email,) = await listed(store)
        async with store.read() as tx:
            assert await emails.raw(tx, email.id) == raw
        assert email.sha256 == sha256(raw).hexdigest()

    async def test_what_is_listed_is_what_was_stored(self, store, held):
        await keep(store, held, a_message(3))
        (email,) = await listed(store, mailbox="ANA@example.org")
        assert (email.subject, email.sender, email.recipients) == ("number 3", "bo@example.test", ("ana@example.org",))
        assert (email.message_id, email.uid, email.uid_validity, email.folder) == ("<3@example.org>", 3, EPOCH, "INBOX")
        assert (email.state, email.received_at, email.gone_at) == ("received", NOON + 3 * SECOND, None)
        async with store.read() as tx:
            assert await emails.get(tx, email.id) == email

    async def test_the_cursor_moves_in_the_same_transaction(self, store, held):
        async def fail() -> None:
            async with store.write() as tx:
                await emails.store(tx, held, "INBOX", [a_message(1)], cursor(1))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await fail()
        async with store.read() as tx:
            assert await emails.cursor(tx, held.mailbox.id, "INBOX") is None
        assert await listed(store) == []
        await keep(store, held, a_message(1))
        async with store.read() as tx:
            assert await emails.cursor(tx, held.mailbox.id, "INBOX") == cursor(1)

    async def test_a_uid_that_is_there_is_passed_over(self, store, held):
        assert await keep(store, held, a_message(1), a_message(2)) == 2
        assert await keep(store, held, a_message(2), a_message(3)) == 1
        assert sorted(email.uid for email in await listed(store)) == [1, 2, 3]
        assert (await box_of(store)).emails_stored == 3

    async def test_the_same_uid_of_another_folder_is_another_email(self, store, held):
        await keep(store, held, a_message(1))
        assert await keep(store, held, a_message(1), folder="Archive") == 1
        assert len(await listed(store)) == 2

    async def test_a_stale_holder_stores_nothing(self, store, held):
        async with store.write() as tx:
            await leases.release(tx, held.direction.id, held.direction.fence)
        with pytest.raises(StaleLease):
            await keep(store, held, a_message(1))
        with pytest.raises(StaleLease):
            async with store.write() as tx:
                await emails.rekey(tx, held, "INBOX", EPOCH, [glimpse(1)])
        assert await listed(store) == []

    async def test_strings_that_no_database_takes_are_made_safe(self, store, held):
        nasty = a_message(
            1, subject="nul \0 and \udcff alone", sender="\0", message_id="<\ud800>", recipients=("a\0b", "\udc80"),
            code="MSG-301", response="\0\udcff",
        )  # fmt: skip
        await keep(store, held, nasty)
        (email,) = await listed(store)
        assert (email.subject, email.sender, email.message_id) == ("nul  and ? alone", "", "<?>")
        assert (email.recipients, email.response) == (("ab", "?"), "?")

    async def test_progress_forgives_deaths(self, store, held):
        async with store.write() as tx:
            await leases.release(tx, held.direction.id, held.direction.fence, deaths=2, held_message="INBOX 1")
        await keep(store, await leased(store), a_message(1))
        assert ((await box_of(store)).incoming.deaths, (await box_of(store)).incoming.held_message) == (0, None)


class TestSetAside:
    async def test_it_has_its_row_its_code_and_what_was_had(self, store, held):
        aside = a_message(5, raw=b"Subject: huge\r\n\r\n", size=99_000_000, code="MSG-302", response="too large")
        assert await keep(store, held, aside, a_message(6)) == 2
        async with store.read() as tx:
            (email,) = await emails.set_aside_rows(tx, held.mailbox.id)
            assert await emails.counts(tx) == {"received": 1, "set_aside": 1}
            assert await emails.raw(tx, email.id) == aside.raw
        assert (email.code, email.response, email.size) == ("MSG-302", "too large", 99_000_000)
        box = await box_of(store)
        assert (box.emails_stored, box.emails_set_aside, box.last_email_at) == (1, 1, email.stored_at)

    async def test_fetched_again_whole_it_is_received_and_followers_see_it(self, store, held):
        await keep(store, held, a_message(5, raw=b"", code="MSG-302", response="no"), a_message(6))
        last_seen = (await listed(store))[0].seq
        assert await keep(store, held, a_message(5)) == 0
        (email,) = await listed(store, after=last_seen)
        assert (email.uid, email.state, email.code, email.response) == (5, "received", None, None)
        async with store.read() as tx:
            assert await emails.raw(tx, email.id) == a_message(5).raw
        box = await box_of(store)
        assert (box.emails_stored, box.emails_set_aside) == (2, 0)

    async def test_a_received_one_is_never_set_aside_again(self, store, held):
        await keep(store, held, a_message(5))
        await keep(store, held, a_message(5, raw=b"", code="MSG-302"))
        assert [email.state for email in await listed(store)] == ["received"]


class TestSeq:
    async def test_after_gives_what_follows_in_order(self, store, held):
        await keep(store, held, a_message(2), a_message(1))
        await keep(store, held, a_message(3))
        seqs = [email.seq for email in await listed(store)]
        assert seqs == sorted(seqs, reverse=True)
        assert [email.uid for email in await listed(store, after=0)] == [2, 1, 3]
        assert [email.uid for email in await listed(store, after=seqs[1], limit=5)] == [3]

    async def test_a_number_is_never_given_twice(self, store, held):
        await keep(store, held, a_message(1))
        (first,) = await listed(store)
        async with store.write() as tx:
            await mailboxes.remove(tx, "ana@example.org", delete_mail=True)
        await a_mailbox(store)
        await keep(store, await leased(store), a_message(1))
        (second,) = await listed(store)
        assert second.seq > first.seq

    async def test_a_follower_misses_none_whatever_the_order_of_commits(self, store, other):
        """Two transactions at once: the one that began to store first commits last, if the database lets it."""
        await a_profile(store)
        await a_mailbox(store, "one@example.org")
        await a_mailbox(store, "two@example.org")
        one, two = await leased(store, "one@example.org"), await leased(store, "two@example.org")
        stored, may_commit = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            async with store.write() as tx:
                await emails.store(tx, one, "INBOX", [a_message(1)], cursor(1))
                stored.set()
                await may_commit.wait()

        async def quick() -> None:
            await stored.wait()
            async with other.write() as tx:
                await emails.store(tx, two, "INBOX", [a_message(2)], cursor(2))

        seen: list[int] = []

        async def follow() -> None:
            after = max(seen, default=0)
            seen.extend(email.seq for email in await listed(store, after=after))

        slowly, quickly = asyncio.create_task(slow()), asyncio.create_task(quick())
        await stored.wait()
        await asyncio.wait([quickly], timeout=0.3)  # it commits here, where numbers don't wait for each other
        await follow()  # whatever is committed so far
        may_commit.set()
        await asyncio.gather(slowly, quickly)
        await follow()
        assert sorted(seen) == sorted(email.seq for email in await listed(store))
        assert len(seen) == 2


class TestGone:
    async def test_what_went_away_is_marked_and_no_longer_known(self, store, held):
        await keep(store, held, a_message(1), a_message(2), a_message(3))
        async with store.write() as tx:
            await emails.mark_gone(tx, held, "INBOX", EPOCH, [2], replace(cursor(3), messages=2))
            now = tx.now
        async with store.read() as tx:
            assert await emails.known_uids(tx, held.mailbox.id, "INBOX", EPOCH) == [1, 3]
            assert (await emails.cursor(tx, held.mailbox.id, "INBOX")).messages == 2
        assert {email.uid: email.gone_at for email in await listed(store)} == {1: None, 2: now, 3: None}

    async def test_a_gone_one_that_comes_back_under_another_uid_is_the_same(self, store, held):
        await keep(store, held, a_message(1))
        async with store.write() as tx:
            await emails.mark_gone(tx, held, "INBOX", EPOCH, [1], cursor(1))
        same = replace(a_message(1), uid=9)
        assert await keep(store, held, same) == 0
        (email,) = await listed(store)
        assert (email.uid, email.gone_at) == (9, None)

    async def test_a_gone_one_that_comes_back_under_its_own_uid_is_there_again(self, store, held):
        await keep(store, held, a_message(1))
        async with store.write() as tx:
            await emails.mark_gone(tx, held, "INBOX", EPOCH, [1], cursor(1))
        assert await keep(store, held, a_message(1)) == 0
        assert [email.gone_at for email in await listed(store)] == [None]


class TestRekeying:
    async def rekey(self, store, held, seen, epoch: int = EPOCH + 1):
        async with store.write() as tx:
            return await emails.rekey(tx, held, "INBOX", epoch, seen)

    async def test_another_uidvalidity_stores_nothing_twice(self, store, held):
        await keep(store, held, *(a_message(uid) for uid in range(1, 6)))
        async with store.write() as tx:
            await emails.reset(tx, held, "INBOX")
        async with store.read() as tx:
            assert await emails.cursor(tx, held.mailbox.id, "INBOX") is None
            assert await emails.has_orphans(tx, held.mailbox.id, "INBOX", EPOCH + 1)
        seen = [glimpse(uid + 100, of=uid) for uid in range(1, 8)]
        assert await self.rekey(store, held, seen) == [101, 102, 103, 104, 105]
        async with store.read() as tx:
            assert not await emails.has_orphans(tx, held.mailbox.id, "INBOX", EPOCH + 1)
            assert await emails.known_uids(tx, held.mailbox.id, "INBOX", EPOCH + 1) == [101, 102, 103, 104, 105]
        assert len(await listed(store)) == 5

    async def test_uids_that_overlap_with_the_old_ones_are_no_obstacle(self, store, held):
        await keep(store, held, a_message(1), a_message(2))
        assert await self.rekey(store, held, [glimpse(1, of=2), glimpse(2, of=1)]) == [1, 2]
        assert {email.uid: email.message_id for email in await listed(store)} == {
            1: "<2@example.org>",
            2: "<1@example.org>",
        }

    @pytest.mark.parametrize(
        ("stored", "seen", "matched"),
        [
            pytest.param(1, 3, 1, id="one stored, three there: two are new"),
            pytest.param(3, 1, 1, id="three stored, one there: two stay old"),
            pytest.param(2, 2, 2, id="as many as there are"),
        ],
    )
    async def test_twins_are_counted_as_often_as_they_are_there(self, store, held, stored, seen, matched):
        await keep(store, held, *(replace(a_message(1), uid=uid) for uid in range(1, stored + 1)))
        got = await self.rekey(store, held, [glimpse(uid + 10, of=1) for uid in range(seen)])
        assert len(got) == matched

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"message_id": "<other@example.org>"}, id="another Message-ID"),
            pytest.param({"size": 5}, id="another size"),
            pytest.param({"received_at": NOON}, id="another date"),
            pytest.param({"message_id": ""}, id="no Message-ID, where the stored one has one"),
        ],
    )
    async def test_what_differs_is_another_message(self, store, held, changes):
        await keep(store, held, a_message(1))
        assert await self.rekey(store, held, [glimpse(1, **changes)]) == []

    async def test_without_a_message_id_size_and_date_decide(self, store, held):
        await keep(store, held, a_message(1, message_id=""))
        assert await self.rekey(store, held, [glimpse(4, of=1, message_id="")]) == [4]

    async def test_what_is_in_place_is_no_orphan(self, store, held):
        await keep(store, held, a_message(1))
        assert await self.rekey(store, held, [glimpse(2, of=1)], epoch=EPOCH) == []

    async def test_storing_matches_an_old_epoch_too(self, store, held):
        await keep(store, held, a_message(1), a_message(2))
        assert await keep(store, held, replace(a_message(1), uid=11), a_message(3), epoch=EPOCH + 1) == 1
        assert sorted((email.uid_validity, email.uid) for email in await listed(store)) == [
            (EPOCH, 2),
            (EPOCH + 1, 3),
            (EPOCH + 1, 11),
        ]

    async def test_a_set_aside_orphan_that_comes_whole_is_received(self, store, held):
        message = a_message(1)
        await keep(store, held, replace(message, raw=b"", code="MSG-302"))
        await keep(store, held, replace(message, uid=11), epoch=EPOCH + 1)
        assert [(email.uid, email.state) for email in await listed(store)] == [(11, "received")]


class TestStuck:
    async def test_tries_are_noted_and_forgotten_when_it_is_stored(self, store, held):
        row = StuckRow("INBOX", 4, 1, NOON, "MSG-301", "NO later")
        async with store.write() as tx:
            await emails.note_stuck(tx, held, row)
            await emails.note_stuck(tx, held, replace(row, tries=2))
            await emails.note_stuck(tx, held, replace(row, folder="Archive"))
            assert await emails.stuck(tx, held.mailbox.id, "INBOX") == [replace(row, tries=2)]
            assert len(await emails.stuck(tx, held.mailbox.id)) == 2
        await keep(store, held, a_message(4))
        async with store.read() as tx:
            assert [one.folder for one in await emails.stuck(tx, held.mailbox.id)] == ["Archive"]

    async def test_a_reset_forgets_those_of_its_folder(self, store, held):
        async with store.write() as tx:
            await emails.note_stuck(tx, held, StuckRow("INBOX", 4, 1, NOON, None, ""))
            await emails.reset(tx, held, "INBOX")
            assert await emails.stuck(tx, held.mailbox.id) == []


class TestReading:
    async def test_one_state(self, store, held):
        await keep(store, held, a_message(1), a_message(2, code="MSG-301"))
        assert [email.uid for email in await listed(store, state="set_aside")] == [2]

    async def test_what_is_not_there_is_said(self, store, held):
        async with store.read() as tx:
            with pytest.raises(NotThere, match="99"):
                await emails.get(tx, 99)
            with pytest.raises(NotThere, match="99"):
                await emails.raw(tx, 99)
            with pytest.raises(NotThere, match="nobody"):
                await emails.listing(tx, mailbox="nobody@example.org")

    async def test_when_the_newest_was_stored(self, store, held):
        async with store.read() as tx:
            assert await emails.newest_stored_at(tx) is None
        await keep(store, held, a_message(1))
        (email,) = await listed(store)
        async with store.read() as tx:
            assert await emails.newest_stored_at(tx) == email.stored_at


class TestForgetting:
    async def test_mail_is_kept_for_ever_unless_its_profile_says_how_long(self, store):
        await a_profile(store, "short", keep_days=30)
        await a_profile(store, "long")
        for name in ("short", "long"):
            await a_mailbox(store, f"{name}@example.org", profile=name)
            await keep(store, await leased(store, f"{name}@example.org"), a_message(1))
        async with store.write() as tx:
            assert await emails.purge(tx) == 0
        store.shift += timedelta(days=31)
        async with store.write() as tx:
            assert await emails.purge(tx) == 1
        assert [email.mailbox for email in await listed(store)] == ["long@example.org"]
        async with store.read() as tx:
            assert [box.emails_stored for box in await mailboxes.listing(tx)] == [1, 0]
