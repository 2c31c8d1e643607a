"""Who sees what: the table of DESIGN.md as a pure function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .model import Level, Nature


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


def view(level: Level, nature: Nature | None, who_acts: str, surface: Surface) -> View | None:
    """None: not shown there."""
    raise NotImplementedError
