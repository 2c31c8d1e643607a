"""What a person owns: their role follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from .schema import mailboxes, profiles
from .session import Tx


@dataclass(frozen=True, slots=True)
class Owned:
    """mailboxes: addresses with the ids of their profiles. profiles: ids of one's own."""

    mailboxes: Mapping[str, int] = field(default_factory=dict)
    profiles: frozenset[int] = frozenset()


async def by(tx: Tx, person_id: int) -> Owned:
    boxes = select(mailboxes.c.address, mailboxes.c.profile_id).where(mailboxes.c.owner_id == person_id)
    own = select(profiles.c.id).where(profiles.c.owner_id == person_id)
    addresses = {row.address: row.profile_id for row in await tx.connection.execute(boxes)}
    return Owned(addresses, frozenset((await tx.connection.execute(own)).scalars()))
