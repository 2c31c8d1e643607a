"""Alerts as records: what a fault, a recovery or a passing test looks like on a wall. Nothing is written here."""

from __future__ import annotations

from datetime import datetime

from errors.catalogue import CATALOGUE
from errors.model import Direction, Entry, Fault, Level, Nature, Severity
from errors.render import headline, remedy, safe, severity_of
from store.records import Held, Profile, Raised


def evidence_of(fault: Fault, mailbox: str, at: datetime, next_attempt_at: datetime | None) -> dict[str, object]:
    """One attempt as an alert keeps it: the server's own words, made safe to show."""
    signal = fault.signal
    return {
        "at": at.isoformat(),
        "mailbox": mailbox,
        "stage": signal.stage.value,
        "response": safe(signal.text or signal.exception or ""),
        "code": fault.code,
        "rule": fault.rule,
        "next_attempt_at": next_attempt_at.isoformat() if next_attempt_at else None,
    }


def mailbox_alert(
    fault: Fault, nature: Nature, held: Held, at: datetime, next_attempt_at: datetime | None, *, level: Level
) -> Raised:
    """A mailbox's own trouble, or (level EMAIL) one of its emails'."""
    return _raised(
        fault.entry, nature, level, held.profile, ("mailbox", held.mailbox.id), held.direction.direction, at,
        mailbox=held.mailbox.address,
        evidence=evidence_of(fault, held.mailbox.address, at, next_attempt_at),
    )  # fmt: skip


def profile_alert(
    fault: Fault, nature: Nature, held: Held, at: datetime, next_attempt_at: datetime | None
) -> Raised:
    """An incident of the whole profile."""
    return _raised(
        fault.entry, nature, Level.PROFILE, held.profile, ("profile", held.profile.id), held.direction.direction, at,
        mailbox=held.mailbox.address,
        evidence=evidence_of(fault, held.mailbox.address, at, next_attempt_at),
    )  # fmt: skip


def system_alert(fault: Fault, held: Held, at: datetime, next_attempt_at: datetime | None) -> Raised:
    """A fault of our own: nothing was judged, an administrator should know."""
    return _raised(
        fault.entry, fault.entry.nature or Nature.TRANSIENT, Level.SYSTEM, held.profile, ("system", 0), None, at,
        mailbox=held.mailbox.address,
        evidence=evidence_of(fault, held.mailbox.address, at, next_attempt_at),
    )  # fmt: skip


def told(code: str, profile: Profile, about: tuple[str, int], direction: Direction | None, at: datetime, *,
         mailbox: str = "", **evidence: object) -> Raised:  # fmt: skip
    """Something to know and nothing to do: a test passed, a profile recovered. Born resolved."""
    entry = CATALOGUE[code]
    return _raised(entry, None, entry.level, profile, about, direction, at, mailbox=mailbox,
                   evidence={"at": at.isoformat(), "code": code, **evidence})  # fmt: skip


def _raised(entry: Entry, nature: Nature | None, level: Level, profile: Profile, about: tuple[str, int],
            direction: Direction | None, at: datetime, *, mailbox: str, evidence: dict[str, object]) -> Raised:  # fmt: skip
    names = {"host": profile.host, "mailbox": mailbox, "profile": profile.name}
    return Raised(
        code=entry.code,
        nature=nature,
        severity=Severity.INFORMATION if nature is None else severity_of(nature),
        level=level,
        object_kind=about[0],
        object_id=about[1],
        direction=direction,
        who_acts=entry.who_acts,
        headline=headline(entry, **names),
        remedy=remedy(entry, **names),
        at=at,
        evidence=evidence,
    )
