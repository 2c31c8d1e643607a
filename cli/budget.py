"""What a mailbox's budget is counted against."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import Mailbox
    from store.session import Tx


async def retry_limit(tx: Tx, of: Mailbox) -> int:
    """Its profile's: attempts that count, before a transient error becomes permanent."""
    from store import profiles

    return (await profiles.get(tx, of.profile)).policy.retry_limit
