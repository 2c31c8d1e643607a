"""Fetching one set-aside email again, because a person asked: by its uid, or by what it is where uids have changed."""

from __future__ import annotations

from store.records import Email, Held
from sync import headers
from sync.ports import Arrival, Cursor, Description, MailSource
from worker.journal import Journal
from worker.sources import nobody, sign_in


async def refetched(journal: Journal, held: Held, email: Email) -> bool:
    """Store it whole; False when the server no longer has it. Raises Trouble, StaleLease, StoreError."""
    source = await sign_in(held, nobody)
    try:
        status = await source.open(email.folder)
        cursor = await journal.cursor(email.folder)
        if cursor is None or {status.uid_validity} != {cursor.uid_validity, email.uid_validity}:
            return False  # the next sync will see to it that the folder is matched anew
        return await _store(source, journal, email, cursor)
    finally:
        await source.close()


async def _store(source: MailSource, journal: Journal, email: Email, cursor: Cursor) -> bool:
    for description in await source.describe([email.uid]):
        arrival = await _fetch(source, description)
        if arrival is not None:
            await journal.store(email.folder, [arrival], cursor)
            return True
    return False


async def _fetch(source: MailSource, description: Description) -> Arrival | None:
    async for fetched in source.fetch([description.uid], {description.uid: description.size}):
        seen = headers.read(fetched.raw)
        return Arrival(
            uid=fetched.uid,
            raw=fetched.raw,
            received_at=fetched.received_at,
            size=len(fetched.raw),
            message_id=seen.message_id,
            subject=seen.subject,
            sender=seen.sender,
            recipients=seen.recipients,
        )
    return None
