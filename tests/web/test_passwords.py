"""How passwords are kept and looked at."""

from __future__ import annotations

import asyncio

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from web import passwords
from web.password_rule import LONGEST, SHORTEST, wrong_with, wrong_with_both
from web.passwords import Passwords, TooBusy

QUICK = PasswordHasher.from_parameters(CHEAPEST)
PASSWORD = "open sesame open"


class Slow(PasswordHasher):
    """Verifies when it is told to, and says how many do at once."""

    def __init__(self, gate) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.gate, self.now, self.most = gate, 0, 0

    def verify(self, *args):
        self.now += 1
        self.most = max(self.most, self.now)
        asyncio.run_coroutine_threadsafe(self.gate.wait(), self.loop).result()
        self.now -= 1
        return super().verify(*args)


async def test_what_is_kept_is_argon2id_as_rfc_9106_recommends():
    kept = await Passwords().hashed(PASSWORD)
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert await Passwords().right(kept, PASSWORD)


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        pytest.param(QUICK.hash(PASSWORD), PASSWORD + "x", id="another"),
        pytest.param(None, PASSWORD, id="no account"),
        pytest.param(None, "nobody's", id="the one of the stand-in"),
        pytest.param("no hash", PASSWORD, id="what was kept is damaged"),
        pytest.param("", "nobody's", id="what was kept is empty"),
    ],
)
async def test_what_is_wrong_is_wrong(kept, typed):
    assert not await Passwords(QUICK).right(kept, typed)


async def test_one_password_however_its_letters_are_composed():
    kept = await Passwords(QUICK).hashed("caf\u00e9 au lait bien chaud")
    assert await Passwords(QUICK).right(kept, "cafe\u0301 au lait bien chaud")


async def test_only_a_few_are_hashed_at_once_and_too_many_are_turned_away():
    gate = asyncio.Event()
    hasher = Slow(gate)
    hasher.loop = asyncio.get_running_loop()
    all_ = Passwords(hasher)
    kept = hasher.hash(PASSWORD)
    some = passwords.AT_ONCE + passwords.MOST_WAITING
    running = [asyncio.create_task(all_.right(kept, PASSWORD)) for _ in range(some)]
    while hasher.now < passwords.AT_ONCE:
        await asyncio.sleep(0)
    with pytest.raises(TooBusy):
        await all_.right(kept, PASSWORD)
    gate.set()
    assert all(await asyncio.gather(*running))
    assert hasher.most == passwords.AT_ONCE
    assert await all_.right(kept, PASSWORD), "there is room again"


async def test_whoever_goes_away_meanwhile_gives_no_turn_too_early():
    """The thread goes on: else who opens many connections and closes them would fill the memory."""
    gate = asyncio.Event()
    hasher = Slow(gate)
    hasher.loop = asyncio.get_running_loop()
    all_ = Passwords(hasher)
    kept = hasher.hash(PASSWORD)
    gone = [asyncio.create_task(all_.right(kept, PASSWORD)) for _ in range(passwords.AT_ONCE)]
    while hasher.now < passwords.AT_ONCE:
        await asyncio.sleep(0)
    for one in gone:
        one.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    next_ = asyncio.create_task(all_.right(kept, PASSWORD))
    await asyncio.sleep(0.05)
    assert hasher.most == passwords.AT_ONCE
    gate.set()
    assert await next_
    assert hasher.most == passwords.AT_ONCE


async def test_the_pages_go_on_while_one_is_hashed():
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.001)

    ticking = asyncio.create_task(tick())
    await Passwords().hashed(PASSWORD)
    ticking.cancel()
    assert ticks >= 5


@pytest.mark.parametrize("password", ["x" * 11, "", "a" * 40, "PASSWORD1234", "ana@example.org", "q" * 1025])
def test_a_new_password_that_will_not_do_is_told_why_without_being_quoted(password):
    why = wrong_with(password, "Ana@Example.org")
    assert why is not None
    assert not password or password not in why


@pytest.mark.parametrize(
    "password", ["a few quiet words", "Zwölf Boxkämpfer", "x" * (SHORTEST - 8) + "12345678", "😀🎉🦊🐢" * 3 + "ab"]
)
def test_a_long_one_will_do_whatever_its_letters(password):
    assert wrong_with(password, "ana@example.org") is None
    assert wrong_with("ab cd ef" * (LONGEST // 8)) is None


def test_both_must_be_the_same():
    assert set(wrong_with_both("a few quiet words", "a few quiet word")) == {"new_password_again"}
    assert wrong_with_both("a few quiet words", "a few quiet words") == {}
