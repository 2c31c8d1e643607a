"""People: what they own, found by a part of their address, and what becomes of it when they are removed."""

from __future__ import annotations

import pytest

from store import mailboxes, people, profiles, sessions
from store.faults import NotThere
from tests.kit.stores import a_mailbox, a_profile

ANA, BO = "ana@example.org", "bo@example.org"


@pytest.fixture
async def owners(store):
    """Bo has a profile and two mailboxes, Ana one; Ana is signed in twice."""
    await a_profile(store, owner=BO)
    for address, owner in (("a@example.org", BO), ("b@example.org", BO), ("c@example.org", ANA)):
        await a_mailbox(store, address, owner=owner)
    async with store.write() as tx:
        ana = await people.get(tx, ANA)
        await sessions.begin(tx, ana.id)
        await sessions.begin(tx, ana.id)


def counts(held) -> list[tuple[str, int, int, int]]:
    return [(one.person.address, one.mailboxes, one.profiles, one.sessions) for one in held]


async def test_each_is_told_with_what_is_theirs(store, owners):
    expected = [(ANA, 1, 0, 2), (BO, 2, 1, 0)]
    async with store.read() as tx:
        assert counts(await people.holdings(tx)) == expected
        assert counts(await people.page(tx)) == expected
        assert counts([await people.holding(tx, (await people.get(tx, BO)).id)]) == expected[1:]


async def test_administrators_come_first_in_a_page(store, owners):
    async with store.write() as tx:
        await people.set_administrator(tx, BO, True)
        assert [one.person.address for one in await people.page(tx)] == [BO, ANA]
        assert [one.person.address for one in await people.page(tx, offset=1, limit=1)] == [ANA]


@pytest.mark.parametrize(
    ("part", "found"), [("AN", [ANA]), (" bo@ ", [BO]), ("%", []), ("_", []), ("example", [ANA, BO]), ("\\", [])]
)
async def test_a_part_of_an_address_finds_it_literally(store, owners, part, found):
    async with store.read() as tx:
        assert [one.person.address for one in await people.page(tx, containing=part)] == found


async def test_what_a_removed_person_owned_is_nobodys(store, owners):
    async with store.write() as tx:
        await people.remove(tx, (await people.get(tx, BO)).id)
    async with store.read() as tx:
        assert (await mailboxes.get(tx, "a@example.org")).owner is None
        assert (await profiles.get(tx, "office")).owner is None
        with pytest.raises(NotThere):
            await people.get(tx, BO)


async def test_a_hash_is_not_in_what_is_printed_of_an_account(store, owners):
    async with store.write() as tx:
        await people.set_password(tx, (await people.get(tx, ANA)).id, "$argon2id$hidden")
        account = await people.account(tx, ANA)
    assert account.password == "$argon2id$hidden"
    assert "hidden" not in repr(account)
    assert account.person.signs_in


async def test_only_administrators_with_a_password_are_counted(store, owners):
    async with store.write() as tx:
        await people.set_administrator(tx, ANA, True)
        assert await people.administrators_signing_in(tx) == 0
        for address in (ANA, BO):
            await people.set_password(tx, (await people.get(tx, address)).id, "a hash")
        assert await people.administrators_signing_in(tx) == 1
