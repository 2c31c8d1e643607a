"""What a profile's page tells: health by direction, alerts, mailboxes by state, and how a test goes.

Its owner sees how many mailboxes stand how, and of those only their own by name: what is a mailbox's own matter is not
told to a profile's owner (errors.audience).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from errors.machine import State
from errors.model import Direction, Health, Nature
from store import courses, health, profiles
from store import walls as stored
from store.records import Profile, ProfileHealth
from store.walls import Watcher

from . import not_enabled, walls
from .access import Page, may, of_profile
from .problems import Missing

if TYPE_CHECKING:
    from store.session import Tx

    from .reader import Reader
    from .walls import Line

ALERTS = 20
NAMED = 50  # of one's own mailboxes

IN_WORDS: Mapping[Health, str] = {
    Health.HEALTHY: "The server answers.",
    Health.SUSPECT: "A mailbox met something that any other would have met too. A second look decides.",
    Health.DOWN: "The server is in trouble with all of its mailboxes. They are suspended, none of their attempts are "
    "used up, and they go on by themselves when it answers again.",
    Health.RECOVERING: "The server answers again; its mailboxes come back one after the other.",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One direction. budget_ends: when the alert becomes permanent unless a probe passes before. spent: it was then."""

    row: ProfileHealth
    words: str
    budget: timedelta
    budget_ends: datetime | None
    spent: bool


@dataclass(frozen=True, slots=True)
class View:
    profile: Profile
    both: Sequence[Stand]
    lines: Sequence[Line]
    states: Mapping[State, int]
    own: Sequence[str]
    administrator: bool

    @property
    def mailboxes(self) -> int:
        return sum(self.states.values())


async def opened(tx: Tx, reader: Reader, profile_id: int) -> View:
    """Missing: not there, or not for this reader."""
    profile = await profiles.by_id(tx, profile_id)
    if profile is None or not may(reader, Page.PROFILE, of_profile(profile)):
        raise Missing
    (seen,) = await profiles.views(tx, [profile])
    lines = await _lines(tx, reader, profile)
    both = [_stand(profile, await health.get(tx, profile.id, one), lines, tx.now) for one in Direction]
    own = [address for address, of_it in reader.owned.mailboxes.items() if of_it == profile.id]
    return View(
        profile=profile,
        both=both,
        lines=lines,
        states={state: many for state, many in seen.mailboxes.items() if state is not State.NONE and many},
        own=sorted(own)[:NAMED],
        administrator=may(reader, Page.ADMINISTRATORS_WALL),
    )


def _stand(profile: Profile, row: ProfileHealth, lines: Sequence[Line], now: datetime) -> Stand:
    budget: timedelta = profile.policy.profile_budget
    ends = row.probe_started + budget if row.probe_started and row.health is Health.DOWN else None
    spent = ends is not None and ends <= now
    return Stand(row, IN_WORDS[row.health], budget, None if _is_error(row, lines) and not spent else ends, spent)


def _is_error(row: ProfileHealth, lines: Sequence[Line]) -> bool:
    """Its alert is permanent already: nothing is left of a budget that nobody waits for."""
    alerts = [line.alert for line in lines if line.alert.direction is row.direction]
    return any(one.nature is Nature.PERMANENT and one.status != "resolved" for one in alerts)


async def _lines(tx: Tx, reader: Reader, profile: Profile) -> list[Line]:
    """As its owner reads them, where this reader is that."""
    administrator = may(reader, Page.ADMINISTRATORS_WALL)
    watcher = Watcher(reader.person.id, reader.person.address, administrator=administrator)
    found = await stored.about(tx, watcher, profile_id=profile.id, limit=ALERTS)
    theirs = walls.same(profile.owner, reader.person.address)
    viewer = reader.viewer if theirs else walls.administrators_wall(reader.person.address)
    lines = walls.lines(found, viewer, await not_enabled.waiting(tx, found), dismissed=None)
    return walls.with_courses(lines, await courses.of(tx, [one.alert for one in lines]))
