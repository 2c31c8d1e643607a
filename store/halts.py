"""What halts remember: which rule of which day caused them, what it judged, and what else the decision saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from errors.machine import State
from errors.model import Direction

from . import profiles
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
                 "halt_signal", "halt_saw", "streak", "counted", "proofs", "failing_since", "last_success_at")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HaltRow:
    """signal and saw: as errors.memory keeps them; None for a halt of before they were kept, which may have its last
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
    asked = (
        select(*HALT, mailboxes.c.address, mailboxes.c.created_at)
        .join(mailboxes, mailboxes.c.id == directions.c.mailbox_id)
        .where(_other(catalogue), directions.c.id > after)
        .order_by(directions.c.id)
        .limit(PAGE)
    )
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
        row.halt_saw if row.halt_saw is not None else _as_it_stands(row),
        row.created_at,
        attempt,
    )


def _as_it_stands(row: AnyRow) -> dict[str, object]:
    """What a decision saw is in the direction's row still: a test that fails leaves it as it is."""
    moments = {name: getattr(row, name) for name in ("failing_since", "last_success_at")}
    counts = {name: getattr(row, name) for name in ("streak", "counted", "proofs")}
    return {**counts, **{name: moment.isoformat() for name, moment in moments.items() if moment is not None}}


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
