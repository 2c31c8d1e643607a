"""What changed lately: what is asked once a second for all the pages that are open, however many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, select

from errors.model import Level

from .columns import AnyRow
from .schema import alerts, directions, emails, mailboxes, profile_health, profiles, sessions
from .session import Tx

MOST = 1000  # alerts that one look tells apart


@dataclass(frozen=True, slots=True)
class ChangedAlert:
    """Ids of what it is about, and of the people whose that is. profile_id: of its mailbox's profile, or its own."""

    id: int
    changed_at: datetime
    level: Level
    mailbox_id: int | None
    profile_id: int | None
    mailbox_owner: int | None
    profile_owner: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: marks differ when it changed. attempted_at: the last attempt that was made at it."""

    marks: tuple[object, ...]
    mailbox_id: int | None = None
    profile_id: int | None = None
    attempted_at: datetime | None = None


# -- alerts --------------------------------------------------------------------------------------------------------


async def of_alerts(tx: Tx, since: datetime) -> Sequence[ChangedAlert] | None:
    """Those that changed after this moment; None: more than can be told apart."""
    of_mailbox = and_(alerts.c.object_kind == "mailbox", mailboxes.c.id == alerts.c.object_id)
    profile_id = case((alerts.c.object_kind == "profile", alerts.c.object_id), else_=mailboxes.c.profile_id)
    asked = (
        select(
            alerts.c.id,
            alerts.c.changed_at,
            alerts.c.level,
            mailboxes.c.id.label("mailbox_id"),
            profiles.c.id.label("profile_id"),
            mailboxes.c.owner_id.label("mailbox_owner"),
            profiles.c.owner_id.label("profile_owner"),
        )
        .outerjoin(mailboxes, of_mailbox)
        .outerjoin(profiles, profiles.c.id == profile_id)
        .where(alerts.c.changed_at > since)
        .limit(MOST + 1)
    )
    found = [ChangedAlert(*row) for row in await tx.connection.execute(asked)]
    return None if len(found) > MOST else found


async def owners_on(tx: Tx, profile_ids: Collection[int], people: Collection[int]) -> set[tuple[int, int]]:
    """(profile, person): which of these people own a mailbox on which of these profiles."""
    if not profile_ids or not people:
        return set()
    asked = (
        select(mailboxes.c.profile_id, mailboxes.c.owner_id)
        .where(mailboxes.c.profile_id.in_(profile_ids), mailboxes.c.owner_id.in_(people))
        .distinct()
    )
    return {(row.profile_id, row.owner_id) for row in await tx.connection.execute(asked)}


# -- how watched things stand --------------------------------------------------------------------------------------

OF_DIRECTION = (
    directions.c.direction, directions.c.state, directions.c.test, directions.c.streak, directions.c.next_attempt_at,
    directions.c.last_attempt_at, directions.c.last_success_at, directions.c.last_code, directions.c.emails_stored,
    directions.c.emails_set_aside,
)  # fmt: skip


async def of_mailboxes(tx: Tx, ids: Collection[int]) -> Mapping[int, Standing]:
    """By id; none of those that are gone."""
    if not ids:
        return {}
    asked = (
        select(directions.c.mailbox_id, directions.c.profile_id, mailboxes.c.version, *OF_DIRECTION)
        .join(mailboxes, mailboxes.c.id == directions.c.mailbox_id)
        .where(directions.c.mailbox_id.in_(ids))
        .order_by(directions.c.mailbox_id, directions.c.direction)
    )
    found: dict[int, list[AnyRow]] = {}
    for row in await tx.connection.execute(asked):
        found.setdefault(row.mailbox_id, []).append(row)
    return {id_: _mailbox(rows) for id_, rows in found.items()}


def _mailbox(rows: Sequence[AnyRow]) -> Standing:
    attempts = [row.last_attempt_at for row in rows if row.last_attempt_at is not None]
    marks = tuple(tuple(row) for row in rows)
    return Standing(marks, rows[0].mailbox_id, rows[0].profile_id, max(attempts, default=None))


async def of_profiles(tx: Tx, ids: Collection[int]) -> Mapping[int, Standing]:
    """By id; none of those that are gone. Two directions' health, and how many mailboxes are in each state."""
    if not ids:
        return {}
    versions = select(profiles.c.id, profiles.c.version).where(profiles.c.id.in_(ids))
    marks: dict[int, list[object]] = {row.id: [row.version] for row in await tx.connection.execute(versions)}
    for asked in (_health(ids), _states(ids)):
        for row in await tx.connection.execute(asked):
            marks.get(row.profile_id, []).append(tuple(row))
    return {id_: Standing(tuple(found), profile_id=id_) for id_, found in marks.items()}


def _health(ids: Collection[int]) -> Select[Any]:
    kept = (profile_health.c.direction, profile_health.c.health, profile_health.c.since, profile_health.c.next_probe_at,
            profile_health.c.probes_failed)  # fmt: skip
    of_these = select(profile_health.c.profile_id, *kept).where(profile_health.c.profile_id.in_(ids))
    return of_these.order_by(profile_health.c.profile_id, profile_health.c.direction)


def _states(ids: Collection[int]) -> Select[Any]:
    by = (directions.c.profile_id, directions.c.direction, directions.c.state)
    return select(*by, func.count()).where(directions.c.profile_id.in_(ids)).group_by(*by).order_by(*by)


async def of_emails(tx: Tx, ids: Collection[int]) -> Mapping[int, Standing]:
    """By id; none of those that are gone."""
    if not ids:
        return {}
    asked = (
        select(
            emails.c.id, emails.c.mailbox_id, mailboxes.c.profile_id, emails.c.state, emails.c.code, emails.c.gone_at
        )
        .outerjoin(mailboxes, mailboxes.c.id == emails.c.mailbox_id)
        .where(emails.c.id.in_(ids))
    )
    return {
        row.id: Standing((row.state, row.code, row.gone_at, row.mailbox_id), row.mailbox_id, row.profile_id)
        for row in await tx.connection.execute(asked)
    }


# -- who still watches ---------------------------------------------------------------------------------------------


async def signed_in(tx: Tx, token_hashes: Collection[str]) -> set[str]:
    """Which of these sessions have not ended."""
    if not token_hashes:
        return set()
    asked = select(sessions.c.token_hash).where(sessions.c.token_hash.in_(token_hashes), sessions.c.expires_at > tx.now)
    return set((await tx.connection.execute(asked)).scalars())
