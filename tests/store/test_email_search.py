"""Looking for emails: nothing of others', nothing twice, nothing missed, and no more looked at than is bounded."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from errors.model import Direction
from store import code_counts, email_rows, email_search, people
from store.email_search import Asker, Wanted, words_of
from store.faults import NotThere
from store.schema import email_raws, emails, mailboxes
from store.session import Store
from tests.kit.statements import counting
from tests.kit.stores import NOON, a_profile

MANY, FEW, ONE, NONE = "many@example.org", "few@example.org", "one@example.org", "none@example.org"
OWNED = {MANY: 12, FEW: 3, ONE: 1}
MAILS = 400
LOOK = 40
SUBJECTS = ("Minutes of Müller", "WAGES", "100% off", "a_b", "plain", 'said "hello"', "back\\slash", "Żółw")


@pytest.fixture
async def ids(store: Store):
    """Owners' ids by address. They have 12, 3 and 1 mailboxes with mail in turn; the old mail is nobody's now."""
    profile = (await a_profile(store)).id
    chance = random.Random(7)
    async with store.write() as tx:
        found = {address: (await people.mention(tx, address)).id for address in (MANY, FEW, ONE, NONE)}
        boxes = [
            {"address": f"b{n}@example.org", "address_key": f"b{n}@example.org", "profile_id": profile,
             "owner_id": found[who], "username": "x", "version": 1, "created_at": NOON}
            for n, who in enumerate(who for who, many in OWNED.items() for _ in range(many))
        ]  # fmt: skip
        await tx.connection.execute(insert(mailboxes), boxes)
        there = [*(await tx.connection.execute(mailboxes.select())).all()]
        rows = [_mail(seq, chance.choice(there) if seq > 40 else None, chance) for seq in range(1, MAILS + 1)]
        await tx.connection.execute(insert(emails), rows)
        await tx.connection.execute(insert(email_raws), [{"email_id": 400, "raw": bytes(range(256))}])
    return found


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """What is bounded at 20,000 and 100 is bounded here at what a few hundred emails reach."""
    monkeypatch.setattr(email_search, "LOOK", LOOK)
    monkeypatch.setattr(email_search, "FEW", 5)


def _mail(seq: int, box, chance: random.Random) -> dict:
    address = box.address if box else "gone@example.org"
    aside = seq % 50 == 0
    return {
        "id": seq, "seq": seq, "mailbox_id": box and box.id, "address": address, "address_key": address,
        "direction": Direction.INCOMING, "state": "set_aside" if aside else "received",
        "message_id": f"<{seq}@mail.test>", "subject": chance.choice(SUBJECTS), "sender": f"Sender <s{seq % 7}@x.test>",
        "recipients": [address, f"Łukasz <r{seq % 5}@y.test>"], "size": seq, "sha256": "0" * 64,
        "received_at": NOON + timedelta(hours=seq), "stored_at": NOON + timedelta(days=99), "gone_at": None,
        "folder": "INBOX", "uid": seq, "uid_validity": 1, "code": "MSG-201" if aside else None, "response": None,
    }  # fmt: skip


async def all_pages(store: Store, asker: Asker, wanted: Wanted, limit: int = 7) -> list[int]:
    """The seqs of page after page."""
    found: list[int] = []
    for _ in range(2 * MAILS):
        async with store.read() as tx:
            page = await email_search.search(tx, asker, wanted, limit)
        assert len(page.emails) <= limit
        found += [one.email.seq for one in page.emails]
        if page.before is None:
            return found
        assert wanted.before is None or page.before < wanted.before
        wanted = replace(wanted, before=page.before)
    raise AssertionError("it never ended")


async def by_looking_at_all(store: Store, may, like) -> list[int]:
    async with store.read() as tx:
        owners = {box.id: box.owner_id for box in (await tx.connection.execute(mailboxes.select())).all()}
        rows = (await tx.connection.execute(emails.select().order_by(emails.c.seq.desc()))).all()
    return [row.seq for row in rows if may(owners.get(row.mailbox_id)) and like(row)]


def text_of(row) -> str:
    return " ".join([row.subject, row.sender, *row.recipients, row.message_id]).casefold()


FILTERS = [
    pytest.param(Wanted(), lambda row: True, id="anything"),
    pytest.param(Wanted(words=("minutes",)), lambda row: row.subject.startswith("Minutes"), id="a word"),
    pytest.param(Wanted(words=("MÜLLER",)), lambda row: "Müller" in row.subject, id="beyond ASCII, whatever the case"),
    pytest.param(Wanted(words=("żółw",)), lambda row: row.subject == "Żółw", id="another such"),
    pytest.param(Wanted(words=("łukasz", "r3@")), lambda row: row.seq % 5 == 3, id="recipients"),
    pytest.param(Wanted(words=("0%",)), lambda row: "0%" in text_of(row), id="a percent sign"),
    pytest.param(Wanted(words=("a_b",)), lambda row: "a_b" in text_of(row), id="an underscore"),
    pytest.param(Wanted(words=('"hello"',)), lambda row: '"hello"' in text_of(row), id="quotes"),
    pytest.param(Wanted(words=("k\\s",)), lambda row: "k\\s" in text_of(row), id="a backslash"),
    pytest.param(Wanted(words=("<77@mail.test>",)), lambda row: row.seq == 77, id="a Message-ID"),
    pytest.param(Wanted(words=("nowhere",)), lambda row: False, id="a word that is nowhere"),
    pytest.param(Wanted(state="set_aside"), lambda row: row.state == "set_aside", id="set aside"),
    pytest.param(Wanted(state="received"), lambda row: row.state == "received", id="received"),
    pytest.param(Wanted(state="set_aside", words=("wages",)),
                 lambda row: row.state == "set_aside" and row.subject == "WAGES", id="both"),
    pytest.param(Wanted(code="MSG-201"), lambda row: row.code == "MSG-201", id="a code"),
    pytest.param(Wanted(direction=Direction.OUTGOING), lambda row: False, id="a direction"),
    pytest.param(Wanted(since=NOON + timedelta(hours=90), until=NOON + timedelta(hours=110)),
                 lambda row: 90 <= row.seq < 110, id="days long ago"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "like"), FILTERS)
class TestEveryPageTogether:
    async def test_has_all_that_one_owns_and_is_like_that(self, store, ids, wanted, like):
        for who in (*OWNED, NONE):
            expected = await by_looking_at_all(store, lambda owner, who=who: owner == ids[who], like)
            assert await all_pages(store, Asker(ids[who]), wanted) == expected

    async def test_has_everything_for_an_administrator_who_may_read_it(self, store, ids, wanted, like):
        expected = await by_looking_at_all(store, lambda owner: True, like)
        assert await all_pages(store, Asker(ids[NONE], everything=True, others_words=True), wanted) == expected

    async def test_has_for_another_administrator_only_what_others_words_do_not_tell(self, store, ids, wanted, like):
        asker = Asker(ids[ONE], everything=True)
        found = await all_pages(store, asker, wanted)
        if not wanted.words:
            assert found == await by_looking_at_all(store, lambda owner: True, like)
            return
        own = await by_looking_at_all(store, lambda owner: owner == ids[ONE], like)
        named = [seq for seq in range(MAILS + 1) if all(word in f"<{seq}@mail.test>" for word in wanted.words)]
        assert found == sorted({*own, *named}, reverse=True)


class TestMailboxes:
    async def test_one_is_looked_through_alone(self, store, ids):
        asker = Asker(ids[MANY])
        found = await all_pages(store, asker, Wanted(mailbox="B3@example.org"))
        async with store.read() as tx:
            there = (await tx.connection.execute(emails.select().where(emails.c.address == "b3@example.org"))).all()
        assert found == sorted((row.seq for row in there), reverse=True)

    @pytest.mark.parametrize("address", ["b15@example.org", "gone@example.org", "nobody@example.org", "\0"])
    async def test_anothers_is_not_there(self, store, ids, address):
        async with store.read() as tx:
            found = await email_search.search(tx, Asker(ids[MANY]), Wanted(mailbox=address))
        assert (found.emails, found.mailbox_there) == ((), False)

    @pytest.mark.parametrize(
        "wanted", [Wanted(mailbox="gone@example.org"), Wanted(left_behind=True)], ids=["by its address", "all of them"]
    )
    async def test_what_a_removed_one_left_is_an_administrators_to_find(self, store, ids, wanted):
        found = await all_pages(store, Asker(ids[NONE], everything=True), wanted)
        assert found == list(range(40, 0, -1))
        assert await all_pages(store, Asker(ids[MANY]), Wanted(left_behind=True, before=41)) == []

    async def test_what_is_set_aside_or_left_behind_is_found_though_it_be_too_much_to_look_at_at_once(
        self, store, ids, monkeypatch
    ):
        monkeypatch.setattr(email_search, "LOOK", 5)
        asker = Asker(ids[NONE], everything=True)
        assert await all_pages(store, asker, Wanted(left_behind=True)) == list(range(40, 0, -1))
        assert await all_pages(store, asker, Wanted(state="set_aside")) == list(range(400, 0, -50))


class TestCost:
    @pytest.mark.parametrize(
        "wanted",
        [
            pytest.param(Wanted(), id="anything"),
            pytest.param(Wanted(words=("nowhere", "żółw")), id="words that are nowhere"),
            pytest.param(Wanted(state="set_aside"), id="set aside"),
            pytest.param(Wanted(mailbox="b0@example.org"), id="a mailbox"),
        ],
    )
    async def test_a_page_is_four_statements_at_most_and_lists_no_mailboxes(self, store, ids, wanted):
        for asker in (Asker(ids[MANY]), Asker(ids[FEW]), Asker(ids[ONE]), Asker(ids[NONE], everything=True)):
            async with store.read() as tx:
                with counting(store) as asked:
                    await email_search.search(tx, asker, wanted)
            assert 1 <= len(asked) <= 4
            assert all(len(one) < 4000 for one in asked)

    async def test_a_search_stops_after_so_many_and_says_so(self, store, ids):
        async with store.read() as tx:
            found = await email_search.search(tx, Asker(ids[NONE], everything=True), Wanted(words=("nowhere",)))
        assert (found.emails, found.before, found.stopped) == ([], MAILS - LOOK + 1, True)

    async def test_who_owns_many_mailboxes_is_spared_what_came_for_others_since(self, store, ids):
        async with store.write() as tx:
            others = mailboxes.select().where(mailboxes.c.owner_id == ids[ONE])
            other = (await tx.connection.execute(others)).one().id
            moved = emails.update().where(emails.c.seq > 60).values(mailbox_id=other)
            await tx.connection.execute(moved)
        async with store.read() as tx:
            found = await email_search.search(tx, Asker(ids[MANY]), Wanted(words=("nowhere",)))
        assert found.before is not None
        assert found.before < 60 - LOOK + 1 + 1


class TestOne:
    async def test_comes_with_whose_it_is(self, store, ids):
        async with store.read() as tx:
            seen = await email_rows.get(tx, 400)
            left = await email_rows.get(tx, 7)
        assert seen.owner in OWNED
        assert (seen.profile, seen.host) == ("office", "imap.example.org")
        assert (left.owner, left.mailbox_id, left.profile, left.host) == (None, None, "", "")

    @pytest.mark.parametrize("email_id", [0, -1, 401, 2**63 - 1])
    async def test_that_is_not_there_is_not(self, store, ids, email_id):
        async with store.read() as tx:
            with pytest.raises(NotThere):
                await email_rows.get(tx, email_id)
            assert await email_rows.stored_octets(tx, email_id) == 0
            assert await email_rows.piece(tx, email_id, 0, 10) == b""

    async def test_is_read_piece_by_piece(self, store, ids):
        async with store.read() as tx:
            pieces = [await email_rows.piece(tx, 400, start, 100) for start in (0, 100, 200, 300)]
            assert await email_rows.stored_octets(tx, 400) == 256
        assert pieces == [bytes(range(100)), bytes(range(100, 200)), bytes(range(200, 256)), b""]


class TestCodes:
    async def test_what_is_set_aside_with_one_is_counted_up_to_a_bound(self, store, ids, monkeypatch):
        async with store.read() as tx:
            assert await code_counts.of(tx, "MSG-201") == code_counts.CodeCounts(alerts=0, set_aside=8)
            monkeypatch.setattr(code_counts, "MOST", 3)
            assert (await code_counts.of(tx, "MSG-201")).set_aside == 4
            assert (await code_counts.of(tx, "MSG-20")).set_aside == 0


def test_no_more_words_are_looked_for_than_anybody_means():
    assert words_of("  a \t b\n") == ("a", "b")
    assert len(words_of("x " * 100)) == 8
    assert words_of("y" * 1000 + "\0\ud800") == ("y" * 100,)
