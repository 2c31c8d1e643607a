"""One email as a page shows it: with whose it is, and as much of the raw message as is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Select, func, select

from .columns import AnyRow
from .emails import EMAIL
from .faults import NotThere
from .records import Email
from .schema import email_raws, emails, mailboxes, people, profiles
from .session import Tx


@dataclass(frozen=True, slots=True)
class Seen:
    """owner: the address of its mailbox's. mailbox_id None: the mailbox was removed. profile, host: empty then."""

    email: Email
    owner: str | None
    mailbox_id: int | None
    profile: str
    host: str


SEEN = (
    *EMAIL,
    people.c.address.label("owner"),
    mailboxes.c.id.label("mailbox_id"),
    func.coalesce(profiles.c.name, "").label("profile"),
    func.coalesce(profiles.c.host, "").label("host"),
)


def joined(asked: Select[Any]) -> Select[Any]:
    """SELECT of SEEN, whose rows seen_of reads."""
    return (
        asked.select_from(emails)
        .outerjoin(mailboxes, mailboxes.c.id == emails.c.mailbox_id)
        .outerjoin(profiles, profiles.c.id == mailboxes.c.profile_id)
        .outerjoin(people, people.c.id == mailboxes.c.owner_id)
    )


def seen_of(row: AnyRow) -> Seen:
    values = row._asdict()
    whose = {name: values.pop(name) for name in ("owner", "mailbox_id", "profile", "host")}
    email = Email(mailbox=values.pop("address"), recipients=tuple(values.pop("recipients")), **values)
    return Seen(email, **whose)


async def get(tx: Tx, email_id: int) -> Seen:
    """NotThere."""
    row = (await tx.connection.execute(joined(select(*SEEN)).where(emails.c.id == email_id))).first()
    if row is None:
        raise NotThere(f"there is no email {email_id}")
    return seen_of(row)


async def stored_octets(tx: Tx, email_id: int) -> int:
    """How much of it is here: of one that was set aside its headers, or nothing."""
    asked = select(func.length(email_raws.c.raw)).where(email_raws.c.email_id == email_id)
    return await tx.connection.scalar(asked) or 0


async def piece(tx: Tx, email_id: int, start: int, most: int) -> bytes:
    """Of the raw message, from the octet `start` (of 0) on; empty beyond its end."""
    some = func.substr(email_raws.c.raw, start + 1, most, type_=LargeBinary())
    found = await tx.connection.scalar(select(some).where(email_raws.c.email_id == email_id))
    return bytes(found or b"")
