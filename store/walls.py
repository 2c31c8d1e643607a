"""What a wall asks: its lines by the page, how many there are, and what they can be filtered by.

The conditions of store/wall_conditions.py only spare reading what nobody may see: what a wall shows is
errors.audience's to say, and web/walls.py says it again of every row. On the administrators' wall all alerts of one
fingerprint are one line, for which the gravest and newest of them stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from errors.model import Severity

from . import wall_conditions as conditions
from .alert_rows import alert_of, asking
from .alerts import INFORMATION_SHOWN, UNRESOLVED
from .records import Alert
from .schema import alerts, mailboxes, profiles
from .session import Tx
from .wall_conditions import Watcher

__all__ = [
    "Front",
    "Standing",
    "Wanted",
    "Watcher",
    "about",
    "codes",
    "counts",
    "front",
    "lines",
    "members",
    "profiles_of",
]

CHOICES = 500  # codes or profiles that a wall can be filtered by
MOST_COUNTED = 1000  # lines of a severity, of what is over
MEMBERS = 1000  # alerts of the fingerprints on one page

RANK = case({Severity.ERROR: 0, Severity.WARNING: 1}, value=alerts.c.severity, else_=2)
OVER = case((UNRESOLVED, 0), else_=1)
ALIVE = ("open", "acknowledged")
NOT_RESOLVED = alerts.c.status != literal_column("'resolved'")  # not bound: as the partial indexes have it
RESOLVED = alerts.c.status == literal_column("'resolved'")


class Standing(StrEnum):
    """OPEN: unresolved, and information of the last day. OVER: resolved. DISMISSED: what this watcher dismissed."""

    OPEN = "open"
    OVER = "over"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """profile: its name. A line of one fingerprint is wanted where one of its alerts is, and is shown whole."""

    severity: Severity | None = None
    profile: str | None = None
    code: str | None = None
    standing: Standing = Standing.OPEN


ANYTHING = Wanted()


async def counts(tx: Tx, watcher: Watcher, wanted: Wanted = ANYTHING) -> dict[Severity, int]:
    """How many lines of each severity there are."""
    found = _all_lines(watcher, wanted, tx.now).subquery()
    asked = select(found.c.severity, func.count()).group_by(found.c.severity)
    many = {row.severity: row[1] for row in await tx.connection.execute(asked)}
    return dict.fromkeys(Severity, 0) | many


async def lines(
    tx: Tx, watcher: Watcher, wanted: Wanted = ANYTHING, *, offset: int = 0, limit: int = 51
) -> list[Alert]:
    """The newest last_seen first; of a fingerprint one alert (see members)."""
    found = _page(watcher, wanted, tx.now, offset + limit).subquery()
    asked = select(found.c.id).order_by(found.c.at.desc(), found.c.id.desc()).offset(offset).limit(limit)
    return await _by_ids(tx, (await tx.connection.execute(asked)).scalars().all())


@dataclass(frozen=True, slots=True)
class Front:
    """many: how many lines of each severity there are. alerts: those that were asked for, as lines() gives them."""

    many: dict[Severity, int]
    alerts: dict[Severity, list[Alert]]


async def front(tx: Tx, watcher: Watcher, wanted: Wanted = ANYTHING, *, offset: int = 0, limit: int = 20) -> Front:
    """Of each severity the lines from offset on, and how many there are: in one look at them all; of what is
    over, an administrator has many times as many: they are counted to MOST_COUNTED only."""
    over = wanted.standing is Standing.OVER and watcher.administrator
    most = max(MOST_COUNTED, offset + limit)
    every = (_newest(watcher, wanted, tx.now, most) if over else _all_lines(watcher, wanted, tx.now)).subquery()
    together, newest = every.c.severity, (every.c.at.desc(), every.c.id.desc())
    ranked = select(
        every.c.severity,
        every.c.id,
        func.count().over(partition_by=together).label("many"),
        func.row_number().over(partition_by=together, order_by=newest).label("place"),
    ).subquery()
    on_page = and_(ranked.c.place > offset, ranked.c.place <= offset + limit)
    asked = select(ranked).where(or_(on_page, ranked.c.place == 1)).order_by(ranked.c.place)
    rows = (await tx.connection.execute(asked)).all()
    of_page = [row for row in rows if offset < row.place <= offset + limit]
    found = {one.id: one for one in await _by_ids(tx, [row.id for row in of_page])}
    alerts_of = {
        severity: [found[row.id] for row in of_page if row.severity is severity and row.id in found]
        for severity in Severity
    }
    return Front(dict.fromkeys(Severity, 0) | {row.severity: row.many for row in rows}, alerts_of)


async def members(tx: Tx, found: Sequence[Alert]) -> list[Alert]:
    """These, and behind them what stands in one line with them on the administrators' wall: the newest of those."""
    prints = {one.fingerprint for one in found if one.fingerprint is not None}
    if not prints:
        return list(found)
    have = [one.id for one in found]
    over = {one.status == "resolved" for one in found if one.fingerprint is not None}
    alike = and_(alerts.c.fingerprint.in_(prints), OVER.in_([int(one) for one in over]), alerts.c.id.not_in(have))
    asked = asking().where(alike).order_by(alerts.c.last_seen.desc(), alerts.c.id.desc()).limit(MEMBERS)
    kept = {(one.fingerprint, one.status == "resolved") for one in found}
    others = [alert_of(row) for row in await tx.connection.execute(asked)]
    return [*found, *(one for one in others if (one.fingerprint, one.status == "resolved") in kept)]


async def about(
    tx: Tx, watcher: Watcher, *, mailbox_id: int | None = None, profile_id: int | None = None, limit: int = 50
) -> list[Alert]:
    """What a mailbox's page tells (its own alerts and its profile's), or a profile's: unresolved ones first, then the
    newest; what was dismissed from a wall too."""
    of_it = _of_mailbox(mailbox_id) if mailbox_id is not None else conditions.of_profile_page(profile_id or 0)
    asked = select(alerts.c.id).where(of_it, conditions.shown_to(watcher))
    asked = asked.order_by(OVER, alerts.c.last_seen.desc(), alerts.c.id.desc()).limit(limit)
    return await _by_ids(tx, (await tx.connection.execute(asked)).scalars().all())


async def codes(tx: Tx, watcher: Watcher, standing: Standing = Standing.OPEN) -> list[str]:
    """That this wall can be filtered by."""
    asked = select(alerts.c.code).where(_standing(standing, tx.now), conditions.shown_to(watcher))
    return list((await tx.connection.execute(asked.distinct().order_by(alerts.c.code).limit(CHOICES))).scalars())


async def profiles_of(tx: Tx, watcher: Watcher) -> list[str]:
    """The names of the profiles that this wall can be filtered by."""
    asked = select(profiles.c.name).order_by(profiles.c.name).limit(CHOICES)
    if not watcher.administrator:
        asked = asked.where(profiles.c.id.in_(conditions.profiles_told_of(watcher)))
    return list((await tx.connection.execute(asked)).scalars())


# -- how lines are found -------------------------------------------------------------------------------------------


def _all_lines(watcher: Watcher, wanted: Wanted, now: datetime) -> CompoundSelect[Any] | Select[Any]:
    """Columns severity, at, id: one row for each line."""
    if not watcher.administrator:
        return union_all(*_plain(watcher, wanted, now))
    return union_all(*_plain(watcher, wanted, now), _folded(watcher, wanted, now))


def _newest(watcher: Watcher, wanted: Wanted, now: datetime, most: int) -> CompoundSelect[Any]:
    """_all_lines, of each severity no more than so many besides those of a fingerprint."""
    newest = (alerts.c.last_seen.desc(), alerts.c.id.desc())
    severities = Severity if wanted.severity is None else (wanted.severity,)
    parts = [part for one in severities for part in _plain(watcher, replace(wanted, severity=one), now)]
    cut = [select(part.order_by(*newest).limit(most).subquery()) for part in parts]
    return union_all(*cut, _folded(watcher, wanted, now))


def _page(watcher: Watcher, wanted: Wanted, now: datetime, most: int) -> CompoundSelect[Any] | Select[Any]:
    """The newest of them: each part is cut short for itself, so that an index finds it."""
    newest = (alerts.c.last_seen.desc(), alerts.c.id.desc())
    parts = [one.order_by(*newest).limit(most).subquery() for one in _plain(watcher, wanted, now)]
    if watcher.administrator:
        folded = _folded(watcher, wanted, now).subquery()
        parts.append(select(folded).order_by(folded.c.at.desc(), folded.c.id.desc()).limit(most).subquery())
    return union_all(*(select(part) for part in parts))


def _plain(watcher: Watcher, wanted: Wanted, now: datetime) -> list[Select[Any]]:
    """A line for each alert, in parts that have none in common; on the administrators' wall without those of a
    fingerprint."""
    hidden = conditions.dismissed_by(watcher)
    asked = select(alerts.c.severity, alerts.c.last_seen.label("at"), alerts.c.id).where(
        hidden if wanted.standing is Standing.DISMISSED else ~hidden, *_filters(wanted)
    )
    if watcher.administrator:
        asked = asked.where(alerts.c.fingerprint.is_(None))
    if wanted.severity is not None:
        asked = asked.where(alerts.c.severity == wanted.severity)
    every = product(_standings(watcher, wanted.standing, now), conditions.ways_to(watcher))
    return [asked.where(stands, shown) for stands, shown in every]


def _folded(watcher: Watcher, wanted: Wanted, now: datetime) -> Select[Any]:
    """A line for each fingerprint, and for whether it is over; the gravest and newest alert stands for it."""
    together = (alerts.c.fingerprint, OVER)
    gravest = (RANK, alerts.c.last_seen.desc(), alerts.c.id.desc())

    def anyone(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((condition, 1), else_=0)).over(partition_by=together)

    rows = (
        select(
            alerts.c.severity,
            func.max(alerts.c.last_seen, type_=alerts.c.last_seen.type).over(partition_by=together).label("at"),
            alerts.c.id,
            func.row_number().over(partition_by=together, order_by=gravest).label("place"),
            anyone(conditions.dismissed_by(watcher)).label("hidden"),
            anyone(and_(literal(True), *_filters(wanted))).label("wanted"),
        )
        .where(alerts.c.fingerprint.is_not(None), _standing(wanted.standing, now))
        .subquery()
    )
    hidden = int(wanted.standing is Standing.DISMISSED)
    asked = select(rows.c.severity, rows.c.at, rows.c.id)
    asked = asked.where(rows.c.place == 1, rows.c.hidden == hidden, rows.c.wanted == 1)
    return asked if wanted.severity is None else asked.where(rows.c.severity == wanted.severity)


def _standing(standing: Standing, now: datetime) -> ColumnElement[bool]:
    return or_(*_standings(None, standing, now))


def _standings(watcher: Watcher | None, standing: Standing, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """In parts that have no alert in common, each as an index has it: information is born resolved."""
    persons = watcher is not None and not watcher.administrator  # found by what they own, never by severity
    match standing:
        case Standing.OPEN:
            told = and_(alerts.c.nature.is_(None), alerts.c.last_seen > now - INFORMATION_SHOWN)
            return alerts.c.status.in_(ALIVE) if persons else NOT_RESOLVED, told
        case Standing.OVER:
            return (alerts.c.status == "resolved" if persons else RESOLVED,)
    return (literal(True),)


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [alerts.c.code == wanted.code] if wanted.code is not None else []
    return [*found, conditions.of_profile(wanted.profile)] if wanted.profile is not None else found


def _of_mailbox(mailbox_id: int) -> ColumnElement[bool]:
    profile = select(mailboxes.c.profile_id).where(mailboxes.c.id == mailbox_id).scalar_subquery()
    return or_(conditions.about("mailbox", mailbox_id), conditions.of_profile_page(profile))


async def _by_ids(tx: Tx, ids: Collection[int]) -> list[Alert]:
    """In this order."""
    if not ids:
        return []
    found = {row.id: alert_of(row) for row in await tx.connection.execute(asking().where(alerts.c.id.in_(ids)))}
    return [found[one] for one in ids if one in found]
