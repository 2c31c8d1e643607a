"""Who works on which mailbox direction until when: leases with fences, and what is due. All times are the database's.

A stale holder's fence does not match any more, so nothing that it writes holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    tuple_,
    update,
)

from errors.machine import State
from errors.model import Direction, Health

from . import directions
from .columns import Moment, later
from .faults import StaleLease
from .held import fill
from .records import DirectionRow, Held
from .schema import directions as table
from .schema import profile_health, profiles
from .session import Store, Tx

T = TypeVar("T")

TOGETHER = 5000  # parameters of one statement: SQLite takes 32,766
IDLE: dict[str, Any] = {"leased_until": None, "leased_by": None}
UNTOUCHED: dict[str, Any] = {"deaths": 0, "held_message": None, "held_deaths": 0}

NOW = bindparam("now", type_=Moment())
UNTIL = bindparam("until", type_=Moment())
IDS = bindparam("ids", expanding=True, type_=table.c.id.type)
PAIRS: BindParameter[Any] = bindparam("pairs", expanding=True)
FREE = or_(table.c.leased_until.is_(None), table.c.leased_until <= NOW)
DUE = or_(table.c.next_attempt_at.is_(None), table.c.next_attempt_at <= NOW)
NOT_QUEUED = or_(table.c.queued_until.is_(None), table.c.queued_until <= NOW)


@dataclass(frozen=True, slots=True)
class Due:
    """A direction to be queued. alone: its last holder died. halted: for its rare probe."""

    direction_id: int
    profile_id: int
    alone: bool
    halted: bool


# -- taking --------------------------------------------------------------------------------------------------------


def _chosen(*criteria: ColumnElement[bool]) -> Select[tuple[int]]:
    """Ids, locked in one order; rows that another transaction holds are passed over (PostgreSQL)."""
    return select(table.c.id).where(*criteria).order_by(table.c.id).with_for_update(skip_locked=True)


def _taking(*criteria: ColumnElement[bool]) -> Update:
    died = table.c.leased_by.is_not(None)
    held = and_(died, table.c.held_message.is_not(None))
    return (
        update(table)
        .where(table.c.id.in_(_chosen(table.c.id.in_(IDS), FREE, *criteria)))
        .values(
            fence=table.c.fence + 1,
            leased_until=UNTIL,
            leased_by=bindparam("holder"),
            queued_until=None,
            deaths=table.c.deaths + case((died, 1), else_=0),
            held_deaths=table.c.held_deaths + case((held, 1), else_=0),
        )
        .returning(*directions.COLUMNS)
    )


IN_STATE = table.c.state.in_(bindparam("states", expanding=True))
TAKE, TAKE_DUE = _taking(IN_STATE), _taking(IN_STATE, DUE)


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
    many directions. Raises WrongKey.
    """
    asked = {"now": tx.now, "until": tx.now + length, "holder": holder, "states": list(states)}
    taken: list[DirectionRow] = []
    for ids in _parts(sorted(set(direction_ids))):
        rows = await tx.connection.execute(TAKE_DUE if only_due else TAKE, {**asked, "ids": ids})
        taken += directions.read(rows)
    held = [one for rows in _parts(taken) for one in await fill(tx, store, rows)]
    place = {direction_id: number for number, direction_id in enumerate(direction_ids)}
    return sorted(held, key=lambda one: place[one.direction.id])


RENEW = (
    update(table)
    .where(table.c.id.in_(_chosen(table.c.id.in_(IDS), table.c.leased_by == bindparam("holder"))))
    .values(leased_until=UNTIL)
    .returning(table.c.id)
)


async def renew(tx: Tx, holder: str, direction_ids: Sequence[int], length: timedelta) -> set[int]:
    """The ids whose lease this holder still has; those now last length from now."""
    kept: set[int] = set()
    for ids in _parts(sorted(set(direction_ids))):
        asked = {"ids": ids, "holder": holder, "until": tx.now + length}
        kept.update((await tx.connection.execute(RENEW, asked)).scalars())
    return kept


# -- holding -------------------------------------------------------------------------------------------------------

MINE = and_(
    table.c.id == bindparam("of"), table.c.fence == bindparam("its_fence"), table.c.leased_by.is_not(None)
)  # fmt: skip
VERIFY = select(table.c.id).where(MINE).with_for_update()
PROGRESSED = update(table).where(MINE).values(**UNTOUCHED)


async def verify(tx: Tx, direction_id: int, fence: int) -> None:
    """Raise StaleLease unless this fence still holds. In a write transaction."""
    mine = await tx.connection.execute(VERIFY, {"of": direction_id, "its_fence": fence})
    if mine.first() is None:
        raise _stale(direction_id, fence)


async def hold_message(tx: Tx, direction_id: int, fence: int, message: str | None) -> None:
    """Careful mode: this message ("folder uid") is about to be touched; another than before starts its held_deaths
    at 0. StaleLease."""
    same = table.c.held_message == message if message is not None else false()
    await _write(tx, direction_id, fence, held_message=message, held_deaths=case((same, table.c.held_deaths), else_=0))


async def progressed(tx: Tx, direction_id: int, fence: int) -> None:
    """Something was stored: deaths and held_message start anew. StaleLease."""
    done = await tx.connection.execute(PROGRESSED, {"of": direction_id, "its_fence": fence})
    if not done.rowcount:
        raise _stale(direction_id, fence)


# -- giving back ---------------------------------------------------------------------------------------------------


async def settle(tx: Tx, direction_id: int, fence: int, **columns: object) -> None:
    """Write the outcome (any columns of DirectionRow) and give the lease back. StaleLease."""
    await _write(tx, direction_id, fence, **_checked(columns), **IDLE, queued_until=None)


async def release(tx: Tx, direction_id: int, fence: int, **columns: object) -> None:
    """Give the lease back unjudged; columns (next_attempt_at, ...) are written where given. A stale one is ignored."""
    values = {**_checked(columns), **IDLE, "queued_until": None}
    await tx.connection.execute(update(table).where(_mine(direction_id, fence)).values(**values))


INTERVAL = select(profiles.c.poll_interval).where(profiles.c.id == table.c.profile_id).scalar_subquery()
MY_PAIRS = tuple_(table.c.id, table.c.fence).in_(PAIRS)
GIVE_BACK_IDLE = (
    update(table)
    .where(table.c.id.in_(_chosen(MY_PAIRS, table.c.leased_by.is_not(None))))
    .values(
        last_attempt_at=NOW, last_success_at=NOW, next_attempt_at=later(NOW, INTERVAL), queued_until=None, **IDLE
    )
)  # fmt: skip


async def give_back_idle(tx: Tx, held: Sequence[tuple[int, int]]) -> None:
    """(direction id, fence) of polls with nothing to tell: leases given back, last_attempt_at and last_success_at now,
    next_attempt_at after the profile's poll interval; one statement. Stale ones are passed over."""
    for pairs in _parts(sorted(held)):
        await tx.connection.execute(GIVE_BACK_IDLE, {"pairs": pairs, "now": tx.now})


# -- what is due ---------------------------------------------------------------------------------------------------

INCOMING = table.c.direction == Direction.INCOMING
RARE_PROBE = and_(table.c.state == State.HALTED, table.c.halt_spent, table.c.next_attempt_at <= NOW)
READY = or_(and_(table.c.state == State.ACTIVE, DUE), RARE_PROBE)
MARK_DUE = (
    update(table)
    .where(table.c.id.in_(_chosen(INCOMING, READY, FREE, NOT_QUEUED).limit(bindparam("most"))))
    .values(queued_until=UNTIL)
    .returning(table.c.id, table.c.profile_id, table.c.leased_by, table.c.deaths, table.c.state)
)
LOST = and_(table.c.state == State.RETRYING, table.c.next_attempt_at <= bindparam("late", type_=Moment()))
MARK_LOST = (
    update(table)
    .where(table.c.id.in_(_chosen(LOST, FREE, NOT_QUEUED)))
    .values(queued_until=UNTIL)
    .returning(*directions.COLUMNS)
)
WELL = select(profile_health.c.profile_id).where(
    profile_health.c.profile_id == table.c.profile_id,
    profile_health.c.direction == table.c.direction,
    profile_health.c.health == Health.HEALTHY,
)
RESUME_STRAYS = (
    update(table)
    .where(table.c.id.in_(_chosen(table.c.state == State.SUSPENDED, FREE, WELL.exists())))
    .values(state=State.ACTIVE, next_attempt_at=NOW)
)


async def due(tx: Tx, *, reserve: timedelta, most: int = 5000) -> list[Due]:
    """Directions to be queued now: active incoming ones whose next_attempt_at has come; halted ones (halt_spent) whose
    rare probe has come; never leased ones, and none queued before (queued_until) that the queue may still hold.
    They are marked as queued until now + reserve in the same statement. An active direction without a
    next_attempt_at is due.

    One that stayed suspended while its profile came back (another transaction held it) is active again first.
    """
    await tx.connection.execute(RESUME_STRAYS, {"now": tx.now})
    marked = await tx.connection.execute(MARK_DUE, {"now": tx.now, "until": tx.now + reserve, "most": most})
    return sorted(
        (
            Due(row.id, row.profile_id, alone=row.leased_by is not None or row.deaths > 0,
                halted=row.state is State.HALTED)
            for row in marked
        ),
        key=lambda one: one.direction_id,
    )  # fmt: skip


async def overdue_retries(tx: Tx, grace: timedelta, reserve: timedelta) -> list[DirectionRow]:
    """Retrying directions whose next_attempt_at passed grace ago, not leased, not queued: their job was lost.
    Marked as queued like due()."""
    asked = {"now": tx.now, "late": tx.now - grace, "until": tx.now + reserve}
    return directions.read(await tx.connection.execute(MARK_LOST, asked))


async def clear_reservations(tx: Tx) -> None:
    """Redis was wiped: what it held is queued no more (queued_until of all)."""
    queued = _chosen(table.c.queued_until.is_not(None))
    await tx.connection.execute(update(table).where(table.c.id.in_(queued)).values(queued_until=None))


async def make_due(tx: Tx, direction_ids: Sequence[int]) -> None:
    """next_attempt_at = now."""
    for ids in _parts(sorted(set(direction_ids))):
        chosen = table.c.id.in_(_chosen(table.c.id.in_(IDS)))
        await tx.connection.execute(update(table).where(chosen).values(next_attempt_at=tx.now), {"ids": ids})


async def rows(tx: Tx, *, states: Sequence[State], with_job: bool = False) -> list[DirectionRow]:
    """All directions in these states; with_job: only those that have a retry_job. For rebuilding the queue."""
    asked = select(*directions.COLUMNS).where(table.c.state.in_(states)).order_by(table.c.id)
    if with_job:
        asked = asked.where(table.c.retry_job.is_not(None))
    return directions.read(await tx.connection.execute(asked))


async def counts(tx: Tx) -> dict[State, int]:
    """Incoming directions by state."""
    by_state = select(table.c.state, func.count().label("many")).where(INCOMING).group_by(table.c.state)
    return {row.state: row.many for row in await tx.connection.execute(by_state)}


async def next_due(tx: Tx) -> datetime | None:
    """When the next active direction is due; None when none is. For --burst and the demo.

    One without a next_attempt_at is due now; one that is being worked on was due before now.
    """
    when = func.coalesce(table.c.next_attempt_at, tx.now, type_=Moment())
    soonest = select(func.min(when, type_=Moment())).where(INCOMING, table.c.state == State.ACTIVE)
    found: datetime | None = await tx.connection.scalar(soonest)
    return found


# -- small change --------------------------------------------------------------------------------------------------


def _mine(direction_id: int, fence: int) -> ColumnElement[bool]:
    return and_(table.c.id == direction_id, table.c.fence == fence, table.c.leased_by.is_not(None))


async def _write(tx: Tx, direction_id: int, fence: int, **values: object) -> None:
    done = await tx.connection.execute(update(table).where(_mine(direction_id, fence)).values(**values))
    if not done.rowcount:
        raise _stale(direction_id, fence)


def _stale(direction_id: int, fence: int) -> StaleLease:
    return StaleLease(f"the lease {fence} of direction {direction_id} was lost to another holder")


def _checked(columns: dict[str, object]) -> dict[str, object]:
    unknown = set(columns) - directions.WRITABLE
    if unknown:
        raise TypeError(f"no columns of a direction that an outcome may write: {', '.join(sorted(unknown))}")
    return columns


def _parts(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    """Few enough for one statement."""
    return (whole[start : start + TOGETHER] for start in range(0, len(whole), TOGETHER))
