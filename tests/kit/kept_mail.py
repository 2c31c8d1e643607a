"""Mail that a test finds in the store, as if it had been synced."""

from __future__ import annotations

from store import emails, leases
from store.records import CursorRow, NewEmail
from store.session import Store

from .stores import leased


async def keep(store: Store, address: str, *messages: NewEmail) -> None:
    """In this mailbox's INBOX, under its lease, which is given back."""
    held = await leased(store, address)
    cursor = CursorRow(7, 1, max(one.uid for one in messages), len(messages))
    async with store.write() as tx:
        await emails.store(tx, held, "INBOX", messages, cursor)
        await leases.release(tx, held.direction.id, held.direction.fence)
