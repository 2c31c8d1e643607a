"""Whose fault a failed fetch is: one message's, or everybody's. Pure; the classification is errors/'s."""

from __future__ import annotations

from errors.classify import classify
from errors.model import Kind, Level, Signal
from errors.proofs import SIGN_INS

# The next message would fare no better: asking on would trample a server that said "not now".
EVERYBODYS = SIGN_INS | {
    Kind.THROTTLED,
    Kind.TOO_MANY_CONNECTIONS,
    Kind.QUOTA,
    Kind.SERVER_UNAVAILABLE,
    Kind.SERVER_BUSY,
}


def is_everybodys(seen: Signal) -> bool:
    """Whether no message can be to blame: the server is busy, throttles, or no longer knows the mailbox."""
    entry = classify(seen).entry
    return entry.kind in EVERYBODYS or entry.level is Level.SYSTEM


def is_the_messages(seen: Signal) -> bool:
    """Whether the server's words are about this message, without doubt."""
    return classify(seen).entry.level is Level.EMAIL


def is_about_the_folder(seen: Signal) -> bool:
    """A refusal that says nothing of the other folders: the session goes on."""
    return seen.status in {"NO", "BAD"} and not is_everybodys(seen)
