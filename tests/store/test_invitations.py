"""Links that work once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from store import invitations, people, schema
from store.invitations import Purpose

ANA = "ana@example.org"
HOUR = timedelta(hours=1)


@pytest.fixture
async def ana(store):
    async with store.write() as tx:
        return await people.mention(tx, ANA)


async def make(store, purpose: Purpose, person=None, **lasts) -> str:
    async with store.write() as tx:
        return await invitations.make(tx, purpose, person_id=person and person.id, **lasts)


async def take(store, token: str):
    async with store.write() as tx:
        return await invitations.take(tx, token)


async def look(store, token: str):
    async with store.read() as tx:
        return await invitations.look(tx, token)


@pytest.mark.parametrize("purpose", [Purpose.PASSWORD, Purpose.SIGN_IN])
async def test_it_is_good_for_its_person_until_it_is_taken(store, ana, purpose):
    token = await make(store, purpose, ana)
    for found in (await look(store, token), await look(store, token), await take(store, token)):
        assert (found.purpose, found.person) == (purpose, ana)
    assert (await look(store, token), await take(store, token)) == (None, None)


async def test_of_many_takers_at_once_one_gets_it(store, other, ana):
    token = await make(store, Purpose.SIGN_IN, ana)
    taken = await asyncio.gather(*(take(one, token) for one in (store, other) * 5))
    assert sum(one is not None for one in taken) == 1


async def test_it_is_over_in_time(store, ana):
    token = await make(store, Purpose.PASSWORD, ana, lasts=HOUR)
    store.shift = HOUR + timedelta(seconds=1)
    assert (await look(store, token), await take(store, token)) == (None, None)


async def test_who_reads_the_table_has_no_link(store, ana):
    token = await make(store, Purpose.PASSWORD, ana)
    async with store.read() as tx:
        rows = (await tx.connection.execute(select(schema.invitations))).all()
    assert token not in repr(rows)


async def test_a_newer_one_voids_the_older_of_that_purpose_and_person(store, ana):
    async with store.write() as tx:
        bo = await people.mention(tx, "bo@example.org")
    kept = [await make(store, Purpose.SIGN_IN, ana), await make(store, Purpose.PASSWORD, bo)]
    older = await make(store, Purpose.PASSWORD, ana)
    newer = await make(store, Purpose.PASSWORD, ana)
    assert [await look(store, one) is not None for one in (*kept, older, newer)] == [True, True, False, True]


async def test_the_first_administrators_is_void_once_one_can_sign_in(store, ana):
    token = await make(store, Purpose.ADMINISTRATOR)
    assert (await look(store, token)).person is None
    async with store.write() as tx:
        await people.set_administrator(tx, ANA, True)
        assert await invitations.needs_administrator(tx)
        await people.set_password(tx, ana.id, "a hash")
        assert not await invitations.needs_administrator(tx)
    assert (await look(store, token), await take(store, token)) == (None, None)


async def test_it_goes_with_its_person(store, ana):
    token = await make(store, Purpose.PASSWORD, ana)
    async with store.write() as tx:
        await people.remove(tx, ana.id)
    assert await look(store, token) is None
