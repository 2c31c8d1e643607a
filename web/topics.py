"""What a page can watch, as words: "wall:admin", "wall:12", "mailbox:5", "profile:2", "email:7", "clock". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .ids import BIGGEST, BIGGEST_OF_EMAILS

ADMINISTRATORS_WALL = "wall:admin"
CLOCK = "clock"
MOST = 10  # topics of one page

PLAIN = frozenset({ADMINISTRATORS_WALL, CLOCK})
NUMBERED = re.compile(r"(wall|mailbox|profile|email):([1-9][0-9]{0,18})", re.ASCII)


class NoTopic(Exception):
    """No page watches that."""


@dataclass(frozen=True, slots=True)
class Topics:
    """The ids of what is watched, by kind. walls: of people."""

    walls: frozenset[int] = frozenset()
    mailboxes: frozenset[int] = frozenset()
    profiles: frozenset[int] = frozenset()
    emails: frozenset[int] = frozenset()
    administrators_wall: bool = False

    def __bool__(self) -> bool:
        """Whether it needs a look at the database."""
        return bool(self.walls or self.mailboxes or self.profiles or self.emails or self.administrators_wall)


def words(asked: Iterable[str]) -> frozenset[str]:
    """From the address of a feed: several, or several in one with spaces between. Raises NoTopic."""
    found = frozenset(word for one in asked for word in one.split())
    if not 1 <= len(found) <= MOST or not all(word in PLAIN or _number(word) for word in found):
        raise NoTopic
    return found


def read(found: Iterable[str]) -> Topics:
    """Of words."""
    ids: dict[str, set[int]] = {"wall": set(), "mailbox": set(), "profile": set(), "email": set()}
    plain = set()
    for word in found:
        if word in PLAIN:
            plain.add(word)
        else:
            kind, _, number = word.partition(":")
            ids[kind].add(int(number))
    walls, mailboxes, profiles, emails = map(frozenset, ids.values())
    return Topics(walls, mailboxes, profiles, emails, ADMINISTRATORS_WALL in plain)


def _number(word: str) -> bool:
    match = NUMBERED.fullmatch(word)
    return match is not None and int(match[2]) <= (BIGGEST_OF_EMAILS if match[1] == "email" else BIGGEST)
