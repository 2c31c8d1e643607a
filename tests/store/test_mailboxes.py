"""Mailboxes, their credentials, and what stays when one is removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from errors.machine import State
from errors.model import Direction
from store import alerts, attempts, emails, leases, mailboxes, profiles
from store.faults import AlreadyThere, NotThere, Refused
from store.records import Attempt, CursorRow, Tested
from tests.kit.stores import a_mailbox, a_message, a_profile, leased


async def listed(store, **options):
    async with store.read() as tx:
        return [box.address for box in await mailboxes.listing(tx, **options)]


async def get(store, address: str = "ana@example.org"):
    async with store.read() as tx:
        return await mailboxes.get(tx, address)


async def remove(store, *, delete_mail: bool) -> None:
    async with store.write() as tx:
        await mailboxes.remove(tx, "ana@example.org", delete_mail=delete_mail)


async def with_mail(store, *uids: int):
    await a_profile(store)
    await a_mailbox(store)
    held = await leased(store)
    async with store.write() as tx:
        await emails.store(tx, held, "INBOX", [a_message(uid) for uid in uids], CursorRow(7, 1, 9, 9))
    return held


class TestAdding:
    async def test_a_new_mailbox_has_not_been_tested(self, store):
        await a_profile(store)
        async with store.write() as tx:
            box = await mailboxes.add(tx, store, "Ana@Example.org", profile="office", owner="bo@example.test")
        assert (box.address, box.username, box.owner, box.profile) == (
            "Ana@Example.org", "Ana@Example.org", "bo@example.test", "office",
        )  # fmt: skip
        assert (box.incoming.state, box.outgoing.state) == (State.UNTESTED, State.UNTESTED)
        assert (box.incoming.direction, box.outgoing.direction) == (Direction.INCOMING, Direction.OUTGOING)
        assert (box.incoming.test, box.has_password, box.emails_stored) == (Tested.NOT_RUN, False, 0)

    async def test_a_direction_that_is_not_wanted_is_none(self, store):
        await a_profile(store)
        async with store.write() as tx:
            box = await mailboxes.add(tx, store, "ana@example.org", profile="office", outgoing=False)
        assert (box.incoming.state, box.outgoing.state) == (State.UNTESTED, State.NONE)

    async def test_addresses_are_compared_case_insensitively(self, store):
        await a_profile(store)
        await a_mailbox(store, "Ana@Example.org")
        assert (await get(store, " ana@EXAMPLE.ORG ")).address == "Ana@Example.org"
        with pytest.raises(AlreadyThere, match="ANA@"):
            await a_mailbox(store, "ANA@example.org")

    async def test_a_profile_that_is_not_there_is_named_with_those_that_are(self, store):
        await a_profile(store)
        with pytest.raises(NotThere, match=r"'offcie'.*office"):
            await a_mailbox(store, profile="offcie")

    async def test_what_no_database_takes_is_refused(self, store):
        await a_profile(store)
        with pytest.raises(Refused):
            await a_mailbox(store, "a\0na@example.org")

    async def test_a_list_is_by_address_and_of_one_profile_where_asked(self, store):
        await a_profile(store)
        await a_profile(store, "other")
        await a_mailbox(store, "bo@example.org")
        await a_mailbox(store, "Ana@example.org", profile="other")
        assert await listed(store) == ["Ana@example.org", "bo@example.org"]
        assert await listed(store, profile="office") == ["bo@example.org"]
        with pytest.raises(NotThere):
            await listed(store, profile="nowhere")


class TestCredentials:
    async def test_the_password_is_encrypted_at_rest(self, store):
        await a_profile(store)
        await a_mailbox(store)
        async with store.read() as tx:
            rows = (await tx.connection.execute(mailboxes.credentials.select())).all()
        assert len(rows) == 1
        assert b"open sesame" not in bytes(rows[0].token)
        assert "open sesame" not in repr(await get(store))
        assert (await leased(store)).password == "open sesame"

    async def test_a_new_password_closes_open_sessions(self, store):
        await a_profile(store)
        before = await a_mailbox(store)
        async with store.write() as tx:
            after = await mailboxes.set_password(tx, store, "ana@example.org", "päss\udc80wörd")
        assert after.version == before.version + 1
        assert (await leased(store)).password == "päss\udc80wörd"

    async def test_what_was_proven_of_the_old_password_says_nothing_of_the_new_one(self, store):
        await a_profile(store)
        await a_mailbox(store)
        held = await leased(store)
        async with store.write() as tx:
            await leases.settle(tx, held.direction.id, held.direction.fence, proofs=1)
        async with store.write() as tx:
            await mailboxes.set_password(tx, store, "ana@example.org", "another")
        assert (await leased(store)).direction.proofs == 0

    async def test_without_a_password_there_is_none(self, store):
        await a_profile(store)
        async with store.write() as tx:
            await mailboxes.add(tx, store, "ana@example.org", profile="office")
        assert (await leased(store)).password is None

    async def test_a_mailbox_that_is_not_there_gets_none(self, store):
        with pytest.raises(NotThere):
            async with store.write() as tx:
                await mailboxes.set_password(tx, store, "ana@example.org", "x")


class TestRemoving:
    async def test_its_mail_stays_readable(self, store):
        await with_mail(store, 1, 2)
        await remove(store, delete_mail=False)
        assert await listed(store) == []
        async with store.read() as tx:
            left = await emails.listing(tx, mailbox="Ana@example.org")
            assert [one.mailbox for one in left] == ["ana@example.org"] * 2
            assert await emails.raw(tx, left[0].id) == a_message(2).raw

    async def test_its_mail_goes_when_asked(self, store):
        await with_mail(store, 1, 2)
        await remove(store, delete_mail=True)
        async with store.read() as tx:
            assert await emails.listing(tx) == []
            assert (await tx.connection.execute(emails.email_raws.select())).all() == []

    async def test_all_else_goes_with_it(self, store):
        held = await with_mail(store, 1)
        async with store.write() as tx:
            await attempts.record(tx, Attempt(held.direction.id, tx.now, ok=True))
        await remove(store, delete_mail=False)
        async with store.read() as tx:
            assert await leases.rows(tx, states=list(State)) == []
            assert await attempts.recent(tx, held.direction.id) == []
            assert await emails.cursor(tx, held.mailbox.id, "INBOX") is None
            assert await alerts.listing(tx, all_=True) == []
            assert (await tx.connection.execute(mailboxes.credentials.select())).all() == []

    async def test_one_that_is_added_again_finds_its_mail_and_stores_none_twice(self, store):
        await with_mail(store, 1, 2)
        await remove(store, delete_mail=False)
        box = await a_mailbox(store)
        assert box.emails_stored == 2
        held = await leased(store)
        async with store.write() as tx:
            assert await emails.has_orphans(tx, held.mailbox.id, "INBOX", 7)
            moved = [replace(a_message(uid), uid=uid + 1) for uid in (1, 2, 3)]
            assert await emails.store(tx, held, "INBOX", moved, CursorRow(7, 1, 4, 4)) == 1
        async with store.read() as tx:
            assert {one.message_id: one.uid for one in await emails.listing(tx, mailbox="ana@example.org")} == {
                "<1@example.org>": 2, "<2@example.org>": 3, "<3@example.org>": 4,
            }  # fmt: skip

    async def test_its_ids_name_nothing_else_afterwards(self, store):
        """They may still stand in queued jobs, and in the keys of open sessions."""
        await a_profile(store)
        before = await a_mailbox(store)
        await remove(store, delete_mail=True)
        after = await a_mailbox(store)
        assert after.id > before.id
        assert after.incoming.id > before.outgoing.id

    async def test_what_is_not_there_is_said(self, store):
        with pytest.raises(NotThere):
            await remove(store, delete_mail=False)

    async def test_then_its_profile_can_go(self, store):
        await with_mail(store, 1)
        await remove(store, delete_mail=False)
        async with store.write() as tx:
            await profiles.remove(tx, "office")
            assert await profiles.listing(tx) == []
