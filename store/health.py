"""A profile direction's health, as it was last judged, and what follows from it for its mailboxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, insert, or_, select, update

from errors.machine import State
from errors.model import Direction, Health

from . import upsert
from .records import ProfileHealth
from .schema import counters, directions, profile_health, profiles
from .session import Tx

NAMES = tuple(one.name for one in fields(ProfileHealth))
COLUMNS = tuple(profile_health.c[name] for name in NAMES)


async def begin(tx: Tx, profile_id: int) -> None:
    """A new profile is healthy in both directions."""
    rows = [
        {"profile_id": profile_id, "direction": one, "health": Health.HEALTHY, "since": tx.now, "probes_failed": 0,
         "signal_text": ""}
        for one in Direction
    ]  # fmt: skip
    await tx.connection.execute(insert(profile_health), rows)


async def get(tx: Tx, profile_id: int, direction: Direction) -> ProfileHealth:
    """HEALTHY since the profile was made where nothing was ever written.

    In a write transaction the row is locked, so that whoever judges next sees what was judged before.
    """
    asked = _of(profile_id, direction)
    row = (await tx.connection.execute(asked.with_for_update() if tx.writes else asked)).first()
    return _health(row) if row is not None else await _never_written(tx, profile_id, direction)


async def _never_written(tx: Tx, profile_id: int, direction: Direction) -> ProfileHealth:
    made = (await tx.connection.execute(select(profiles.c.created_at).where(profiles.c.id == profile_id))).scalar()
    return ProfileHealth(profile_id, direction, Health.HEALTHY, made or tx.now, None, 0, None, None, None, None, "")


async def put(tx: Tx, row: ProfileHealth) -> None:
    """Upsert. A probe that was reserved is not any more."""
    await upsert.put(tx, profile_health, {**asdict(row), "probe_queued_until": None})


async def suspend_mailboxes(tx: Tx, profile_id: int, direction: Direction) -> int:
    """Active and retrying directions that are not leased become suspended (streak, budget and failing_since stay);
    how many. Leased ones are suspended when they settle."""
    free = or_(directions.c.leased_until.is_(None), directions.c.leased_until <= tx.now)
    running = (State.ACTIVE, State.RETRYING)
    values = {"state": State.SUSPENDED, "next_attempt_at": None, "retry_job": None, "queued_until": None}
    chosen = _in_order(_of_profile(profile_id, direction, running).where(free))
    done = await tx.connection.execute(update(directions).where(directions.c.id.in_(chosen)).values(**values))
    return done.rowcount


async def resume_mailboxes(tx: Tx, profile_id: int, direction: Direction, *, spread: timedelta) -> int:
    """Suspended ones become active with streak 0, last_code None and no retry_job, due at evenly spread times within
    spread from now; how many."""
    found = await tx.connection.execute(_in_order(_of_profile(profile_id, direction, (State.SUSPENDED,))))
    ids = found.scalars().all()
    if not ids:
        return 0
    rows = [{"of": one, "at": tx.now + spread * place / len(ids)} for place, one in enumerate(ids)]
    resumed = update(directions).where(directions.c.id == bindparam("of")).values(
        state=State.ACTIVE, streak=0, counted=0, proofs=0, failing_since=None, last_code=None, retry_job=None,
        queued_until=None, next_attempt_at=bindparam("at", type_=directions.c.next_attempt_at.type),
    )  # fmt: skip
    await tx.connection.execute(resumed, rows)
    return len(ids)


async def due_probes(tx: Tx, *, reserve: timedelta = timedelta(seconds=60)) -> list[ProfileHealth]:
    """Profile directions that are DOWN and whose next_probe_at has come; reserved (not given out again) for reserve."""
    queued = profile_health.c.probe_queued_until
    due = (
        update(profile_health)
        .where(profile_health.c.health == Health.DOWN, profile_health.c.next_probe_at <= tx.now)
        .where(or_(queued.is_(None), queued <= tx.now))
        .values(probe_queued_until=tx.now + reserve)
        .returning(*COLUMNS)
    )
    return [_health(row) for row in await tx.connection.execute(due)]


async def probe_candidate(tx: Tx, profile_id: int, direction: Direction, after: int | None) -> int | None:
    """A suspended direction's id, of the next mailbox after that mailbox id, around and around; None: none is."""
    leased = case((directions.c.leased_until > tx.now, 1), else_=0)
    around = case((directions.c.mailbox_id > (after or 0), 0), else_=1)
    suspended = _of_profile(profile_id, direction, (State.SUSPENDED,))
    found: int | None = await tx.connection.scalar(suspended.order_by(leased, around, directions.c.mailbox_id).limit(1))
    return found


async def make_probe_due(tx: Tx, profile_id: int) -> None:
    """next_probe_at = now for the directions that are down."""
    down = (profile_health.c.profile_id == profile_id) & (profile_health.c.health == Health.DOWN)
    due = update(profile_health).where(down).values(next_probe_at=tx.now, probe_queued_until=None)
    await tx.connection.execute(due)


async def touch(tx: Tx) -> None:
    """Write something harmless: raises StoreUnavailable when the database can't be written."""
    new = upsert.insert(tx, counters).values(name="touched", value=1)
    once_more = new.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    await tx.connection.execute(once_more)


# -- rows ----------------------------------------------------------------------------------------------------------


def _health(row: Sequence[Any]) -> ProfileHealth:
    return ProfileHealth(*row)


def _of(profile_id: int, direction: Direction) -> Select[Any]:
    key = (profile_health.c.profile_id == profile_id) & (profile_health.c.direction == direction)
    return select(*COLUMNS).where(key)


def _of_profile(profile_id: int, direction: Direction, states: tuple[State, ...]) -> Select[tuple[int]]:
    return select(directions.c.id).where(
        directions.c.profile_id == profile_id, directions.c.direction == direction, directions.c.state.in_(states)
    )


def _in_order(chosen: Select[tuple[int]]) -> Select[tuple[int]]:
    """Locked in one order, passing over what another transaction holds: it is being settled there."""
    return chosen.order_by(directions.c.id).with_for_update(skip_locked=True)
