"""Sessions are kept between polls, a few sign in at once, and what can't be used again is closed."""

import asyncio

import pytest

from sync.adapters.memory import MemoryServer
from sync.pool import Limits, Pool

NO_LIMITS = Limits()


class Door:
    """Opens sessions when it is told to; counts how many are on their way."""

    def __init__(self):
        self.opened = []
        self.opening = self.most_opening = 0
        self.may_open = asyncio.Event()
        self.may_open.set()

    async def __call__(self):
        self.opening += 1
        self.most_opening = max(self.most_opening, self.opening)
        try:
            await self.may_open.wait()
            self.opened.append(MemoryServer().session())
            return self.opened[-1]
        finally:
            self.opening -= 1


@pytest.fixture
async def door():
    return Door()


@pytest.fixture
def pool():
    return Pool()


async def use(pool, door, mailbox, *, version=(1,), profile=1, limits=NO_LIMITS):
    async with pool.session(mailbox, version, profile, door, limits) as source:
        return source


async def settled(*tasks):
    """Let the tasks run until all that can happen has happened."""
    for _ in range(50):
        await asyncio.sleep(0)
    return [task.done() for task in tasks]


async def test_a_session_is_kept_for_the_next_poll(pool, door):
    assert await use(pool, door, 1) is await use(pool, door, 1)
    assert (pool.open_count(), repr(pool)) == (1, "Pool(0 busy, 1 idle)")


async def test_a_session_of_an_older_version_is_closed_and_opened_anew(pool, door):
    old = await use(pool, door, 1, version=(1,))
    assert await use(pool, door, 1, version=(2,)) is not old
    assert not old.alive()
    assert pool.open_count() == 1


async def test_a_session_that_died_meanwhile_is_opened_anew(pool, door):
    old = await use(pool, door, 1)
    await old.close()
    assert (await use(pool, door, 1)).alive()


async def test_a_session_whose_use_failed_is_closed(pool, door):
    with pytest.raises(ZeroDivisionError):
        async with pool.session(1, (1,), 1, door):
            raise ZeroDivisionError
    assert not door.opened[0].alive()
    assert pool.open_count() == 0


async def test_a_session_whose_use_was_cancelled_is_closed(pool, door):
    async def hold():
        async with pool.session(1, (1,), 1, door):
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    await settled()
    assert repr(pool) == "Pool(1 busy, 0 idle)"
    task.cancel()
    await asyncio.wait([task])
    assert not door.opened[0].alive()
    assert repr(pool) == "Pool(0 busy, 0 idle)"


async def test_one_at_a_time_uses_a_mailboxs_session(pool, door):
    async with pool.session(1, (1,), 1, door):
        second = asyncio.create_task(use(pool, door, 1))
        assert await settled(second) == [False]
    assert await second is door.opened[0]


async def test_only_a_few_of_a_profile_sign_in_at_once(pool, door):
    door.may_open.clear()
    tasks = [asyncio.create_task(use(pool, door, mailbox, limits=Limits(max_sign_ins=3))) for mailbox in range(9)]
    other = asyncio.create_task(use(pool, door, 99, profile=2))
    await settled()
    assert door.opening == 4
    door.may_open.set()
    await asyncio.gather(other, *tasks)
    assert door.most_opening == 4
    assert pool.open_count() == 10


async def test_a_failed_sign_in_makes_room_for_the_next(pool, door):
    async def refused():
        raise ConnectionRefusedError

    limits = Limits(max_sign_ins=1, max_sessions=1)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await use(pool, refused, 1, limits=limits)
    assert (await use(pool, door, 1, limits=limits)).alive()


async def test_a_cancelled_sign_in_makes_room_for_the_next(pool, door):
    door.may_open.clear()
    limits = Limits(max_sign_ins=1, max_sessions=1)
    task = asyncio.create_task(use(pool, door, 1, limits=limits))
    waiting = asyncio.create_task(use(pool, door, 2, limits=limits))
    await settled()
    task.cancel()
    door.may_open.set()
    assert (await waiting).alive()


async def test_those_who_stop_waiting_keep_nobody_else_from_signing_in(pool, door):
    door.may_open.clear()
    limits = Limits(max_sign_ins=1)
    tasks = [asyncio.create_task(use(pool, door, mailbox, limits=limits)) for mailbox in range(6)]
    await settled()
    door.may_open.set()
    await asyncio.sleep(0)
    for task in tasks[1:5]:
        task.cancel()
    async with asyncio.timeout(2):
        assert (await tasks[5]).alive()


async def test_thousands_may_wait_for_a_few_places(pool, door):
    limits = Limits(max_sign_ins=2, max_sessions=50)
    async with asyncio.timeout(10):
        await asyncio.gather(*(use(pool, door, mailbox, limits=limits) for mailbox in range(2000)))
    assert (len(door.opened), pool.open_count()) == (2000, 50)


async def test_an_idle_session_makes_way_when_a_profile_may_open_no_more(pool, door):
    limits = Limits(max_sessions=2)
    first, second = await use(pool, door, 1, limits=limits), await use(pool, door, 2, limits=limits)
    await use(pool, door, 1, limits=limits)  # the second is now the one that was longest unused
    await use(pool, door, 3, limits=limits)
    assert (first.alive(), second.alive(), pool.open_count()) == (True, False, 2)


async def test_who_finds_all_sessions_in_use_waits_for_one(pool, door):
    limits = Limits(max_sessions=1)
    async with pool.session(1, (1,), 1, door, limits):
        waiting = asyncio.create_task(use(pool, door, 2, limits=limits))
        assert await settled(waiting) == [False]
    assert (await waiting).alive()
    assert pool.open_count() == 1


async def test_the_longest_unused_session_makes_way_when_the_process_holds_enough(door):
    pool = Pool(most=2)
    first = await use(pool, door, 1)
    await use(pool, door, 2, profile=2)
    await use(pool, door, 3, profile=3)
    assert (first.alive(), pool.open_count()) == (False, 2)


async def test_a_mailboxs_session_is_closed_so_that_the_next_use_signs_in_anew(pool, door):
    mine, other = await use(pool, door, 1), await use(pool, door, 2)
    await pool.close_mailbox(1)
    await pool.close_mailbox(3)  # has none
    assert (mine.alive(), other.alive(), pool.open_count()) == (False, True, 1)


async def test_a_profiles_sessions_are_closed_without_the_others(pool, door):
    mine, other = await use(pool, door, 1), await use(pool, door, 2, profile=2)
    await pool.close_profile(1)
    assert (mine.alive(), other.alive(), pool.open_count()) == (False, True, 1)
    await pool.close_all()
    assert (other.alive(), pool.open_count()) == (False, 0)


async def test_nothing_is_remembered_of_mailboxes_that_are_not_in_use(pool, door):
    await asyncio.gather(*(use(pool, door, mailbox % 5) for mailbox in range(50)))
    assert pool._turns == {}
    assert len(door.opened) == 5
