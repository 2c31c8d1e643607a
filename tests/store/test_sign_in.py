"""How often a sign-in was refused: counted before it is looked at, forgotten in time, not to be prolonged."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from store import sign_in
from store.sign_in import Limit, TooMany, Try

MINUTE = timedelta(minutes=1)
ONE, OTHER = Limit("account:ana", 3), Limit("from:192.0.2.1", 5)


async def tries(store, *limits: Limit):
    async with store.write() as tx:
        return await sign_in.begin(tx, limits)


async def test_so_many_are_allowed_and_no_more(store):
    made = [await tries(store, ONE) for _ in range(5)]
    assert [type(one) for one in made] == [Try, Try, Try, TooMany, TooMany]


async def test_it_is_over_when_it_was_said_to_be(store):
    first = store.clock()
    for minutes in (0, 4, 8):
        store.shift = minutes * MINUTE
        await tries(store, ONE)
    store.shift = 10 * MINUTE
    until = (await tries(store, ONE)).until
    assert abs(until - first - sign_in.WINDOW) < MINUTE / 6
    store.shift = 15 * MINUTE
    assert isinstance(await tries(store, ONE), Try)
    assert isinstance(await tries(store, ONE), TooMany), "the second of the three is within the window still"


async def test_what_met_a_limit_is_not_counted_for_any(store):
    for _ in range(3):
        await tries(store, ONE, OTHER)
    for _ in range(20):
        assert isinstance(await tries(store, ONE, OTHER), TooMany)
    assert [type(await tries(store, OTHER)) for _ in range(3)] == [Try, Try, TooMany]


async def test_the_longest_wait_of_several_limits_is_told(store):
    await tries(store, Limit("a", 1))
    store.shift = 5 * MINUTE
    await tries(store, Limit("b", 1))
    found = await tries(store, Limit("a", 1), Limit("b", 1))
    assert found.until - store.clock() > 14 * MINUTE


async def test_what_passed_is_taken_back(store):
    for _ in range(10):
        made = await tries(store, ONE, OTHER)
        async with store.write() as tx:
            await sign_in.passed(tx, made)
    assert isinstance(await tries(store, ONE, OTHER), Try)


async def test_tries_at_once_are_counted_one_after_another(store, other):
    made = await asyncio.gather(*(tries(one, ONE, OTHER) for one in (store, other) * 10))
    assert sum(isinstance(one, Try) for one in made) == 3


async def test_a_new_password_begins_anew(store):
    for _ in range(4):
        await tries(store, ONE)
    async with store.write() as tx:
        await sign_in.forget(tx, ONE)
    assert isinstance(await tries(store, ONE), Try)


async def test_old_refusals_are_purged(store):
    await tries(store, ONE)
    store.shift = 16 * MINUTE
    await tries(store, ONE)
    async with store.write() as tx:
        assert (await sign_in.purge(tx), await sign_in.purge(tx)) == (1, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("192.0.2.1", "::ffff:192.0.2.1", id="IPv4 as itself and within IPv6"),
        pytest.param("2001:db8::1", "2001:db8::ffff:2", id="one customer's IPv6 network"),
        pytest.param("fe80::1%eth0", "fe80::1", id="with a zone"),
        pytest.param("unknown", "\x00", id="none that can be read"),
    ],
)
def test_network_addresses_of_one_customer_are_one(one, other):
    assert sign_in.from_address(one) == sign_in.from_address(other)


def test_other_customers_are_others():
    networks = ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1")
    assert len({sign_in.from_address(one) for one in networks}) == 4


@pytest.mark.parametrize("typed", ["x" * 100_000, "é" * 400, "\ud800" * 400, "my password"])
def test_whatever_was_typed_for_an_address_is_not_kept(typed):
    key = sign_in.of_account(typed).key
    assert typed not in key
    assert len(key) < 100
    assert key == sign_in.of_account(f" {typed.upper()} ").key
