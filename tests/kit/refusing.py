"""A mail server that refuses mailboxes, and lets them in, attempt by attempt through real settlements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from errors.machine import State
from errors.model import Direction, Health, Protocol, Signal, Stage
from store import health, profiles
from store.records import Held, Profile, ProfileHealth
from sync.engine import Outcome
from tests.kit.house import House, Named
from worker.attempt import Seen
from worker.settle import settle
from worker.settled import Settled

REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
CLOSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [CONTACTADMIN] closed", "NO", "CONTACTADMIN")
RUNNING = (State.ACTIVE, State.RETRYING, State.SUSPENDED)
A_BREATH = timedelta(seconds=1)  # longer than the policy's suspect_pause


async def doubted(house: House, users: Sequence[Named]) -> None:
    """The first three are refused, so that the profile goes down."""
    for user in users[:3]:
        await met(house, user, REFUSED)
    assert (await health_of(house)).code == "BOX-301"


async def met(
    house: House,
    user: Named,
    signal: Signal,
    *,
    test: bool = False,
    fresh: bool = True,
    states: tuple[State, ...] = RUNNING,
) -> Settled:
    """One attempt that failed so."""
    held = await taken(house, user, states=states)
    return await settled(house, held, Seen(held, house.office.clock(), timedelta(), fresh, signal=signal, test=test))


async def got_in(house: House, user: Named, *, fresh: bool = True) -> Settled:
    """One attempt that succeeded and found nothing new; not fresh: on the session that was open."""
    held = await taken(house, user)
    return await settled(house, held, Seen(held, house.office.clock(), timedelta(), fresh, outcome=Outcome()))


async def recovered(house: House, users: Sequence[Named]) -> None:
    """So many get in that the doubt is over."""
    for user in users[-3:]:
        await got_in(house, user)
    assert (await health_of(house)).health is Health.HEALTHY


async def taken(house: House, user: Named, *, states: tuple[State, ...] = RUNNING) -> Held:
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=states, only_due=False)
    return held


async def settled(house: House, held: Held, seen: Seen) -> Settled:
    async with house.office.at_work(held):
        done = await settle(house.office, seen)
    assert done is not None
    return done


async def health_of(house: House) -> ProfileHealth:
    async with house.office.store.read() as tx:
        return await health.get(tx, 1, Direction.INCOMING)


async def profile_of(house: House) -> Profile:
    async with house.office.store.read() as tx:
        return await profiles.get(tx, "office")


async def states(house: House, users: Sequence[Named]) -> list[State]:
    return [await house.state(user) for user in users]
