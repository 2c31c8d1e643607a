"""Alerts: at most one unresolved per (code, nature, level, object, direction). errors/ decides what opens them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, delete, desc, func, or_, select, text, update

from errors.machine import State
from errors.model import Direction, Level, Nature, Severity

from . import people, switches, upsert
from .alert_rows import ADMINISTRATORS_WALL, alert_of, asking
from .columns import AnyRow
from .faults import NotThere, Refused
from .records import Alert, Raised
from .schema import alerts, directions, dismissals, emails
from .session import Tx

REOPEN = timedelta(hours=1)  # the same key within this of being resolved opens the same alert again
EVIDENCE_KEPT = 10  # the first one and the newest
INFORMATION_SHOWN = timedelta(days=1)

UNRESOLVED = alerts.c.status != "resolved"
MERGED = (
    alerts.c.id, alerts.c.status, alerts.c.count.label("times"), alerts.c.first_seen, alerts.c.last_seen,
    alerts.c.evidence,
)  # fmt: skip

# -- raising -------------------------------------------------------------------------------------------------------


async def raise_(tx: Tx, raised: Raised) -> int | None:
    """Upsert on the key; its id; None, and nothing is done, where alerts of its severity are switched off. Open: count
    + 1, last_seen, evidence added. Resolved within REOPEN (and not superseded): opened again, the count goes on. nature
    None: born resolved (one that is there within REOPEN counts on)."""
    if not (await switches.read(tx)).raises(raised.severity):
        return None
    found = await _current(tx, raised)
    if found is None:
        made = await _insert(tx, raised)
        if made is not None:
            return made
        found = await _current(tx, raised)  # another transaction was first
        assert found is not None, "it was in the way a moment ago"
    await _count_on(tx, found, raised)
    return int(found.id)


async def _current(tx: Tx, raised: Raised) -> AnyRow | None:
    recent = and_(alerts.c.resolved_at > raised.at - REOPEN, alerts.c.superseded_by.is_(None))
    found = (
        select(*MERGED)
        .where(alerts.c.key == _key(raised, raised.nature), or_(UNRESOLVED, recent))
        .order_by(case((UNRESOLVED, 0), else_=1), desc(alerts.c.id))
        .limit(1)
        .with_for_update()
    )
    return (await tx.connection.execute(found)).first()


async def _insert(tx: Tx, raised: Raised) -> int | None:
    """None when another transaction has just opened the same."""
    born_resolved = raised.nature is None
    new = upsert.insert(tx, alerts).values(
        key=_key(raised, raised.nature),
        code=raised.code,
        nature=raised.nature,
        severity=raised.severity,
        level=raised.level,
        object_kind=raised.object_kind,
        object_id=raised.object_id,
        direction=raised.direction,
        status="resolved" if born_resolved else "open",
        first_seen=raised.at,
        last_seen=raised.at,
        count=1,
        who_acts=raised.who_acts,
        headline=raised.headline,
        remedy=raised.remedy,
        resolved_at=raised.at if born_resolved else None,
        evidence=[_evidence(raised)],
        fingerprint=raised.evidence.get("fingerprint"),
        changed_at=tx.now,
    )
    unless = new.on_conflict_do_nothing(index_elements=["key"], index_where=text("status <> 'resolved'"))
    made: int | None = await tx.connection.scalar(unless.returning(alerts.c.id))
    return made


async def _count_on(tx: Tx, found: AnyRow, raised: Raised) -> None:
    opened: dict[str, object] = {"status": "open", "resolved_at": None, "resolved_why": None, "acknowledged_by": None}
    state = {"resolved_at": raised.at} if raised.nature is None else opened if found.status == "resolved" else {}
    values = {
        "count": found.times + 1,
        "last_seen": max(found.last_seen, raised.at),
        "evidence": _bounded([*found.evidence, _evidence(raised)]),
        "headline": raised.headline,
        "remedy": raised.remedy,
        "who_acts": raised.who_acts,
        "fingerprint": raised.evidence.get("fingerprint"),
        "changed_at": tx.now,
        **state,
    }
    await tx.connection.execute(update(alerts).where(alerts.c.id == found.id).values(**values))


async def raise_superseding(tx: Tx, raised: Raised) -> int | None:
    """raise_, and close as superseded the unresolved transient one of the same code, level, object and direction:
    it links to the new one, which takes over its evidence, first_seen and count. Where the new one is switched off, the
    old one is over all the same."""
    new = await raise_(tx, raised)
    transient = alerts.c.key == _key(raised, Nature.TRANSIENT)
    old = await tx.connection.scalar(select(alerts.c.id).where(transient, UNRESOLVED))
    if old is not None and old != new:
        await supersede(tx, old, new)
    return new


async def supersede(tx: Tx, old: int, new: int | None) -> None:
    """Close old as superseded by new (None: one that is switched off), which takes over its evidence, first_seen and
    count."""
    if new is None:
        await _resolve(tx, alerts.c.id == old, "it became permanent")
        return
    asked = select(*MERGED).where(alerts.c.id.in_((old, new))).order_by(alerts.c.id).with_for_update()
    rows = {row.id: row for row in await tx.connection.execute(asked)}
    before, after = rows[old], rows[new]
    evidence = sorted([*before.evidence, *after.evidence], key=lambda one: str(one.get("at", "")))
    taken_over = {
        "count": before.times + after.times,
        "first_seen": min(before.first_seen, after.first_seen),
        "last_seen": max(before.last_seen, after.last_seen),
        "evidence": _bounded(evidence),
        "changed_at": tx.now,
    }
    await tx.connection.execute(update(alerts).where(alerts.c.id == new).values(**taken_over))
    await _resolve(tx, alerts.c.id == old, "it became permanent", superseded_by=new)


async def add_evidence(tx: Tx, alert_id: int, evidence: Mapping[str, object], at: datetime) -> None:
    """One more of the same incident: count + 1, last_seen."""
    asked = select(*MERGED).where(alerts.c.id == alert_id).with_for_update()
    found = (await tx.connection.execute(asked)).first()
    if found is None:
        return
    more = {
        "count": found.times + 1,
        "last_seen": max(found.last_seen, at),
        "evidence": _bounded([*found.evidence, dict(evidence)]),
        "changed_at": tx.now,
    }
    await tx.connection.execute(update(alerts).where(alerts.c.id == alert_id).values(**more))


async def open_incident(tx: Tx, profile_id: int, direction: Direction) -> Alert | None:
    """The profile-level alert of this profile and direction that is not resolved, if one is."""
    of_it = _about("profile", profile_id, Level.PROFILE, direction)
    permanent_first = case((alerts.c.nature == Nature.PERMANENT, 0), else_=1)
    asked = asking().where(of_it, UNRESOLVED).order_by(permanent_first, alerts.c.id).limit(1)
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else alert_of(row)


# -- resolving -----------------------------------------------------------------------------------------------------


async def resolve_direction(tx: Tx, mailbox_id: int, direction: Direction, why: str) -> int:
    """All unresolved mailbox-level alerts of this mailbox direction, whatever their codes; how many."""
    return await _resolve(tx, _about("mailbox", mailbox_id, Level.MAILBOX, direction), why)


async def resolve_profile(tx: Tx, profile_id: int, direction: Direction, why: str) -> int:
    """All unresolved profile-level alerts of this profile direction; how many."""
    return await _resolve(tx, _about("profile", profile_id, Level.PROFILE, direction), why)


async def resolve_system(tx: Tx, code: str, why: str) -> int:
    """The unresolved system-level alerts of this code; how many."""
    return await _resolve(tx, and_(alerts.c.level == Level.SYSTEM, alerts.c.code == code), why)


async def resolve_suspended(tx: Tx, profile_id: int, direction: Direction, why: str) -> int:
    """The unresolved transient mailbox-level alerts of a profile's suspended mailboxes; how many."""
    suspended = select(directions.c.mailbox_id).where(
        directions.c.profile_id == profile_id,
        directions.c.direction == direction,
        directions.c.state == State.SUSPENDED,
    )
    theirs = and_(
        alerts.c.object_kind == "mailbox",
        alerts.c.object_id.in_(suspended),
        alerts.c.level == Level.MAILBOX,
        alerts.c.direction == direction,
        alerts.c.nature == Nature.TRANSIENT,
    )
    return await _resolve(tx, theirs, why)


async def resolve_quiet_system(tx: Tx, quiet: timedelta, why: str) -> int:
    """The unresolved system-level alerts that were last seen longer ago than that; how many."""
    return await _resolve(tx, and_(alerts.c.level == Level.SYSTEM, alerts.c.last_seen < tx.now - quiet), why)


async def resolve_emails(tx: Tx, mailbox_id: int | None, why: str) -> int:
    """Grouped lines (level email) of this mailbox (None: of all) for whose code no email is set aside any more."""
    lines = and_(alerts.c.object_kind == "mailbox", alerts.c.level == Level.EMAIL)
    if mailbox_id is not None:
        lines = and_(lines, alerts.c.object_id == mailbox_id)
    left = select(emails.c.id).where(
        emails.c.mailbox_id == alerts.c.object_id, emails.c.state == "set_aside", emails.c.code == alerts.c.code
    )
    return await _resolve(tx, and_(lines, ~left.exists()), why)


async def _resolve(tx: Tx, which: ColumnElement[bool], why: str, superseded_by: int | None = None) -> int:
    values = {"status": "resolved", "resolved_at": tx.now, "resolved_why": why, "superseded_by": superseded_by,
              "changed_at": tx.now}  # fmt: skip
    return (await tx.connection.execute(update(alerts).where(which, UNRESOLVED).values(**values))).rowcount


# -- reading and answering -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wall:
    """Whose wall: an administrator's (person None), or a person's (address)."""

    person: str | None


async def listing(
    tx: Tx, *, severity: str | None = None, all_: bool = False, most: int | None = None
) -> Sequence[Alert]:
    """Newest last_seen first; without all_: unresolved ones, and information of the last day. Who sees which of them
    is errors.audience's to say, so a wall is cut short only after it was asked."""
    asked = asking().order_by(alerts.c.last_seen.desc(), alerts.c.id.desc()).limit(most)
    if severity is not None:
        asked = asked.where(alerts.c.severity == Severity(severity))
    if not all_:
        told = and_(alerts.c.nature.is_(None), alerts.c.last_seen > tx.now - INFORMATION_SHOWN)
        asked = asked.where(or_(UNRESOLVED, told))
    return [alert_of(row) for row in await tx.connection.execute(asked)]


async def get(tx: Tx, alert_id: int) -> Alert:
    """NotThere."""
    row = (await tx.connection.execute(asking().where(alerts.c.id == alert_id))).first()
    if row is None:
        raise NotThere(f"there is no alert {alert_id}; `postroom alert list --all` shows what is there")
    return alert_of(row)


async def acknowledge(tx: Tx, alert_id: int, person: str | None) -> Alert:
    """open -> acknowledged. NotThere; Refused when it is resolved."""
    found = await get(tx, alert_id)
    if found.status == "resolved":
        raise Refused(f"alert {alert_id} is resolved already ({found.resolved_why or 'nothing was wrong'})")
    who = person or ADMINISTRATORS_WALL
    known = update(alerts).where(alerts.c.id == alert_id, UNRESOLVED)
    await tx.connection.execute(known.values(status="acknowledged", acknowledged_by=who, changed_at=tx.now))
    return await get(tx, alert_id)


async def dismiss(tx: Tx, alert_id: int, person: str | None) -> Alert:
    """Hide it from this viewer's wall (None: the administrator's). NotThere."""
    await get(tx, alert_id)
    who = people.key(person) if person else ADMINISTRATORS_WALL
    hidden = upsert.insert(tx, dismissals).values(alert_id=alert_id, who=who).on_conflict_do_nothing()
    await tx.connection.execute(hidden)
    await _touch(tx, alert_id)
    return await get(tx, alert_id)


async def restore(tx: Tx, alert_id: int, person: str | None, *, alike: bool = False) -> Alert:
    """Show it on this viewer's wall again (None: the administrators'). alike: with all of its fingerprint, which are
    one line there. NotThere."""
    found = await get(tx, alert_id)
    who = people.key(person) if person else ADMINISTRATORS_WALL
    those = alerts.c.id == alert_id
    if alike and found.fingerprint is not None:
        those = or_(those, alerts.c.fingerprint == found.fingerprint)
    hidden = and_(dismissals.c.who == who, dismissals.c.alert_id.in_(select(alerts.c.id).where(those)))
    await tx.connection.execute(delete(dismissals).where(hidden))
    await _touch(tx, alert_id)
    return await get(tx, alert_id)


async def _touch(tx: Tx, alert_id: int) -> None:
    await tx.connection.execute(update(alerts).where(alerts.c.id == alert_id).values(changed_at=tx.now))


async def counts(tx: Tx) -> dict[str, int]:
    """Unresolved alerts by severity."""
    by_severity = select(alerts.c.severity, func.count()).where(UNRESOLVED).group_by(alerts.c.severity)
    return {severity.value: many for severity, many in await tx.connection.execute(by_severity)}


# -- forgetting ----------------------------------------------------------------------------------------------------


async def forget(tx: Tx, most: int) -> int:
    """Delete resolved alerts that have been kept long enough, at most so many; how many. Harmless is what never asked
    anybody to act: information, and what went away by itself."""
    kept = await switches.read(tx)
    by_itself = or_(alerts.c.nature.is_(None), alerts.c.nature == Nature.TRANSIENT)
    harmless = and_(by_itself, alerts.c.superseded_by.is_(None))
    over = or_(
        alerts.c.resolved_at < tx.now - kept.kept,
        and_(harmless, alerts.c.resolved_at < tx.now - kept.kept_harmless),
    )
    old = select(alerts.c.id).where(alerts.c.status == "resolved", over).limit(most)
    return (await tx.connection.execute(delete(alerts).where(alerts.c.id.in_(old)))).rowcount


# -- small change --------------------------------------------------------------------------------------------------


def _key(raised: Raised, nature: Nature | None) -> str:
    parts = (raised.code, nature, raised.level, raised.object_kind, raised.object_id, raised.direction)
    return "|".join("" if part is None else str(part) for part in parts)


def _about(kind: str, object_id: int, level: Level, direction: Direction) -> ColumnElement[bool]:
    return and_(
        alerts.c.object_kind == kind,
        alerts.c.object_id == object_id,
        alerts.c.level == level,
        alerts.c.direction == direction,
    )


def _evidence(raised: Raised) -> dict[str, object]:
    place = {} if raised.uid is None else {"folder": raised.folder, "uid": raised.uid}
    return {**raised.evidence, **place}


def _bounded(evidence: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The first one and the newest."""
    if len(evidence) <= EVIDENCE_KEPT:
        return list(evidence)
    return [evidence[0], *evidence[-(EVIDENCE_KEPT - 1) :]]
