"""How the tries behind alerts go on: the attempts that were spent, the next one, the last success. Asked for a page of
alerts at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from errors.model import Direction, Level, Nature, Policy

from .schema import directions, profile_health, profiles

if TYPE_CHECKING:
    from .records import Alert
    from .session import Tx

Place = tuple[int, Direction | None]  # the id of the mailbox or the profile


@dataclass(frozen=True, slots=True)
class Course:
    """counted of limit: attempts that count, before a transient error becomes permanent. limit 0: none are counted."""

    counted: int
    limit: int
    next_at: datetime | None
    last_success_at: datetime | None


async def of(tx: Tx, found: Sequence[Alert]) -> dict[int, Course]:
    """By the alert's id, of those that are not over and about a mailbox's or a profile's direction."""
    alive = [one for one in found if one.status != "resolved" and one.nature is not None and one.direction is not None]
    mailboxes = [one for one in alive if one.object_kind == "mailbox" and one.level is Level.MAILBOX]
    incidents = [one for one in alive if one.object_kind == "profile" and one.level is Level.PROFILE]
    return {
        **_told(mailboxes, await _of_mailboxes(tx, mailboxes)),
        **_told(incidents, await _of_profiles(tx, incidents)),
    }


def _told(alerts: Sequence[Alert], courses: Mapping[Place, Course]) -> dict[int, Course]:
    told = ((one, courses.get((one.object_id, one.direction))) for one in alerts)
    return {one.id: _as_told(course, one) for one, course in told if course is not None}


def _as_told(course: Course, alert: Alert) -> Course:
    """What is permanent spends nothing more."""
    if alert.nature is Nature.TRANSIENT:
        return course
    return Course(0, 0, course.next_at, course.last_success_at)


async def _of_mailboxes(tx: Tx, found: Sequence[Alert]) -> dict[Place, Course]:
    ids = {one.object_id for one in found}
    if not ids:
        return {}
    columns = (directions.c.mailbox_id, directions.c.direction, directions.c.counted, profiles.c.policy,
               directions.c.next_attempt_at, directions.c.last_success_at)  # fmt: skip
    asked = select(*columns).join(profiles, profiles.c.id == directions.c.profile_id)
    rows = await tx.connection.execute(asked.where(directions.c.mailbox_id.in_(ids)))
    return {
        (row.mailbox_id, row.direction): Course(
            row.counted,
            int(row.policy.get("retry_limit", Policy().retry_limit)),
            row.next_attempt_at,
            row.last_success_at,
        )
        for row in rows
    }


async def _of_profiles(tx: Tx, found: Sequence[Alert]) -> dict[Place, Course]:
    ids = {one.object_id for one in found}
    if not ids:
        return {}
    columns = (profile_health.c.profile_id, profile_health.c.direction, profile_health.c.next_probe_at)
    rows = await tx.connection.execute(select(*columns).where(profile_health.c.profile_id.in_(ids)))
    return {(row.profile_id, row.direction): Course(0, 0, row.next_probe_at, None) for row in rows}
