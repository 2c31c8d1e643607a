"""What `postroom doctor` says of mailboxes that were never enabled: nothing tries them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import mailboxes
from store.session import Store
from web.walls import in_words

from . import not_enabled
from .checkup import Finding

if TYPE_CHECKING:
    from config.settings import Settings

CHECK = "mailboxes"


async def never_enabled(read: Settings) -> Finding:
    """Those that were tested and failed; who was never tested is on somebody's list anyway."""
    store = await Store.open(read.database_url)
    try:
        async with store.read() as tx:
            waiting = not_enabled.failed(await mailboxes.listing(tx))
    finally:
        await store.close()
    if not waiting:
        return Finding(CHECK, True, "none waits for a test after one that failed")
    command = not_enabled.NEXT if len(waiting) > 1 else not_enabled.NEXT.replace("ADDRESS", waiting[0])
    found = f"{len(waiting)} not enabled yet, since a test of {'it' if len(waiting) == 1 else 'each'} failed"
    return Finding(CHECK, False, f"{found}: {in_words(waiting)}", f"nothing is tried by itself; next: {command}")
