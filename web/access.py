"""Who may open which page, and what of it is theirs to see: the one place that says so. Pure.

What an alert's level lets a wall show is errors.audience's table, which web.walls applies; here is the rest: pages,
and the words that people wrote to each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .walls import same

if TYPE_CHECKING:
    from store.records import Mailbox, Profile

    from .reader import Reader


class Tie(StrEnum):
    """What somebody is to the thing that a page is about."""

    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"
    PROFILE_OWNER = "profile_owner"
    MAILBOX_OWNER = "mailbox_owner"


class Page(StrEnum):
    """What can be opened, and what can be done there."""

    MY_WALL = "my_wall"
    ADMINISTRATORS_WALL = "administrators_wall"
    OVERVIEW = "overview"
    QUEUES = "queues"
    QUEUES_CHANGE = "queues_change"
    CATALOGUE = "catalogue"
    MAILBOX = "mailbox"
    MAILBOX_CHANGE = "mailbox_change"  # its password, a test, sync now, disable
    PROFILE = "profile"
    PROFILE_CHANGE = "profile_change"
    EMAIL = "email"
    EMAIL_WORDS = "email_words"  # its subject, people, text and raw message
    EMAIL_CHANGE = "email_change"
    SETTINGS = "settings"
    AUDIT = "audit"
    PEOPLE = "people"  # who there is, links to sign in, signing them out
    ACCOUNT = "account"  # one's own password and sessions


ALL = frozenset({Tie.SIGNED_IN})
ADMINISTRATORS = frozenset({Tie.ADMINISTRATOR})
OF_MAILBOX = frozenset({Tie.ADMINISTRATOR, Tie.MAILBOX_OWNER})
OF_PROFILE = frozenset({Tie.ADMINISTRATOR, Tie.PROFILE_OWNER})

ALLOWED: Mapping[Page, frozenset[Tie]] = {
    Page.MY_WALL: ALL,
    Page.ADMINISTRATORS_WALL: ADMINISTRATORS,
    Page.OVERVIEW: ADMINISTRATORS,
    Page.QUEUES: ADMINISTRATORS,
    Page.QUEUES_CHANGE: ADMINISTRATORS,
    Page.CATALOGUE: ALL,
    Page.MAILBOX: OF_MAILBOX,
    Page.MAILBOX_CHANGE: OF_MAILBOX,
    Page.PROFILE: OF_PROFILE,
    Page.PROFILE_CHANGE: OF_PROFILE,
    Page.EMAIL: OF_MAILBOX,
    Page.EMAIL_WORDS: frozenset({Tie.MAILBOX_OWNER}),  # administrators too where a switch allows
    Page.EMAIL_CHANGE: OF_MAILBOX,
    Page.SETTINGS: ADMINISTRATORS,
    Page.AUDIT: ADMINISTRATORS,
    Page.PEOPLE: ADMINISTRATORS,
    Page.ACCOUNT: ALL,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Whose a page's subject is; None: nobody's, or of no such kind. Of an email: its mailbox's owner."""

    mailbox_owner: str | None = None
    profile_owner: str | None = None


NOBODYS = Thing()


def may(reader: Reader, page: Page, thing: Thing = NOBODYS, *, administrators_read_mail: bool = False) -> bool:
    """Whether this reader may open this page of this thing."""
    allowed = ALLOWED[page]
    if page is Page.EMAIL_WORDS and administrators_read_mail:
        allowed |= ADMINISTRATORS
    return bool(allowed & ties(reader, thing))


def ties(reader: Reader, thing: Thing) -> frozenset[Tie]:
    found = {Tie.SIGNED_IN}
    if reader.person.administrator:
        found.add(Tie.ADMINISTRATOR)
    if same(thing.mailbox_owner, reader.person.address):
        found.add(Tie.MAILBOX_OWNER)
    if same(thing.profile_owner, reader.person.address):
        found.add(Tie.PROFILE_OWNER)
    return frozenset(found)


def of_mailbox(mailbox: Mailbox) -> Thing:
    return Thing(mailbox_owner=mailbox.owner)


def of_profile(profile: Profile) -> Thing:
    return Thing(profile_owner=profile.owner)
