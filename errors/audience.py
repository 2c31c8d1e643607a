"""Who sees what: the table of DESIGN.md as a pure function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .model import Actor, Level, Nature


class Surface(StrEnum):
    EMAIL_PAGE = "email_page"
    MAILBOX_PAGE = "mailbox_page"
    PROFILE_PAGE = "profile_page"
    MAILBOX_OWNER_WALL = "mailbox_owner_wall"
    PROFILE_OWNER_WALL = "profile_owner_wall"
    ADMINISTRATOR_WALL = "administrator_wall"


@dataclass(frozen=True, slots=True)
class View:
    """How a surface shows an alert. grouped: one line per mailbox and code with a count, no subjects.
    action_needed: whether the one whose surface it is must act."""

    grouped: bool
    action_needed: bool


HIDDEN, PLAIN, GROUPED = None, False, True  # how a level is shown on a surface

SHOWN: dict[Level, dict[Surface, bool | None]] = {
    Level.EMAIL: {
        Surface.EMAIL_PAGE: PLAIN,
        Surface.MAILBOX_PAGE: GROUPED,
        Surface.PROFILE_PAGE: HIDDEN,
        Surface.MAILBOX_OWNER_WALL: GROUPED,
        Surface.PROFILE_OWNER_WALL: HIDDEN,
        Surface.ADMINISTRATOR_WALL: GROUPED,
    },
    Level.MAILBOX: {
        Surface.EMAIL_PAGE: PLAIN,
        Surface.MAILBOX_PAGE: PLAIN,
        Surface.PROFILE_PAGE: HIDDEN,
        Surface.MAILBOX_OWNER_WALL: PLAIN,
        Surface.PROFILE_OWNER_WALL: HIDDEN,
        Surface.ADMINISTRATOR_WALL: PLAIN,
    },
    Level.PROFILE: {
        Surface.EMAIL_PAGE: HIDDEN,
        Surface.MAILBOX_PAGE: PLAIN,
        Surface.PROFILE_PAGE: PLAIN,
        Surface.MAILBOX_OWNER_WALL: PLAIN,
        Surface.PROFILE_OWNER_WALL: PLAIN,
        Surface.ADMINISTRATOR_WALL: PLAIN,
    },
    Level.SYSTEM: {
        Surface.EMAIL_PAGE: HIDDEN,
        Surface.MAILBOX_PAGE: HIDDEN,
        Surface.PROFILE_PAGE: HIDDEN,
        Surface.MAILBOX_OWNER_WALL: HIDDEN,
        Surface.PROFILE_OWNER_WALL: HIDDEN,
        Surface.ADMINISTRATOR_WALL: PLAIN,
    },
}

WHOSE: dict[Surface, Actor] = {
    Surface.EMAIL_PAGE: Actor.SENDER,
    Surface.MAILBOX_PAGE: Actor.MAILBOX_OWNER,
    Surface.PROFILE_PAGE: Actor.PROFILE_OWNER,
    Surface.MAILBOX_OWNER_WALL: Actor.MAILBOX_OWNER,
    Surface.PROFILE_OWNER_WALL: Actor.PROFILE_OWNER,
    Surface.ADMINISTRATOR_WALL: Actor.ADMINISTRATOR,
}


def view(level: Level, nature: Nature | None, who_acts: str, surface: Surface) -> View | None:
    """None: not shown there."""
    grouped = SHOWN[level][surface]
    if grouped is None:
        return None
    return View(grouped, action_needed=WHOSE[surface] in _must_act(level, nature, Actor(who_acts)))


def _must_act(level: Level, nature: Nature | None, who_acts: Actor) -> frozenset[Actor]:
    """Nobody acts on what mends itself. What is permanent needs somebody: the one whom the catalogue names, if they see
    it, else (only a budget was spent, or one mailbox alone met what is a profile's) an administrator. A profile's owner
    answers for the profile."""
    if nature is None or (nature is Nature.TRANSIENT and level is not Level.SYSTEM):
        return frozenset()
    match level:
        case Level.EMAIL:
            return frozenset({who_acts})
        case Level.MAILBOX:
            return frozenset({who_acts if who_acts is Actor.MAILBOX_OWNER else Actor.ADMINISTRATOR})
        case Level.PROFILE:
            return frozenset({Actor.PROFILE_OWNER, who_acts} - {Actor.MAILBOX_OWNER})
    return frozenset({Actor.ADMINISTRATOR})
