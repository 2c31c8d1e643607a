"""How an alert is read: joined with the names and owners of what it is about."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, select

from errors.model import Level

from .columns import AnyRow
from .records import Alert
from .schema import alerts, dismissals, emails, mailboxes, people, profiles

ADMINISTRATORS_WALL = "admin"  # stands for the administrator among the addresses of people

JOINED = (
    "object_name", "profile_id", "profile_name", "host", "mailbox_owner", "profile_owner", "supersedes", "set_aside",
    "dismissed_by",
)  # fmt: skip
PLAIN = tuple(one.name for one in fields(Alert) if one.name not in JOINED)
MAILBOX_OWNER, PROFILE_OWNER = people.alias("mailbox_owners"), people.alias("profile_owners")
OLD = alerts.alias("old")


def asking() -> Select[Any]:
    """SELECT whose rows alert_of reads."""
    of_mailbox = and_(alerts.c.object_kind == "mailbox", mailboxes.c.id == alerts.c.object_id)
    profile_id = case((alerts.c.object_kind == "profile", alerts.c.object_id), else_=mailboxes.c.profile_id)
    name = case((alerts.c.object_kind == "system", literal("system")), else_=func.coalesce(
        mailboxes.c.address, profiles.c.name, literal("")))  # fmt: skip
    replaced = select(func.max(OLD.c.id)).where(OLD.c.superseded_by == alerts.c.id).scalar_subquery()
    aside = (
        select(func.count())
        .select_from(emails)
        .where(emails.c.mailbox_id == alerts.c.object_id, emails.c.state == "set_aside", emails.c.code == alerts.c.code)
    )
    hidden = select(func.aggregate_strings(dismissals.c.who, "\n")).where(dismissals.c.alert_id == alerts.c.id)
    counted = case((alerts.c.level == Level.EMAIL, aside.scalar_subquery()), else_=0)
    return (
        select(
            *(alerts.c[one] for one in PLAIN),
            name.label("object_name"),
            profiles.c.id.label("profile_id"),
            func.coalesce(profiles.c.name, literal("")).label("profile_name"),
            func.coalesce(profiles.c.host, literal("")).label("host"),
            MAILBOX_OWNER.c.address.label("mailbox_owner"),
            PROFILE_OWNER.c.address.label("profile_owner"),
            replaced.label("supersedes"),
            counted.label("set_aside"),
            hidden.scalar_subquery().label("dismissed_by"),
        )
        .select_from(alerts)
        .outerjoin(mailboxes, of_mailbox)
        .outerjoin(profiles, profiles.c.id == profile_id)
        .outerjoin(MAILBOX_OWNER, MAILBOX_OWNER.c.id == mailboxes.c.owner_id)
        .outerjoin(PROFILE_OWNER, PROFILE_OWNER.c.id == profiles.c.owner_id)
    )


def alert_of(row: AnyRow) -> Alert:
    values = row._asdict()
    hidden = tuple(sorted((values["dismissed_by"] or "").split()))
    return Alert(**{**values, "dismissed_by": hidden, "evidence": tuple(values["evidence"])})
