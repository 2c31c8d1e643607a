"""What halts remember: which rule of which day caused them, what it judged and what else the decision saw; and how they
are taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from errors.machine import Event, State, step
from errors.model import Direction

from . import leases, profiles
from .attempts import COLUMNS as ATTEMPT
from .columns import AnyRow
from .records import Attempt, Profile
from .schema import attempts, directions, mailboxes
from .session import Tx

PAGE = 500  # halts that are read at once

HALTED = directions.c.state == State.HALTED
HALT = tuple(
    directions.c[name]
    for name in ("id", "direction", "profile_id", "halted_at", "halt_code", "halt_rule", "halt_catalogue",
                 "halt_signal", "halt_saw")
)  # fmt: skip
FORGOTTEN: dict[str, object] = {
    "halted_at": None, "halt_rule": None, "halt_spent": False, "halt_code": None, "halt_catalogue": None,
    "halt_signal": None, "halt_saw": None,
}  # fmt: skip
ANEW: dict[str, object] = {"streak": 0, "counted": 0, "failing_since": None}


@dataclass(frozen=True, slots=True)
class HaltRow:
    """signal and saw: as errors.memory keeps them. signal None: of before it was kept; such a halt may have its last
    attempt still. catalogue None: of before there were versions."""

    direction_id: int
    address: str
    direction: Direction
    profile: Profile
    halted_at: datetime
    code: str
    rule: str | None
    catalogue: str | None
    signal: Mapping[str, object] | None
    saw: Mapping[str, object]
    created_at: datetime
    attempt: Attempt | None = None


async def page_under_other_rules(tx: Tx, catalogue: str, after: int = 0) -> Sequence[HaltRow]:
    """Halts that rules of another version than this caused, by direction id, of those that are greater than `after`."""
    return await _read(tx, _asked(catalogue).where(directions.c.id > after).order_by(directions.c.id).limit(PAGE))


async def under_other_rules(tx: Tx, catalogue: str, direction_id: int) -> HaltRow | None:
    """The halt of this direction, where rules of another version than this caused it."""
    found = await _read(tx, _asked(catalogue).where(directions.c.id == direction_id))
    return found[0] if found else None


async def take_back(tx: Tx, direction_id: int, fence: int) -> None:
    """It is tried like any other, and what it met before is not held against it. The lease stays. StaleLease."""
    await leases.verify(tx, direction_id, fence)
    tried = {"state": step(State.HALTED, Event.TAKEN_BACK), **ANEW, **FORGOTTEN}
    await tx.connection.execute(update(directions).where(directions.c.id == direction_id, HALTED).values(**tried))


def _asked(catalogue: str) -> Select[Any]:
    return (
        select(*HALT, mailboxes.c.address, mailboxes.c.created_at)
        .join(mailboxes, mailboxes.c.id == directions.c.mailbox_id)
        .where(_other(catalogue))
    )


async def _read(tx: Tx, asked: Select[Any]) -> Sequence[HaltRow]:
    rows = (await tx.connection.execute(asked)).all()
    servers = await profiles.by_ids(tx, list({row.profile_id for row in rows}))
    tried = await _last_attempts(tx, [row.id for row in rows if row.halt_signal is None])
    return [_halt(row, servers[row.profile_id], tried.get(row.id)) for row in rows]


def _other(catalogue: str) -> ColumnElement[bool]:
    version = directions.c.halt_catalogue
    return and_(HALTED, or_(version.is_(None), version != catalogue))


def _halt(row: AnyRow, profile: Profile, attempt: Attempt | None) -> HaltRow:
    return HaltRow(
        row.id,
        row.address,
        row.direction,
        profile,
        row.halted_at,
        (attempt.code if attempt is not None else None) or row.halt_code or "",
        row.halt_rule,
        row.halt_catalogue,
        row.halt_signal,
        row.halt_saw or {},
        row.created_at,
        attempt,
    )


async def _last_attempts(tx: Tx, direction_ids: Sequence[int]) -> dict[int, Attempt]:
    """By direction: the attempt that was judged when it was halted."""
    if not direction_ids:
        return {}
    rows = await tx.connection.execute(_newest(direction_ids))
    return {row.direction_id: Attempt(*row) for row in rows}


def _newest(direction_ids: Sequence[int]) -> Select[Any]:
    place = func.row_number().over(
        partition_by=attempts.c.direction_id, order_by=(attempts.c.at.desc(), attempts.c.id.desc())
    )
    numbered = (
        select(*ATTEMPT, place.label("place"))
        .join(directions, directions.c.id == attempts.c.direction_id)
        .where(
            attempts.c.direction_id.in_(direction_ids),
            ~attempts.c.ok,
            attempts.c.rule == directions.c.halt_rule,
            attempts.c.at <= directions.c.halted_at,
        )
        .subquery()
    )
    return select(*(numbered.c[column.name] for column in ATTEMPT)).where(numbered.c.place == 1)
