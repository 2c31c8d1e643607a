"""Emails: stored once, byte for byte; the cursor moves in the transaction that stores what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .records import CursorRow, Email, Glimpse, Held, NewEmail, StuckRow
from .session import Tx


async def cursor(tx: Tx, mailbox_id: int, folder: str) -> CursorRow | None: ...


async def store(tx: Tx, held: Held, folder: str, arrivals: Sequence[NewEmail], cursor: CursorRow) -> int:
    """Store these and move the cursor; how many are new (set-aside ones included). The fence is verified first
    (StaleLease). A (mailbox, folder, uid_validity, uid) that is there is passed over; one that matches a gone or
    old-epoch row of this mailbox's folder by (message_id, size, received_at) re-keys that row instead. seq rises in commit order. Stuck rows of these uids are removed. Deaths start anew
    (leases.progressed). A set-aside one that is stored again whole becomes received."""
    raise NotImplementedError


async def rekey(tx: Tx, held: Held, folder: str, uid_validity: int, seen: Sequence[Glimpse]) -> list[int]:
    """Of these, the uids that matched rows of an earlier uid_validity or gone rows of this folder, by (message_id,
    size, received_at), counted as often as they are there: those rows carry the new key and are no longer gone."""
    raise NotImplementedError


async def has_orphans(tx: Tx, mailbox_id: int, folder: str, uid_validity: int) -> bool: ...


async def reset(tx: Tx, held: Held, folder: str) -> None:
    """Forget the folder's cursor and stuck rows; the emails stay, to be rekeyed."""
    raise NotImplementedError


async def move_cursor(tx: Tx, held: Held, folder: str, cursor: CursorRow) -> None: ...


async def known_uids(tx: Tx, mailbox_id: int, folder: str, uid_validity: int) -> list[int]:
    """Ascending uids that are stored and not gone."""
    raise NotImplementedError


async def mark_gone(
    tx: Tx, held: Held, folder: str, uid_validity: int, uids: Sequence[int], cursor: CursorRow
) -> None: ...


async def stuck(tx: Tx, mailbox_id: int, folder: str | None = None) -> list[StuckRow]: ...


async def note_stuck(tx: Tx, held: Held, row: StuckRow) -> None:
    """Upsert."""
    raise NotImplementedError


async def purge(tx: Tx) -> int:
    """Delete mail older than its profile's keep_days."""
    raise NotImplementedError


async def listing(
    tx: Tx,
    *,
    mailbox: str | None = None,
    state: str | None = None,
    after: int | None = None,
    limit: int = 100,
) -> Sequence[Email]:
    """With after: ascending seq from there on; else the newest first. NotThere (the mailbox)."""
    raise NotImplementedError


async def get(tx: Tx, email_id: int) -> Email:
    """NotThere."""
    raise NotImplementedError


async def raw(tx: Tx, email_id: int) -> bytes:
    """NotThere."""
    raise NotImplementedError


async def counts(tx: Tx) -> dict[str, int]:
    """Incoming emails by state, over all mailboxes."""
    raise NotImplementedError


async def set_aside_rows(tx: Tx, mailbox_id: int) -> Sequence[Email]: ...


async def newest_stored_at(tx: Tx) -> datetime | None: ...
