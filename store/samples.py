"""How the house stood every few seconds, for charts: counted as it passes, kept a week, read in buckets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, cast, delete, extract, func, select, type_coerce

from errors.machine import State

from . import leases, upsert
from .columns import MICROSECOND, microseconds
from .schema import attempts, samples
from .session import Tx

EVERY = timedelta(seconds=10)
KEPT = timedelta(days=7)
LONGEST_GAP = timedelta(minutes=5)  # failures of longer ago belong to no sample
SILENCE = timedelta(minutes=1)  # after which nobody measures: a busy leader may be some rounds late
STATES = tuple(state for state in State if state is not State.NONE)


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of time that begins at `at`. polls and failures: per minute; retries: the most that waited; states:
    mailboxes, on the average."""

    at: datetime
    polls: float
    failures: float
    retries: int
    states: Mapping[State, int]


async def record(tx: Tx, *, polls: int, retries: int) -> None:
    """One sample, of now. polls: since the one before."""
    counts = await leases.counts(tx)
    row = {
        "at": tx.now,
        "polls": polls,
        "failures": await _failures(tx),
        "retries": retries,
        **{state.value: counts.get(state, 0) for state in STATES},
    }
    await upsert.put(tx, samples, row)


async def _failures(tx: Tx) -> int:
    since = max(await newest(tx) or tx.now - EVERY, tx.now - LONGEST_GAP)
    counting = select(func.count()).where(attempts.c.at > since, attempts.c.at <= tx.now, attempts.c.ok.is_(False))
    return (await tx.connection.execute(counting)).scalar_one()


async def newest(tx: Tx) -> datetime | None:
    """When it was measured last."""
    found: datetime | None = await tx.connection.scalar(select(func.max(samples.c.at, type_=samples.c.at.type)))
    return found


async def series(tx: Tx, since: datetime, buckets: int) -> Sequence[Point]:
    """From since until now, in so many stretches; those of which there is no sample are left out."""
    width = max((tx.now - since) / buckets, EVERY)
    bucket = _bucket(tx, since, width).label("bucket")
    means = [cast(func.round(func.avg(samples.c[state.value])), Integer).label(state.value) for state in STATES]
    asked = (
        select(
            bucket,
            func.count().label("many"),
            func.sum(samples.c.polls).label("polls"),
            func.sum(samples.c.failures).label("failures"),
            func.max(samples.c.retries).label("retries"),
            *means,
        )
        .where(samples.c.at >= since)
        .group_by("bucket")
        .order_by("bucket")
    )
    return [_point(row, since, width) for row in (await tx.connection.execute(asked)).mappings()]


async def purge(tx: Tx) -> int:
    """Forget those that have been kept long enough; how many."""
    return (await tx.connection.execute(delete(samples).where(samples.c.at < tx.now - KEPT))).rowcount


def _bucket(tx: Tx, since: datetime, width: timedelta) -> ColumnElement[int]:
    """The number of a sample's stretch."""
    if tx.connection.dialect.name == "postgresql":
        seconds = extract("epoch", samples.c.at) - since.timestamp()
        return cast(func.floor(seconds / width.total_seconds()), Integer)
    return (type_coerce(samples.c.at, BigInteger) - microseconds(since)) // (width // MICROSECOND)


def _point(row: Mapping[Any, Any], since: datetime, width: timedelta) -> Point:
    minutes = row["many"] * EVERY / timedelta(minutes=1)
    return Point(
        at=since + row["bucket"] * width,
        polls=int(row["polls"]) / minutes,
        failures=int(row["failures"]) / minutes,
        retries=row["retries"],
        states={state: row[state.value] for state in STATES},
    )
