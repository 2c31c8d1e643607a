"""Who works on which mailbox direction until when: leases with fences, and what is due. All times are the database's.

A stale holder's fence does not match any more, so nothing that it writes holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from errors.machine import State

from .records import DirectionRow, Held
from .session import Store, Tx


@dataclass(frozen=True, slots=True)
class Due:
    """A direction to be queued. alone: its last holder died. halted: for its rare probe."""

    direction_id: int
    profile_id: int
    alone: bool
    halted: bool


async def take(
    tx: Tx,
    store: Store,
    direction_ids: Sequence[int],
    *,
    holder: str,
    length: timedelta,
    states: Sequence[State],
    only_due: bool,
) -> list[Held]:
    """Lease those that are in one of these states, not leased (or whose lease has run out) and, with only_due, due.

    One UPDATE ... RETURNING: fence + 1, leased_until, leased_by; queued_until is cleared. A lease that ran out with
    its holder still named counts one death (deaths + 1; held_deaths + 1 where a message was held). store.ring
    decrypts the passwords. The Helds carry profile, mailbox, cursors and stuck rows: a handful of statements however
    many directions.
    """
    raise NotImplementedError


async def renew(tx: Tx, holder: str, direction_ids: Sequence[int], length: timedelta) -> set[int]:
    """The ids whose lease this holder still has; those now last length from now."""
    raise NotImplementedError


async def verify(tx: Tx, direction_id: int, fence: int) -> None:
    """Raise StaleLease unless this fence still holds. In a write transaction."""
    raise NotImplementedError


async def settle(tx: Tx, direction_id: int, fence: int, **columns: object) -> None:
    """Write the outcome (any columns of DirectionRow) and give the lease back. StaleLease."""
    raise NotImplementedError


async def release(tx: Tx, direction_id: int, fence: int, **columns: object) -> None:
    """Give the lease back unjudged; columns (next_attempt_at, ...) are written where given. A stale one is ignored."""
    raise NotImplementedError


async def give_back_idle(tx: Tx, held: Sequence[tuple[int, int]]) -> None:
    """(direction id, fence) of polls with nothing to tell: leases given back, last_attempt_at and last_success_at now,
    next_attempt_at after the profile's poll interval; one statement. Stale ones are passed over."""
    raise NotImplementedError


async def due(tx: Tx, *, reserve: timedelta, most: int = 5000) -> list[Due]:
    """Directions to be queued now: active incoming ones whose next_attempt_at has come; halted ones (halt_spent) whose
    rare probe has come; never leased ones, and none queued before (queued_until) that the queue may still hold.
    They are marked as queued until now + reserve in the same statement. An active direction without a
    next_attempt_at is due."""
    raise NotImplementedError


async def overdue_retries(tx: Tx, grace: timedelta, reserve: timedelta) -> list[DirectionRow]:
    """Retrying directions whose next_attempt_at passed grace ago, not leased, not queued: their job was lost.
    Marked as queued like due()."""
    raise NotImplementedError


async def clear_reservations(tx: Tx) -> None:
    """Redis was wiped: what it held is queued no more (queued_until of all)."""
    raise NotImplementedError


async def make_due(tx: Tx, direction_ids: Sequence[int]) -> None:
    """next_attempt_at = now."""
    raise NotImplementedError


async def rows(tx: Tx, *, states: Sequence[State], with_job: bool = False) -> list[DirectionRow]:
    """All directions in these states; with_job: only those that have a retry_job. For rebuilding the queue."""
    raise NotImplementedError


async def counts(tx: Tx) -> dict[State, int]:
    """Incoming directions by state."""
    raise NotImplementedError


async def next_due(tx: Tx) -> datetime | None:
    """When the next active direction is due; None when none is. For --burst and the demo."""
    raise NotImplementedError


async def hold_message(tx: Tx, direction_id: int, fence: int, message: str | None) -> None:
    """Careful mode: this message ("folder uid") is about to be touched; another than before starts its held_deaths
    at 0. StaleLease."""
    raise NotImplementedError


async def progressed(tx: Tx, direction_id: int, fence: int) -> None:
    """Something was stored: deaths and held_message start anew. StaleLease."""
    raise NotImplementedError
