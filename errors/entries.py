"""How rows of the catalogue are written down: one call each, its defaults those of its nature."""

from __future__ import annotations

from .model import Actor, Entry, Kind, Level, Nature

OWNER, PROFILE_OWNER, ADMINISTRATOR = Actor.MAILBOX_OWNER, Actor.PROFILE_OWNER, Actor.ADMINISTRATOR


def transient(
    code: str,
    kind: Kind,
    level: Level,
    headline: str,
    remedy: str,
    *,
    who_acts: Actor = Actor.NOBODY,
    counts: bool = True,
    reference: str = "",
) -> Entry:
    """Retried by itself; a Warning."""
    return Entry(code, kind, Nature.TRANSIENT, level, who_acts, counts, headline, remedy, reference)


def permanent(
    code: str,
    kind: Kind,
    level: Level,
    who_acts: Actor,
    headline: str,
    remedy: str,
    *,
    proofs: int = 1,
    counts: bool = True,
    reference: str = "",
) -> Entry:
    """Somebody must act; an Error. proofs: how many independent observations in a row it takes to believe it."""
    return Entry(code, kind, Nature.PERMANENT, level, who_acts, counts, headline, remedy, reference, proofs)


def harmless(code: str, kind: Kind, level: Level, headline: str, remedy: str, *, reference: str = "") -> Entry:
    """To know, not to act on; Information."""
    return Entry(code, kind, None, level, Actor.NOBODY, counts=False, headline=headline, remedy=remedy,
                 reference=reference)  # fmt: skip
