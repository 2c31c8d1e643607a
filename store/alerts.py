"""Alerts: at most one unresolved per (code, nature, level, object, direction). What opens them is decided in errors/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from errors.model import Direction

from .records import Alert, Raised
from .session import Tx

REOPEN = timedelta(hours=1)  # the same key within this of being resolved opens the same alert again
EVIDENCE_KEPT = 10  # the first one and the newest


async def raise_(tx: Tx, raised: Raised) -> int:
    """Upsert on the key; its id. Open: count + 1, last_seen, evidence added. Resolved within REOPEN (and not
    superseded): opened again, the count goes on. nature None: born resolved (one that is there within REOPEN counts
    on)."""
    raise NotImplementedError


async def raise_superseding(tx: Tx, raised: Raised) -> int:
    """raise_, and close as superseded the unresolved transient one of the same code, level, object and direction:
    it links to the new one, which takes over its evidence, first_seen and count."""
    raise NotImplementedError


async def supersede(tx: Tx, old: int, new: int) -> None:
    """Close old as superseded by new, which takes over its evidence, first_seen and count."""
    raise NotImplementedError


async def add_evidence(tx: Tx, alert_id: int, evidence: Mapping[str, object], at: datetime) -> None:
    """One more of the same incident: count + 1, last_seen."""
    raise NotImplementedError


async def open_incident(tx: Tx, profile_id: int, direction: Direction) -> Alert | None:
    """The profile-level alert of this profile and direction that is not resolved, if one is."""
    raise NotImplementedError


async def resolve_direction(tx: Tx, mailbox_id: int, direction: Direction, why: str) -> int:
    """All unresolved mailbox-level alerts of this mailbox direction, whatever their codes; how many."""
    raise NotImplementedError


async def resolve_profile(tx: Tx, profile_id: int, direction: Direction, why: str) -> int: ...


async def resolve_system(tx: Tx, code: str, why: str) -> int: ...


async def resolve_emails(tx: Tx, mailbox_id: int, why: str) -> int:
    """Grouped lines (level email) of this mailbox for whose code no email is set aside any more."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Wall:
    """Whose wall: an administrator's (person None), or a person's (address)."""

    person: str | None


async def listing(
    tx: Tx, *, severity: str | None = None, all_: bool = False, most: int = 1000
) -> Sequence[Alert]:
    """Newest last_seen first; without all_: unresolved ones, and information of the last day. Who sees which of them
    is errors.audience's to say."""
    raise NotImplementedError


async def get(tx: Tx, alert_id: int) -> Alert:
    """NotThere."""
    raise NotImplementedError


async def acknowledge(tx: Tx, alert_id: int, person: str | None) -> Alert:
    """open -> acknowledged. NotThere; Refused when it is resolved."""
    raise NotImplementedError


async def dismiss(tx: Tx, alert_id: int, person: str | None) -> Alert:
    """Hide it from this viewer's wall (None: the administrator's). NotThere."""
    raise NotImplementedError


async def counts(tx: Tx) -> dict[str, int]:
    """Unresolved alerts by severity."""
    raise NotImplementedError
