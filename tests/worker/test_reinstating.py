"""Which halts are taken back when it turns out that many are refused, and which stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Health, Protocol, Signal, Stage
from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401
from tests.kit.house import House, house, house_on_postgresql, quick  # noqa: F401
from tests.kit.postgresql import postgresql  # noqa: F401
from tests.kit.refusing import A_BREATH, REFUSED, health_of, met, recovered, settled, taken
from tests.kit.valkey import valkey  # noqa: F401
from worker.attempt import Seen

pytestmark = pytest.mark.flow

BUSY = Signal(Protocol.IMAP, Stage.SELECT, "NO [SERVERBUG] internal error", "NO", "SERVERBUG")
HALTED = (State.HALTED,)


@pytest.fixture(params=[pytest.param("house", id="sqlite"), pytest.param("house_on_postgresql", id="postgresql")])
def home(request: pytest.FixtureRequest) -> House:
    found: House = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def users(home: House, dovecot: Dovecot) -> list[User]:  # noqa: F811
    """Four mailboxes that work, and halt at the first failure that counts."""
    added = dovecot.add_users(4)
    await home.profile(dovecot, policy=quick(retry_limit=1))
    await home.add_enabled(added)
    return added


async def test_one_that_is_being_tested_when_the_doubt_begins_is_left_to_its_test(home, users):
    await met(home, users[0], REFUSED)
    held = await taken(home, users[0], states=HALTED)
    await _refused(home, users[1:])
    assert await home.state(users[0]) is State.HALTED
    seen = Seen(held, home.office.clock(), timedelta(), fresh=True, signal=REFUSED, test=True)
    assert (await settled(home, held, seen)).state is State.HALTED


async def test_one_whose_tester_died_is_not_left_behind(home, users):
    await met(home, users[0], REFUSED)
    await taken(home, users[0], states=HALTED)
    home.office.store.shift += timedelta(minutes=2)  # its lease has run out
    await _refused(home, users[1:])
    assert await home.state(users[0]) is State.SUSPENDED


async def test_a_halt_by_a_spent_budget_stands(home, users):
    """It was tried often enough: here its refusal had been doubted before."""
    await _refused(home, users[:3])
    home.office.store.shift += A_BREATH
    await recovered(home, users)
    for _ in range(2):
        if await home.state(users[0]) is not State.HALTED:
            home.office.store.shift += A_BREATH
            await met(home, users[0], REFUSED)
    row = await home.direction(users[0])
    assert (row.state, row.halt_spent, row.last_code) == (State.HALTED, True, "IMAP-101")
    await recovered(home, users)
    await _refused(home, users[1:])
    assert await home.state(users[0]) is State.HALTED


async def test_a_mailbox_that_never_worked_stays_halted(home, users, dovecot):  # noqa: F811
    (never,) = dovecot.add_users(1)
    await home.mailbox(never)
    await home.activate_all()
    await met(home, never, REFUSED)
    await _refused(home, users[1:])
    assert await home.state(never) is State.HALTED


async def test_those_that_halt_by_what_may_pass_are_tried_again_at_different_times(home, users):
    six_hours = timedelta(hours=6)
    for user, dice in zip(users, (0.0, 0.5), strict=False):
        home.office.dice = lambda dice=dice: dice
        halted_at = (await met(home, user, BUSY)).next_at
        since = (await home.direction(user)).halted_at
        assert halted_at - since == six_hours * (1 + dice / 10)


async def _refused(home: House, users: list[User]) -> None:
    home.office.store.shift += A_BREATH
    for user in users:
        await met(home, user, REFUSED)
    assert (await health_of(home)).health is Health.DOWN
