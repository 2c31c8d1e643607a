"""Emails: stored once, byte for byte; the cursor moves in the transaction that stores what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, literal, select, update

from . import arrivals as arriving
from . import leases, mailboxes, matching, people, upsert
from .columns import AnyRow
from .faults import NotThere
from .held import CURSOR, STUCK
from .matching import INCOMING
from .records import CursorRow, Email, Glimpse, Held, NewEmail, StuckRow
from .schema import cursors, email_raws, emails, profiles
from .schema import mailboxes as mailboxes_table
from .schema import stuck as stuck_table
from .session import Tx

# -- storing -------------------------------------------------------------------------------------------------------


async def store(tx: Tx, held: Held, folder: str, arrivals: Sequence[NewEmail], cursor: CursorRow) -> int:
    """Store these and move the cursor; how many are new (set-aside ones included). The fence is verified first
    (StaleLease). A (mailbox, folder, uid_validity, uid) that is there is passed over; one that matches a gone or
    old-epoch row of this mailbox's folder by (message_id, size, received_at) re-keys that row instead. seq rises in
    commit order. Stuck rows of these uids are removed. Deaths start anew (leases.progressed). A set-aside one that is
    stored again whole becomes received, with a new seq, so that programs which follow new mail see it."""
    await leases.verify(tx, held.direction.id, held.direction.fence)
    new = 0
    if arrivals:
        new = await arriving.store(tx, held, folder, cursor.uid_validity, arrivals)
        await _unstick(tx, held.mailbox.id, folder, [one.uid for one in arrivals])
    await _put_cursor(tx, held.mailbox.id, folder, cursor)
    return new


async def rekey(tx: Tx, held: Held, folder: str, uid_validity: int, seen: Sequence[Glimpse]) -> list[int]:
    """Of these, the uids that matched rows of an earlier uid_validity or gone rows of this folder, by (message_id,
    size, received_at), counted as often as they are there: those rows carry the new key and are no longer gone.

    Without a Message-ID, size and date decide alone, among rows that have none either. StaleLease.
    """
    await leases.verify(tx, held.direction.id, held.direction.fence)
    found = await matching.orphans_like(tx, held.mailbox.id, folder, uid_validity, seen)
    await matching.take_over(tx, uid_validity, {uid: orphan.id for uid, orphan in found.items()})
    return sorted(found)


async def has_orphans(tx: Tx, mailbox_id: int, folder: str, uid_validity: int) -> bool:
    """Whether rekey could match anything."""
    return await matching.any_orphans(tx, mailbox_id, folder, uid_validity)


async def known_uids(tx: Tx, mailbox_id: int, folder: str, uid_validity: int) -> list[int]:
    """Ascending uids that are stored and not gone."""
    known = select(emails.c.uid).where(
        *_in_folder(mailbox_id, folder), emails.c.uid_validity == uid_validity, emails.c.gone_at.is_(None)
    )
    return list((await tx.connection.execute(known.order_by(emails.c.uid))).scalars())


async def mark_gone(tx: Tx, held: Held, folder: str, uid_validity: int, uids: Sequence[int], cursor: CursorRow) -> None:
    """These are no longer on the server, stored or stuck; the cursor's count moves with it. StaleLease."""
    await leases.verify(tx, held.direction.id, held.direction.fence)
    gone = (
        update(emails)
        .where(*_in_folder(held.mailbox.id, folder), emails.c.uid_validity == uid_validity)
        .where(emails.c.uid == bindparam("which"), emails.c.gone_at.is_(None))
        .values(gone_at=tx.now)
    )
    if uids:
        await tx.connection.execute(gone, [{"which": uid} for uid in uids])
        await _unstick(tx, held.mailbox.id, folder, uids)
    await _put_cursor(tx, held.mailbox.id, folder, cursor)


# -- cursors and stuck messages ------------------------------------------------------------------------------------


async def cursor(tx: Tx, mailbox_id: int, folder: str) -> CursorRow | None:
    asked = select(*CURSOR).where(cursors.c.mailbox_id == mailbox_id, cursors.c.folder == folder)
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else CursorRow(*row)


async def reset(tx: Tx, held: Held, folder: str) -> None:
    """Forget the folder's cursor and stuck rows; the emails stay, to be rekeyed. StaleLease."""
    await leases.verify(tx, held.direction.id, held.direction.fence)
    for table in (cursors, stuck_table):
        of_it = (table.c.mailbox_id == held.mailbox.id) & (table.c.folder == folder)
        await tx.connection.execute(delete(table).where(of_it))


async def move_cursor(tx: Tx, held: Held, folder: str, cursor: CursorRow) -> None:
    """StaleLease."""
    await leases.verify(tx, held.direction.id, held.direction.fence)
    await _put_cursor(tx, held.mailbox.id, folder, cursor)


async def stuck(tx: Tx, mailbox_id: int, folder: str | None = None) -> list[StuckRow]:
    """By folder and uid."""
    asked = select(*STUCK).where(stuck_table.c.mailbox_id == mailbox_id)
    if folder is not None:
        asked = asked.where(stuck_table.c.folder == folder)
    rows = await tx.connection.execute(asked.order_by(stuck_table.c.folder, stuck_table.c.uid))
    return [StuckRow(*row) for row in rows]


async def note_stuck(tx: Tx, held: Held, row: StuckRow) -> None:
    """Upsert. StaleLease."""
    await leases.verify(tx, held.direction.id, held.direction.fence)
    await upsert.put(tx, stuck_table, {"mailbox_id": held.mailbox.id, **asdict(row)})


UNSTICK = delete(stuck_table).where(
    stuck_table.c.mailbox_id == bindparam("mailbox"),
    stuck_table.c.folder == bindparam("in_folder", type_=stuck_table.c.folder.type),
    stuck_table.c.uid.in_(bindparam("uids", expanding=True)),
)


async def _unstick(tx: Tx, mailbox_id: int, folder: str, uids: Sequence[int]) -> None:
    await tx.connection.execute(UNSTICK, {"mailbox": mailbox_id, "in_folder": folder, "uids": uids})


async def _put_cursor(tx: Tx, mailbox_id: int, folder: str, cursor: CursorRow) -> None:
    await upsert.put(tx, cursors, {"mailbox_id": mailbox_id, "folder": folder, **asdict(cursor)})


# -- reading -------------------------------------------------------------------------------------------------------

EMAIL = tuple(
    emails.c[name]
    for name in (
        "id", "seq", "address", "direction", "state", "message_id", "subject", "sender", "recipients", "size",
        "sha256", "received_at", "stored_at", "gone_at", "folder", "uid", "uid_validity", "code", "response",
    )
)  # fmt: skip


async def listing(
    tx: Tx,
    *,
    mailbox: str | None = None,
    state: str | None = None,
    after: int | None = None,
    limit: int = 100,
) -> Sequence[Email]:
    """With after: ascending seq from there on; else the newest first. NotThere (the mailbox)."""
    asked = select(*EMAIL).limit(limit)
    if mailbox is not None:
        asked = await _of_mailbox(tx, asked, mailbox)
    if state is not None:
        asked = asked.where(emails.c.state == state)
    if after is not None:
        asked = asked.where(emails.c.seq > after)
    order = emails.c.seq.asc() if after is not None else emails.c.seq.desc()
    return [_email(row) for row in await tx.connection.execute(asked.order_by(order))]


async def _of_mailbox(tx: Tx, asked: Select[Any], address: str) -> Select[Any]:
    """Of a mailbox that is there, or of one that was removed and left mail."""
    key = people.key(address)
    found = await tx.connection.scalar(select(mailboxes_table.c.id).where(mailboxes_table.c.address_key == key))
    if found is not None:
        return asked.where(emails.c.mailbox_id == found)
    left = emails.c.mailbox_id.is_(None) & (emails.c.address_key == key)
    if await tx.connection.scalar(select(literal(1)).where(left).limit(1)) is None:
        raise NotThere(f"there is no mailbox {address!r}; `postroom mailbox list` shows what is there")
    return asked.where(left)


async def get(tx: Tx, email_id: int) -> Email:
    """NotThere."""
    row = (await tx.connection.execute(select(*EMAIL).where(emails.c.id == email_id))).first()
    if row is None:
        raise NotThere(_not_there(email_id))
    return _email(row)


async def raw(tx: Tx, email_id: int) -> bytes:
    """NotThere."""
    found = await tx.connection.scalar(select(email_raws.c.raw).where(email_raws.c.email_id == email_id))
    if found is None:
        raise NotThere(_not_there(email_id))
    return bytes(found)


async def counts(tx: Tx) -> dict[str, int]:
    """Incoming emails by state, over all mailboxes."""
    by_state = select(emails.c.state, func.count().label("many")).where(INCOMING).group_by(emails.c.state)
    return {row.state: row.many for row in await tx.connection.execute(by_state)}


async def set_aside_rows(tx: Tx, mailbox_id: int) -> Sequence[Email]:
    """Newest first."""
    asked = select(*EMAIL).where(emails.c.mailbox_id == mailbox_id, emails.c.state == "set_aside")
    return [_email(row) for row in await tx.connection.execute(asked.order_by(emails.c.seq.desc()))]


async def newest_stored_at(tx: Tx) -> datetime | None:
    """When the email with the highest seq was stored."""
    found: datetime | None = await tx.connection.scalar(
        select(emails.c.stored_at).order_by(emails.c.seq.desc()).limit(1)
    )
    return found


# -- forgetting ----------------------------------------------------------------------------------------------------


async def purge(tx: Tx) -> int:
    """Delete mail that was stored longer ago than its profile's keep_days; how many."""
    keeping = select(profiles.c.id, profiles.c.keep_days).where(profiles.c.keep_days.is_not(None))
    deleted = 0
    for profile_id, days in (await tx.connection.execute(keeping)).all():
        of_it = select(mailboxes_table.c.id).where(mailboxes_table.c.profile_id == profile_id)
        old = emails.c.mailbox_id.in_(of_it) & (emails.c.stored_at < tx.now - timedelta(days=days))
        touched = (await tx.connection.execute(select(emails.c.mailbox_id).where(old).distinct())).scalars().all()
        if touched:
            deleted += (await tx.connection.execute(delete(emails).where(old))).rowcount
            await mailboxes.recount(tx, touched)
    return deleted


# -- rows ----------------------------------------------------------------------------------------------------------


def _in_folder(mailbox_id: int, folder: str) -> tuple[Any, ...]:
    return (emails.c.mailbox_id == mailbox_id, emails.c.folder == folder, INCOMING)


def _email(row: AnyRow) -> Email:
    values = row._asdict()
    return Email(mailbox=values.pop("address"), recipients=tuple(values.pop("recipients")), **values)


def _not_there(email_id: int) -> str:
    return f"there is no email {email_id}; `postroom email list` shows what is there"
