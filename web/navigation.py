"""Where a reader can go from any page: the pages that they may open, in groups. Asks the store nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .access import NOBODYS, Page, Thing, may

if TYPE_CHECKING:
    from .reader import Reader


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    path: str
    page: Page


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    places: Sequence[Place]


GROUPS = (
    Group(
        "Walls",
        (
            Place("My wall", "/wall", Page.MY_WALL),
            Place("Administrators’ wall", "/admin", Page.ADMINISTRATORS_WALL),
            Place("Overview", "/overview", Page.OVERVIEW),
        ),
    ),
    Group(
        "Mail",
        (
            Place("Mailboxes", "/mailboxes", Page.MAILBOX),
            Place("Emails", "/emails", Page.EMAIL),
            Place("Profiles", "/profiles", Page.PROFILE),
            Place("Queues", "/queues", Page.QUEUES),
        ),
    ),
    Group(
        "House",
        (
            Place("Error catalogue", "/errors", Page.CATALOGUE),
            Place("People", "/people", Page.PEOPLE),
            Place("Settings", "/settings", Page.SETTINGS),
            Place("Audit log", "/audit", Page.AUDIT),
        ),
    ),
)


def groups(reader: Reader) -> Sequence[Group]:
    """Without the places that are closed to this reader."""
    open_ones = (Group(one.label, tuple(_open(one, reader))) for one in GROUPS)
    return [one for one in open_ones if one.places]


def here(place: Place, path: str) -> bool:
    """Whether this path is that place, or within it."""
    return path == place.path or path.startswith(f"{place.path}/")


def _open(group: Group, reader: Reader) -> Iterator[Place]:
    return (one for one in group.places if may(reader, one.page, _any_of(reader, one.page)))


def _any_of(reader: Reader, page: Page) -> Thing:
    """A thing of the reader's own, where they have one of the kind that the page is about."""
    if page in (Page.MAILBOX, Page.EMAIL) and reader.owned.mailboxes:
        return Thing(mailbox_owner=reader.person.address)
    if page is Page.PROFILE and reader.owned.profiles:
        return Thing(profile_owner=reader.person.address)
    return NOBODYS
