"""What comes too late to be said: a refusal of a password that was replaced, an outcome of a lease that was lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Direction, Protocol, Signal, Stage
from store import attempts, mailboxes, refused
from store.faults import StaleLease
from store.records import Held
from tests.kit.dovecot import Dovecot, User, dovecot  # noqa: F401
from tests.kit.house import House, house, house_on_postgresql  # noqa: F401
from tests.kit.postgresql import postgresql  # noqa: F401
from tests.kit.refusing import REFUSED, met, settled, taken
from tests.kit.valkey import valkey  # noqa: F401
from worker.attempt import Seen
from worker.follow import follow
from worker.own_faults import bug_signal, store_signal
from worker.settle import overtaken, settle

pytestmark = pytest.mark.flow

UNCLEAR = Signal(Protocol.IMAP, Stage.AUTH, "NO Authentication failed, for a reason that is not given", "NO")
TOO_LONG = Signal(Protocol.IMAP, Stage.FETCH, "", exception="LiteralTooLarge", message="INBOX 7")


@pytest.fixture(params=[pytest.param("house", id="sqlite"), pytest.param("house_on_postgresql", id="postgresql")])
def home(request: pytest.FixtureRequest) -> House:
    found: House = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def user(home: House, dovecot: Dovecot) -> User:  # noqa: F811
    (added,) = dovecot.add_users(1)
    await home.profile(dovecot)
    await home.add_enabled([added])
    return added


@pytest.mark.parametrize("said", [pytest.param(REFUSED, id="clear"), pytest.param(UNCLEAR, id="unclear")])
async def test_a_refusal_of_a_password_that_was_replaced_meanwhile_proves_nothing(home, user, said):
    held = await taken(home, user)
    await _store_password(home, user)
    await settled(home, held, _refused(home, held, said))
    row = await home.direction(user)
    assert (row.state, row.proofs, row.counted, row.streak) == (State.ACTIVE, 0, 0, 0)
    assert row.next_attempt_at <= home.office.clock()
    assert await home.codes() == []


async def test_the_next_refusal_of_the_new_password_counts_from_one(home, user):
    held = await taken(home, user)
    await _store_password(home, user)
    await settled(home, held, _refused(home, held, UNCLEAR))
    await met(home, user, UNCLEAR)
    row = await home.direction(user)
    assert (row.state, row.proofs) == (State.RETRYING, 1)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(REFUSED, id="a refusal"),
        pytest.param(bug_signal(Protocol.IMAP, Stage.POLL, ValueError()), id="a bug of ours"),
        pytest.param(store_signal(Protocol.IMAP, StaleLease("x")), id="the store was not there"),
        pytest.param(TOO_LONG, id="a message that stopped it"),
    ],
)
async def test_an_outcome_whose_lease_another_worker_has_now_leaves_nothing_behind(home, user, said):
    held = await taken(home, user)
    home.office.store.shift += timedelta(minutes=2)  # its lease has run out
    await taken(home, user)
    before = (await home.direction(user), await home.codes(), await _tries(home, held))
    with pytest.raises(StaleLease):
        await settle(home.office, _refused(home, held, said))
    assert (await home.direction(user), await home.codes(), await _tries(home, held)) == before


async def test_a_failed_job_that_is_listed_after_its_halt_was_taken_back_goes_again(home, user):
    """Two settle at once: one halts, the other takes that back and says so to the queue first."""
    done = await met(home, user, REFUSED)
    queues, row = home.office.queues, await home.direction(user)
    assert [job.job_id for job in queues.failed()] == [row.retry_job]
    assert await overtaken(home.office, done.words) == []
    async with home.office.store.write() as tx:
        await refused.reinstate(tx, 1, Direction.INCOMING, ["IMAP-101"], row.halted_at - timedelta(minutes=1))
    await follow(home.office, await overtaken(home.office, done.words))
    assert queues.failed() == []


def _refused(home: House, held: Held, said: Signal) -> Seen:
    return Seen(held, home.office.clock(), timedelta(), fresh=True, signal=said)


async def _store_password(home: House, user: User) -> None:
    async with home.office.store.write() as tx:
        await mailboxes.set_password(tx, home.office.store, user.name, "another")


async def _tries(home: House, held: Held) -> int:
    async with home.office.store.read() as tx:
        return len(await attempts.recent(tx, held.direction.id, 99))
