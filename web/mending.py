"""The way from an alert to what it is about, and to where it can be mended, as far as the reader may go; and who may
say that they know of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from errors.audience import WHOSE, Surface, view
from errors.catalogue import CATALOGUE
from errors.model import Actor, Kind, Level, Nature

from .access import Page, Thing, may

if TYPE_CHECKING:
    from store.records import Alert

    from .reader import Reader
    from .walls import Line


@dataclass(frozen=True, slots=True)
class Way:
    label: str
    url: str


BY_NEW_CREDENTIALS = frozenset(
    {Kind.AUTH_FAILED, Kind.PASSWORD_EXPIRED, Kind.APP_PASSWORD_REQUIRED, Kind.CONFIGURATION, Kind.TOKEN_EXPIRED}
)

OF_ME = re.compile(r"^Nothing is asked of you: ")
OF_ME_OR_AT_ALL = re.compile(r"^Nothing (?:is asked of you|to do)(?:: |\.$)")

WORDS = {
    Actor.SENDER: "whoever sent it",
    Actor.MAILBOX_OWNER: "the mailbox’s owner",
    Actor.PROFILE_OWNER: "the profile’s owner",
    Actor.ADMINISTRATOR: "an administrator",
}


def subject(alert: Alert, reader: Reader) -> Way:
    """What it is about; without an address where this reader may not open its page."""
    match alert.object_kind:
        case "mailbox":
            opened = may(reader, Page.MAILBOX, Thing(mailbox_owner=alert.mailbox_owner))
            return Way(alert.object_name, f"/mailboxes/{alert.object_id}" if opened else "")
        case "profile":
            return Way(f"profile {alert.object_name}", _profile(alert, reader))
        case "fingerprint":
            return Way("several mailboxes", "")
    return Way("Postroom itself", "")


def yours(line: Line, reader: Reader) -> bool:
    """Whether this reader is the one to act: named by the level, or an administrator where it has no owner."""
    return line.action_needed or bool(ownerless(line, reader))


def ownerless(line: Line, reader: Reader) -> str:
    """That nobody else will act, said to administrators; empty where somebody will, or nobody need."""
    alert = line.alert
    if alert.status == "resolved" or alert.nature is not Nature.PERMANENT or not reader.person.administrator:
        return ""
    if alert.level is Level.PROFILE and alert.object_kind == "profile" and alert.profile_owner is None:
        return "This profile has no owner. "
    if alert.level is Level.MAILBOX and alert.object_kind == "mailbox" and alert.mailbox_owner is None:
        return "This mailbox has no owner. "
    return ""


def remedy(line: Line, reader: Reader) -> str:
    """What is advised, below a heading that says already whether the reader is asked for anything."""
    said_above = OF_ME if yours(line, reader) else OF_ME_OR_AT_ALL
    told = said_above.sub("", line.remedy, count=1)
    return told[:1].upper() + told[1:]


def actors(alert: Alert) -> str:
    """Who must act, in words; empty where nobody need."""
    if alert.status == "resolved":
        return ""
    views = {WHOSE[one]: view(alert.level, alert.nature, alert.who_acts.value, one) for one in Surface}
    return " and ".join(WORDS[who] for who, seen in views.items() if seen is not None and seen.action_needed)


def mend(line: Line, reader: Reader) -> Way | None:
    """Where the one who must act does it; None: nowhere in these pages."""
    alert = line.alert
    if alert.status == "resolved" or alert.nature is None:
        return None
    if alert.level is Level.EMAIL:
        return set_aside(alert, reader)
    if alert.nature is Nature.TRANSIENT and line.waiting is None:
        return None  # it mends itself
    if alert.object_kind == "mailbox":
        return _of_mailbox(alert, reader)
    url = _profile(alert, reader) if alert.object_kind == "profile" else ""
    return Way("Open the profile’s settings", f"{url}#settings") if url else None


def set_aside(alert: Alert, reader: Reader) -> Way | None:
    """The emails that a grouped line counts."""
    if alert.level is not Level.EMAIL or alert.object_kind != "mailbox":
        return None
    if not may(reader, Page.EMAIL, Thing(mailbox_owner=alert.mailbox_owner)):
        return None
    return Way("See these emails", f"/emails?{urlencode({'mailbox': alert.object_name, 'state': 'set_aside'})}")


def may_acknowledge(alert: Alert, reader: Reader) -> bool:
    """Whoever looks after what it is about. Others may hide it from their own wall."""
    if alert.level is Level.PROFILE:
        return may(reader, Page.PROFILE_CHANGE, Thing(profile_owner=alert.profile_owner))
    if alert.object_kind == "mailbox":
        return may(reader, Page.MAILBOX_CHANGE, Thing(mailbox_owner=alert.mailbox_owner))
    return may(reader, Page.ADMINISTRATORS_WALL)


def mailbox_named(address: str) -> str:
    """The list of mailboxes, cut down to this address."""
    return f"/mailboxes?{urlencode({'words': address})}"


def catalogued(code: str) -> str:
    """Its page in the catalogue; empty where the code is none of today's."""
    return f"/errors/{quote(code, safe='')}" if code in CATALOGUE else ""


def help_page(alert: Alert) -> str:
    """The provider's own page about it, as the newest evidence names it; empty where none does."""
    named = (str(one["help"]) for one in reversed(alert.evidence) if one.get("help"))
    return next((url for url in named if url.startswith("https://")), "")


def _of_mailbox(alert: Alert, reader: Reader) -> Way | None:
    if not may(reader, Page.MAILBOX_CHANGE, Thing(mailbox_owner=alert.mailbox_owner)):
        return None
    entry = CATALOGUE.get(alert.code)
    if entry is not None and entry.kind in BY_NEW_CREDENTIALS:
        return Way("Give the new password", f"/mailboxes/{alert.object_id}#credentials")
    return Way("Test & Enable", f"/mailboxes/{alert.object_id}#test")


def _profile(alert: Alert, reader: Reader) -> str:
    opened = alert.profile_id is not None and may(reader, Page.PROFILE, Thing(profile_owner=alert.profile_owner))
    return f"/profiles/{alert.profile_id}" if opened else ""
