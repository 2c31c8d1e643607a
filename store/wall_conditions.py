"""Which alerts may concern whom, as conditions in SQL: errors.audience's table as far as an index can use it.

Anything shown has to pass web/walls.py as well; tests/store/test_walls.py holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, literal_column, or_, select, union

from errors.model import Level

from . import people
from .alert_rows import ADMINISTRATORS_WALL
from .schema import alerts, dismissals, mailboxes, profiles

OF_PROFILES = alerts.c.level == literal_column("'profile'")  # not bound: as a partial index has it
OF_MAILBOXES = (Level.MAILBOX, Level.EMAIL)


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whose wall. administrator: the administrators' wall, on which this person stands; else their own."""

    person_id: int
    address: str
    administrator: bool


def shown_to(watcher: Watcher) -> ColumnElement[bool]:
    """Everything to administrators; to a person what is about their mailboxes and profiles."""
    return or_(*ways_to(watcher))


def ways_to(watcher: Watcher) -> tuple[ColumnElement[bool], ...]:
    """shown_to, in parts that have no alert in common: an index finds each, and none finds one or the other."""
    if watcher.administrator:
        return (literal(True),)
    own = select(mailboxes.c.id).where(mailboxes.c.owner_id == watcher.person_id)
    beside = select(mailboxes.c.id).where(mailboxes.c.profile_id.in_(profiles_told_of(watcher)))
    kind, level = alerts.c.object_kind, alerts.c.level
    return (
        and_(kind == "mailbox", level.in_(OF_MAILBOXES), alerts.c.object_id.in_(own)),
        and_(kind == "profile", level == Level.PROFILE, alerts.c.object_id.in_(profiles_told_of(watcher))),
        and_(kind == "mailbox", OF_PROFILES, alerts.c.object_id.in_(beside)),
    )


def profiles_told_of(watcher: Watcher) -> Select[Any]:
    """The ids of a person's own profiles, and of those on which they own a mailbox."""
    with_theirs = select(mailboxes.c.profile_id).where(mailboxes.c.owner_id == watcher.person_id)
    own = select(profiles.c.id).where(profiles.c.owner_id == watcher.person_id)
    return select(union(with_theirs, own).subquery().c[0])


def dismissed_by(watcher: Watcher) -> ColumnElement[bool]:
    """From this wall: on the administrators', what any administrator hid for all, or this one for themselves."""
    who = [people.key(watcher.address)]
    if watcher.administrator:
        who.append(ADMINISTRATORS_WALL)
    return alerts.c.id.in_(select(dismissals.c.alert_id).where(dismissals.c.who.in_(who)))


def of_profile(name: str) -> ColumnElement[bool]:
    """About this profile or one of its mailboxes."""
    profile = select(profiles.c.id).where(profiles.c.name == name).scalar_subquery()
    theirs = select(mailboxes.c.id).where(mailboxes.c.profile_id == profile)
    return or_(about("profile", profile), and_(alerts.c.object_kind == "mailbox", alerts.c.object_id.in_(theirs)))


def of_profile_page(profile_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    return and_(about("profile", profile_id), alerts.c.level == Level.PROFILE)


def about(kind: str, object_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    return and_(alerts.c.object_kind == kind, alerts.c.object_id == object_id)
