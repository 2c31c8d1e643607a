"""Alerts as records: what a fault, a recovery or a passing test looks like on a wall. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from errors.catalogue import CATALOGUE
from errors.classify import UNCLASSIFIED
from errors.fingerprint import fingerprint, names_of
from errors.model import Direction, Entry, Fault, Level, Nature
from errors.provider_help import help_address
from errors.refused_together import REFUSED_TOGETHER
from errors.render import headline, remedy, safe, severity_of
from store.records import Held, Profile, Raised

About = tuple[str, int]  # kind and id of the object: ("mailbox", 7), ("profile", 2), ("system", 0)


def mailbox_alert(fault: Fault, nature: Nature, held: Held, at: datetime, next_attempt_at: datetime | None) -> Raised:
    """A mailbox's own trouble."""
    return _of_fault(fault, nature, Level.MAILBOX, held, ("mailbox", held.mailbox.id), at, next_attempt_at)


def email_alert(fault: Fault, held: Held, at: datetime) -> Raised:
    """One of a mailbox's emails was set aside: a line for all of the same code, with a count and no subject."""
    return _of_fault(fault, Nature.PERMANENT, Level.EMAIL, held, ("mailbox", held.mailbox.id), at, None)


def profile_alert(fault: Fault, nature: Nature, held: Held, at: datetime, next_attempt_at: datetime | None) -> Raised:
    """An incident of the whole profile."""
    return _of_fault(fault, nature, Level.PROFILE, held, ("profile", held.profile.id), at, next_attempt_at)


def refused_alert(profile: Profile, direction: Direction, evidence: Mapping[str, object], at: datetime) -> Raised:
    """So many of a profile's mailboxes were refused together that it is likely the server."""
    entry = CATALOGUE[REFUSED_TOGETHER]
    about = ("profile", profile.id)
    return _raised(entry, entry.nature, Level.PROFILE, profile, "", direction, about, at, dict(evidence))


def system_alert(fault: Fault, held: Held, at: datetime, next_attempt_at: datetime | None) -> Raised:
    """A fault of our own: nothing was judged, an administrator should know."""
    nature = fault.entry.nature or Nature.TRANSIENT
    return _of_fault(fault, nature, Level.SYSTEM, held, ("system", 0), at, next_attempt_at)


def told(code: str, profile: Profile, direction: Direction, about: About, at: datetime, *, mailbox: str = "",
         **evidence: object) -> Raised:  # fmt: skip
    """Something to know and nothing to do: a test passed, a profile recovered. Born resolved."""
    entry = CATALOGUE[code]
    return _raised(entry, None, entry.level, profile, mailbox, direction, about, at,
                   {"at": at.isoformat(), "code": code, **evidence})  # fmt: skip


def evidence_of(fault: Fault, held: Held, at: datetime, next_attempt_at: datetime | None) -> dict[str, object]:
    """One attempt as an alert keeps it: the server's own words, made safe to show; its provider's help, where known."""
    signal, help_page = fault.signal, help_address(fault, held.profile.host)
    return {
        "at": at.isoformat(),
        "mailbox": held.mailbox.address,
        "stage": signal.stage.value,
        "response": safe(signal.text or signal.exception or ""),
        "code": fault.code,
        "rule": fault.rule,
        "message": signal.message,
        "next_attempt_at": next_attempt_at.isoformat() if next_attempt_at else None,
        **({"help": help_page} if help_page else {}),
        **(
            {"fingerprint": fingerprint(signal, names_of(held.mailbox.address, held.mailbox.username))}
            if fault.rule == UNCLASSIFIED
            else {}
        ),
    }


def _unnamed(fault: Fault, held: Held) -> dict[str, object]:
    """Of what no rule knows: its fingerprint, the same whichever mailbox met it."""
    if fault.rule != UNCLASSIFIED:
        return {}
    return {"fingerprint": fingerprint(fault.signal, names_of(held.mailbox.address, held.mailbox.username))}


def headline_of(entry: Entry, profile: Profile, mailbox: str) -> str:
    return headline(entry, host=profile.host, mailbox=mailbox, profile=profile.name)


def _of_fault(fault: Fault, nature: Nature, level: Level, held: Held, about: About, at: datetime,
              next_attempt_at: datetime | None) -> Raised:  # fmt: skip
    direction = None if level is Level.SYSTEM else held.direction.direction
    return _raised(fault.entry, nature, level, held.profile, held.mailbox.address, direction, about, at,
                   evidence_of(fault, held, at, next_attempt_at))  # fmt: skip


def _raised(
    entry: Entry,
    nature: Nature | None,
    level: Level,
    profile: Profile,
    mailbox: str,
    direction: Direction | None,
    about: About,
    at: datetime,
    evidence: dict[str, object],
) -> Raised:
    return Raised(
        code=entry.code,
        nature=nature,
        severity=severity_of(nature),
        level=level,
        object_kind=about[0],
        object_id=about[1],
        direction=direction,
        who_acts=entry.who_acts,
        headline=headline_of(entry, profile, mailbox),
        remedy=remedy(entry, host=profile.host, mailbox=mailbox, profile=profile.name),
        at=at,
        evidence=evidence,
    )
