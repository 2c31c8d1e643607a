"""How the facts of a catalogue's row, or of a verdict, read to people: the same words wherever they are told. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Level

NATURES: Mapping[str | None, str] = {
    "transient": "transient: retried by itself",
    "permanent": "permanent: stops until somebody acts",
    None: "nothing is wrong",
}
LEVELS: Mapping[str, str] = {
    "email": "email: that one email",
    "mailbox": "mailbox: all email of one direction of the mailbox",
    "profile": "profile: all email of its mailboxes",
    "system": "system: our own fault, nobody is blamed",
}


def counts(level: Level, *, counted: bool) -> str:
    """Whether it costs one of the tries of the budget."""
    if not counted:
        return "no, the budget is untouched"
    if level is Level.EMAIL:
        return "no, it stops that email only"
    if level is Level.PROFILE:
        return "yes, where others get through (an outage of the profile costs nobody a try)"
    return "yes, against the retry budget"
