"""How a person's mailboxes stand together, or all of them: what a wall says where it has nothing to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from errors.machine import State

from .schema import directions, mailboxes
from .session import Tx


@dataclass(frozen=True, slots=True)
class InStep:
    """mailboxes: how many there are. directions: by state, of both directions."""

    mailboxes: int
    directions: Mapping[State, int]
    last_success_at: datetime | None

    @property
    def untested(self) -> int:
        return self.directions.get(State.UNTESTED, 0)

    @property
    def running(self) -> int:
        return self.directions.get(State.ACTIVE, 0)


async def of_all(tx: Tx) -> InStep:
    return await _of(tx, None)


async def of_person(tx: Tx, person_id: int) -> InStep:
    return await _of(tx, person_id)


async def _of(tx: Tx, owner_id: int | None) -> InStep:
    asked = select(directions.c.state, func.count(), func.max(directions.c.last_success_at)).group_by(
        directions.c.state
    )
    counting = select(func.count()).select_from(mailboxes)
    if owner_id is not None:
        asked = asked.join(mailboxes, mailboxes.c.id == directions.c.mailbox_id).where(mailboxes.c.owner_id == owner_id)
        counting = counting.where(mailboxes.c.owner_id == owner_id)
    rows = [tuple(row) for row in await tx.connection.execute(asked)]
    return InStep(
        (await tx.connection.execute(counting)).scalar_one(),
        {state: many for state, many, _ in rows},
        max((last for *_, last in rows if last is not None), default=None),
    )
