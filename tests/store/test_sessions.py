"""Who is signed in: by a token that the table does not hold, for as long as it is used, and not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from store import people, schema, sessions, sign_in

ANA = "ana@example.org"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
async def ana(store):
    async with store.write() as tx:
        return await people.mention(tx, ANA)


async def begin(store, person) -> str:
    async with store.write() as tx:
        return await sessions.begin(tx, person.id)


async def whose(store, token: str):
    async with store.read() as tx:
        found = await sessions.whose(tx, token)
    return found and found[0].address


async def test_a_token_finds_its_person_and_no_other_text_does(store, ana):
    token = await begin(store, ana)
    assert await whose(store, token) == ANA
    for other in ("", token[:-1], token + "a", token.upper(), sessions.hashed(token), "\x00", "é"):
        assert await whose(store, other) is None


async def test_who_reads_the_table_can_not_sign_in(store, ana):
    token = await begin(store, ana)
    async with store.read() as tx:
        rows = (await tx.connection.execute(select(schema.sessions))).all()
    assert token not in repr(rows)
    assert await whose(store, rows[0].token_hash) is None


async def test_it_ends_two_weeks_after_its_last_use(store, ana):
    token = await begin(store, ana)
    store.shift = 13 * DAY
    async with store.write() as tx:
        await sessions.seen(tx, token)
    store.shift = 26 * DAY
    assert await whose(store, token) == ANA
    store.shift = 27 * DAY + MINUTE
    assert await whose(store, token) is None


async def test_it_ends_after_three_months_however_much_it_is_used(store, ana):
    token = await begin(store, ana)
    for days in range(10, 91, 10):
        store.shift = days * DAY - MINUTE
        async with store.write() as tx:
            await sessions.seen(tx, token)
    assert await whose(store, token) == ANA
    store.shift = 90 * DAY + MINUTE
    assert await whose(store, token) is None


async def test_its_use_is_written_down_every_few_minutes_only(store, ana):
    token = await begin(store, ana)
    for minutes, to_note in ((1, False), (6, True)):
        store.shift = minutes * MINUTE
        async with store.read() as tx:
            assert (await sessions.whose(tx, token))[1] is to_note


async def test_all_but_one_are_ended(store, ana):
    tokens = [await begin(store, ana) for _ in range(3)]
    async with store.write() as tx:
        other = await people.mention(tx, "bo@example.org")
    his = await begin(store, other)
    async with store.write() as tx:
        assert await sessions.end_all(tx, ana.id, but=tokens[1]) == 2
    assert [await whose(store, token) for token in (*tokens, his)] == [None, ANA, None, "bo@example.org"]


async def test_one_that_ended_is_not_prolonged(store, ana):
    token = await begin(store, ana)
    store.shift = 15 * DAY
    async with store.write() as tx:
        await sessions.seen(tx, token)
    assert await whose(store, token) is None


async def test_a_person_who_is_removed_is_signed_out(store, ana):
    token = await begin(store, ana)
    async with store.write() as tx:
        await people.remove(tx, ana.id)
    assert await whose(store, token) is None


async def test_what_is_over_is_purged_and_nothing_else(store, ana):
    token = await begin(store, ana)
    store.shift = 15 * DAY
    newer = await begin(store, ana)
    async with store.write() as tx:
        assert await sign_in.purge(tx) == 1
    store.shift = timedelta()
    assert [await whose(store, one) for one in (token, newer)] == [None, ANA]
