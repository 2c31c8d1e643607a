"""Mailboxes: one address on one profile, its two directions, its credentials (encrypted)."""

from __future__ import annotations

from collections.abc import Sequence

from .records import Mailbox
from .session import Store, Tx


async def add(
    tx: Tx,
    store: Store,
    address: str,
    *,
    profile: str,
    owner: str | None = None,
    username: str | None = None,
    password: str | None = None,
    incoming: bool = True,
    outgoing: bool = True,
) -> Mailbox:
    """Directions start untested (or none). username defaults to the address. AlreadyThere, NotThere (the profile)."""
    raise NotImplementedError


async def get(tx: Tx, address: str) -> Mailbox:
    """By address, case-insensitively. NotThere."""
    raise NotImplementedError


async def by_id(tx: Tx, mailbox_id: int) -> Mailbox | None: ...


async def listing(tx: Tx, *, profile: str | None = None) -> Sequence[Mailbox]:
    """By address."""
    raise NotImplementedError


async def set_password(tx: Tx, store: Store, address: str, password: str) -> Mailbox:
    """Raises the mailbox's version, so that open sessions are not used any more. NotThere."""
    raise NotImplementedError


async def remove(tx: Tx, address: str, *, delete_mail: bool) -> None:
    """With its directions, cursors, attempts, alerts. Its mail stays readable (mailbox address kept with it) unless
    delete_mail. NotThere."""
    raise NotImplementedError
