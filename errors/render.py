"""Words for people: headlines and remedies with names filled in, strangers' words made safe to show. Pure."""

from __future__ import annotations

from .model import Entry, Nature, Severity


def headline(entry: Entry, *, host: str, mailbox: str, profile: str) -> str:
    raise NotImplementedError


def remedy(entry: Entry, *, host: str, mailbox: str, profile: str) -> str:
    raise NotImplementedError


def safe(text: str) -> str:
    """A server's words as they may be shown anywhere: one line, no control or bidi characters, bounded length."""
    raise NotImplementedError


def severity_of(nature: Nature | None) -> Severity:
    """Severity follows nature on every surface."""
    raise NotImplementedError
