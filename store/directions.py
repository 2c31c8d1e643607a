"""A mailbox direction's row: how it begins and how it is read. Who may work on it is said in leases.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from errors.machine import State
from errors.model import Direction

from .columns import AnyRow
from .records import DirectionRow, Tested
from .schema import directions

NAMES = tuple(one.name for one in fields(DirectionRow))
COLUMNS = tuple(directions.c[name] for name in NAMES)
HALT_MEMORY = frozenset({"halt_code", "halt_catalogue", "halt_signal", "halt_saw"})  # read by halts.py alone
WRITABLE = (frozenset(NAMES) | HALT_MEMORY) - {"id", "mailbox_id", "direction", "fence", "leased_until", "leased_by"}


def row_of(row: Sequence[Any]) -> DirectionRow:
    """Of a row that is COLUMNS."""
    return DirectionRow(*row)


def read(rows: Iterable[AnyRow]) -> list[DirectionRow]:
    """Of rows that are COLUMNS."""
    return [row_of(row) for row in rows]


def fresh(mailbox_id: int, profile_id: int, direction: Direction, *, wanted: bool) -> dict[str, object]:
    """The columns of a new direction."""
    return {
        "mailbox_id": mailbox_id, "profile_id": profile_id, "direction": direction,
        "state": State.UNTESTED if wanted else State.NONE, "test": Tested.NOT_RUN,
        "streak": 0, "counted": 0, "proofs": 0, "halt_spent": False, "attempt_number": 0, "fence": 0,
        "deaths": 0, "held_deaths": 0, "emails_stored": 0, "emails_set_aside": 0,
    }  # fmt: skip
