"""What `postroom doctor` says of halts that other rules caused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errors.rejudge import Standing
from store.session import Store
from worker.rejudge import doubtful

from .checkup import Finding

if TYPE_CHECKING:
    from config.settings import Settings

CHECK = "halts"


async def halts(read: Settings) -> Finding:
    """Only halts under rules of another version are looked at, so that this costs nothing once they were."""
    store = await Store.open(read.database_url)
    try:
        async with store.read() as tx:
            freed = [one async for one in doubtful(tx) if one.verdict.standing is Standing.FREED]
    finally:
        await store.close()
    if not freed:
        return Finding(CHECK, True, "today's rules would have caused them too")
    found = f"{len(freed)} mailbox{'es' if len(freed) > 1 else ''} halted that today's rules would not have halted"
    return Finding(CHECK, True, found, "`postroom errors rejudge` lists them, with --apply it tests and resumes them")
