"""Orphans: stored emails that lost their place on the server (gone, or of an earlier UIDVALIDITY), and what they match.

Matched by (message_id, size, received_at), each row once, so that twins are counted as often as they are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import and_, bindparam, exists, literal_column, or_, select, update

from .columns import clean
from .schema import emails
from .session import Tx

TOGETHER = 500  # dates of one statement


class Seen(Protocol):
    """What matching needs to know of a message: a Glimpse or a NewEmail."""

    @property
    def uid(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def message_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Orphan:
    id: int
    state: str


Likeness = tuple[str, int, datetime]

# written out, not bound: PostgreSQL uses an index of incoming emails only where it can read that they are meant
INCOMING = emails.c.direction == literal_column("'incoming'")
FOLDER = and_(
    emails.c.mailbox_id == bindparam("mailbox"),
    emails.c.folder == bindparam("in_folder", type_=emails.c.folder.type),
    INCOMING,
)
EPOCH = bindparam("epoch", type_=emails.c.uid_validity.type)
GONE = emails.c.gone_at.is_not(None)
ANY = select(  # three looks into an index; <> would read them all
    or_(
        exists(select(emails.c.id).where(FOLDER, GONE)),
        exists(select(emails.c.id).where(FOLDER, emails.c.uid_validity < EPOCH)),
        exists(select(emails.c.id).where(FOLDER, emails.c.uid_validity > EPOCH)),
    )
)
LIKE = (
    select(emails.c.id, emails.c.state, emails.c.message_id, emails.c.size, emails.c.received_at)
    .where(FOLDER, or_(GONE, emails.c.uid_validity != EPOCH))
    .where(emails.c.received_at.in_(bindparam("dates", expanding=True)))
    .order_by(emails.c.id)
)
TAKE_OVER = (
    update(emails)
    .where(emails.c.id == bindparam("of"))
    .values(uid=bindparam("to_uid"), uid_validity=EPOCH, gone_at=None)
)


async def any_orphans(tx: Tx, mailbox_id: int, folder: str, uid_validity: int) -> bool:
    asked = {"mailbox": mailbox_id, "in_folder": folder, "epoch": uid_validity}
    return bool((await tx.connection.execute(ANY, asked)).scalar_one())


async def orphans_like(
    tx: Tx, mailbox_id: int, folder: str, uid_validity: int, seen: Sequence[Seen]
) -> dict[int, Orphan]:
    """By uid: the orphan that each of these is, the oldest first where there are twins."""
    if not seen or not await any_orphans(tx, mailbox_id, folder, uid_validity):
        return {}
    waiting = await _waiting(tx, mailbox_id, folder, uid_validity, seen)
    found = {}
    for one in seen:
        alike = waiting.get(likeness(one))
        if alike:
            found[one.uid] = alike.pop(0)
    return found


async def _waiting(
    tx: Tx, mailbox_id: int, folder: str, uid_validity: int, seen: Sequence[Seen]
) -> Mapping[Likeness, list[Orphan]]:
    waiting: dict[Likeness, list[Orphan]] = defaultdict(list)
    for dates in _parts(sorted({one.received_at for one in seen})):
        asked = {"mailbox": mailbox_id, "in_folder": folder, "epoch": uid_validity, "dates": dates}
        for row in await tx.connection.execute(LIKE, asked):
            waiting[row.message_id, row.size, row.received_at].append(Orphan(row.id, row.state))
    return waiting


async def take_over(tx: Tx, uid_validity: int, places: Mapping[int, int]) -> None:
    """places: uid -> email id. These emails are on the server again, under this uid."""
    rows = [{"of": email_id, "to_uid": uid, "epoch": uid_validity} for uid, email_id in places.items()]
    if rows:
        await tx.connection.execute(TAKE_OVER, rows)


def likeness(one: Seen) -> Likeness:
    return clean(one.message_id), one.size, one.received_at


def _parts(dates: Sequence[datetime]) -> Iterator[Sequence[datetime]]:
    return (dates[start : start + TOGETHER] for start in range(0, len(dates), TOGETHER))
