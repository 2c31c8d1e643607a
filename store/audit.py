"""Who did what: a line for each change that a person asked for, by the pages or the command line. Kept a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from .schema import audit
from .session import Tx

KEPT = timedelta(days=365)
COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class Entry:
    """who: an address, or the command line with the user of its host. did: a verb and what it was done to. about: its
    name. detail: what else, never a secret."""

    id: int
    at: datetime
    who: str
    did: str
    about: str
    detail: str


async def note(tx: Tx, who: str, did: str, about: str = "", detail: str = "") -> None:
    """In the transaction of what was done, so that neither is there without the other."""
    await tx.connection.execute(insert(audit).values(at=tx.now, who=who, did=did, about=about, detail=detail))


async def listing(tx: Tx, *, who: str | None = None, offset: int = 0, limit: int = 100) -> Sequence[Entry]:
    """Newest first."""
    asked = select(audit).order_by(audit.c.id.desc()).offset(offset).limit(limit)
    if who is not None:
        asked = asked.where(audit.c.who == who)
    return [Entry(*row) for row in await tx.connection.execute(asked)]


async def purge(tx: Tx) -> int:
    """Forget what has been kept long enough; how many."""
    return (await tx.connection.execute(delete(audit).where(audit.c.at < tx.now - KEPT))).rowcount
