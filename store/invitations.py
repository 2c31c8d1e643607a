"""Links that work once: whoever opens one becomes the first administrator, sets a password, or is signed in.

The link holds a token, the table its SHA-256.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Row, delete, insert, select

from . import people
from .records import Person
from .schema import invitations
from .schema import people as people_table
from .session import Tx
from .sessions import hashed

LASTS = timedelta(hours=24)


class Purpose(StrEnum):
    ADMINISTRATOR = "administrator"  # whoever comes first; void as soon as an administrator can sign in
    PASSWORD = "password"  # noqa: S105  # a word: this person sets theirs
    SIGN_IN = "sign_in"  # this person is signed in without one


@dataclass(frozen=True, slots=True)
class Invitation:
    """person: None for the first administrator, who says who they are."""

    purpose: Purpose
    person: Person | None


async def make(tx: Tx, purpose: Purpose, *, person_id: int | None = None, lasts: timedelta = LASTS) -> str:
    """The token for the link, which is told once. Links of this purpose that this person had before are void."""
    await void(tx, purpose, person_id)
    token = secrets.token_urlsafe(32)
    new = insert(invitations).values(
        token_hash=hashed(token), person_id=person_id, purpose=purpose.value, expires_at=tx.now + lasts
    )
    await tx.connection.execute(new)
    return token


async def look(tx: Tx, token: str) -> Invitation | None:
    """What this token is good for, without using it up; None: for nothing (any more)."""
    asked = (
        select(invitations.c.purpose, invitations.c.person_id, *people.COLUMNS)
        .outerjoin(people_table, people_table.c.id == invitations.c.person_id)
        .where(invitations.c.token_hash == hashed(token), invitations.c.expires_at > tx.now)
    )
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else await _still_good(tx, row)


async def take(tx: Tx, token: str) -> Invitation | None:
    """Use it up: of several at once, one gets it."""
    found = await look(tx, token)
    used = delete(invitations).where(invitations.c.token_hash == hashed(token), invitations.c.expires_at > tx.now)
    taken = (await tx.connection.execute(used)).rowcount
    return found if taken else None


async def void(tx: Tx, purpose: Purpose, person_id: int | None) -> None:
    """Links of this purpose for this person (None: for whoever comes first) work no more."""
    whose = invitations.c.person_id.is_(None) if person_id is None else invitations.c.person_id == person_id
    await tx.connection.execute(delete(invitations).where(whose, invitations.c.purpose == purpose.value))


async def needs_administrator(tx: Tx) -> bool:
    """Whether no administrator can sign in."""
    return await people.administrators_signing_in(tx) == 0


async def _still_good(tx: Tx, row: Row[tuple[object, ...]]) -> Invitation | None:
    purpose = Purpose(row.purpose)
    if purpose is Purpose.ADMINISTRATOR:
        return Invitation(purpose, None) if await needs_administrator(tx) else None
    return Invitation(purpose, people.person_of(row))
