"""Who is signed in to the pages. The browser holds a token, the table its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from . import people
from .records import Person
from .schema import people as people_table
from .schema import sessions
from .session import Tx

LASTS = timedelta(days=14)  # without being used
LONGEST = timedelta(days=90)  # however much it is used
SEEN_EVERY = timedelta(minutes=5)  # a session's use is written down no more often than this


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def begin(tx: Tx, person_id: int) -> str:
    """Sign this person in; the token for their browser, which is told once."""
    token = secrets.token_urlsafe(32)
    new = insert(sessions).values(
        token_hash=hashed(token), person_id=person_id, created_at=tx.now, seen_at=tx.now, expires_at=tx.now + LASTS
    )
    await tx.connection.execute(new)
    return token


async def whose(tx: Tx, token: str) -> tuple[Person, bool] | None:
    """Who is signed in by this token, and whether its use should be written down; None where nobody is."""
    asked = (
        select(*people.COLUMNS, sessions.c.seen_at)
        .join(people_table, people_table.c.id == sessions.c.person_id)
        .where(sessions.c.token_hash == hashed(token), _alive(tx.now))
    )
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else (people.person_of(row), tx.now - row.seen_at > SEEN_EVERY)


async def seen(tx: Tx, token: str) -> None:
    """It was used: it lasts anew from now on."""
    used = update(sessions).where(sessions.c.token_hash == hashed(token), _alive(tx.now))
    await tx.connection.execute(used.values(seen_at=tx.now, expires_at=tx.now + LASTS))


async def end(tx: Tx, token: str) -> None:
    await tx.connection.execute(delete(sessions).where(sessions.c.token_hash == hashed(token)))


async def end_all(tx: Tx, person_id: int, *, but: str | None = None) -> int:
    """Sign a person out everywhere, but for the session of this token; of how many sessions."""
    others = sessions.c.person_id == person_id
    if but is not None:
        others &= sessions.c.token_hash != hashed(but)
    return (await tx.connection.execute(delete(sessions).where(others))).rowcount


def _alive(now: datetime) -> ColumnElement[bool]:
    return and_(sessions.c.expires_at > now, sessions.c.created_at > now - LONGEST)
