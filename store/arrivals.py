"""Storing a batch of fetched messages of one folder: new rows, rows taken over, set-aside ones made whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import bindparam, insert, select, update

from errors.model import Direction

from . import matching, people, upsert
from .columns import clean
from .matching import Orphan
from .records import Held, NewEmail
from .schema import counters, email_raws, emails
from .schema import directions as directions_table
from .session import Tx

NEW_EMAILS, NEW_RAWS = insert(emails), insert(email_raws)
UIDS = bindparam("uids", expanding=True, type_=emails.c.uid.type)
THERE = (
    select(emails.c.uid, emails.c.id, emails.c.state, emails.c.gone_at)
    .where(matching.FOLDER, emails.c.uid_validity == matching.EPOCH, emails.c.uid.in_(UIDS))
    .where(emails.c.uid.between(bindparam("low"), bindparam("high")))  # without it PostgreSQL may read the folder
)
NEXT_SEQ = (
    update(counters)
    .where(counters.c.name == "seq")
    .values(value=counters.c.value + bindparam("many"))
    .returning(counters.c.value)
)
MADE_WHOLE = ("seq", "state", "message_id", "subject", "sender", "recipients", "size", "sha256", "received_at",
              "stored_at")  # fmt: skip
MAKE_WHOLE = (
    update(emails)
    .where(emails.c.id == bindparam("of"))
    .values(code=None, response=None, **{name: bindparam(f"new_{name}") for name in MADE_WHOLE})
)
COUNT = (
    update(directions_table)
    .where(directions_table.c.mailbox_id == bindparam("mailbox"), directions_table.c.direction == Direction.INCOMING)
    .values(
        emails_stored=directions_table.c.emails_stored + bindparam("whole"),
        emails_set_aside=directions_table.c.emails_set_aside + bindparam("aside"),
        last_email_at=bindparam("latest"),
        deaths=0,
        held_message=None,
        held_deaths=0,
    )
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """again: uid -> email id of those that are here under another uid or as gone; whole: set-aside rows that came
    whole now; new: the rest."""

    again: Mapping[int, int]
    whole: Sequence[tuple[int, NewEmail]]
    new: Sequence[NewEmail]


async def store(tx: Tx, held: Held, folder: str, uid_validity: int, arrivals: Sequence[NewEmail]) -> int:
    """How many are new. The caller has verified the lease."""
    found = await _sort(tx, held, folder, uid_validity, {one.uid: one for one in arrivals})
    await matching.take_over(tx, uid_validity, found.again)
    last = await _last_seq(tx, len(found.new) + len(found.whole))
    first = last - len(found.new) - len(found.whole) + 1
    place = {"folder": folder, "uid_validity": uid_validity}
    await _insert(tx, held, place, found.new, first)
    await _make_whole(tx, found.whole, first + len(found.new))
    aside = sum(one.code is not None for one in found.new)
    await tx.connection.execute(
        COUNT,
        {"mailbox": held.mailbox.id, "whole": len(found.new) - aside + len(found.whole),
         "aside": aside - len(found.whole), "latest": tx.now},
    )  # fmt: skip
    return len(found.new)


async def _sort(tx: Tx, held: Held, folder: str, uid_validity: int, arrivals: Mapping[int, NewEmail]) -> Sorted:
    asked = {"mailbox": held.mailbox.id, "in_folder": folder, "epoch": uid_validity, "uids": list(arrivals),
             "low": min(arrivals), "high": max(arrivals)}  # fmt: skip
    rows = (await tx.connection.execute(THERE, asked)).all()
    here = {row.uid: Orphan(row.id, row.state) for row in rows}
    again = {row.uid: row.id for row in rows if row.gone_at is not None}
    missing = [one for uid, one in arrivals.items() if uid not in here]
    orphans = await matching.orphans_like(tx, held.mailbox.id, folder, uid_validity, missing)
    known = {**here, **orphans}
    return Sorted(
        again={**again, **{uid: orphan.id for uid, orphan in orphans.items()}},
        whole=[
            (known[uid].id, one)
            for uid, one in arrivals.items()
            if uid in known and known[uid].state == "set_aside" and one.code is None
        ],
        new=[one for one in missing if one.uid not in orphans],
    )


async def _last_seq(tx: Tx, many: int) -> int:
    """The last of that many numbers. The counter's row stays locked to the commit (PostgreSQL), so that numbers rise in
    commit order; on SQLite there is one writer at a time anyway."""
    if not many:
        return 0
    last: int = (await tx.connection.execute(NEXT_SEQ, {"many": many})).scalar_one()
    return last


async def _insert(tx: Tx, held: Held, place: Mapping[str, object], new: Sequence[NewEmail], first: int) -> None:
    if not new:
        return
    address = held.mailbox.address
    same = {**place, "mailbox_id": held.mailbox.id, "address": address, "address_key": people.key(address),
            "direction": Direction.INCOMING, "gone_at": None}  # fmt: skip
    rows = [
        {**same, **_columns(one, first + number, tx), "id": first + number, "uid": one.uid, "code": one.code,
         "response": one.response}
        for number, one in enumerate(new)
    ]  # fmt: skip
    await tx.connection.execute(NEW_EMAILS, rows)
    raws = [{"email_id": first + number, "raw": one.raw} for number, one in enumerate(new)]
    await tx.connection.execute(NEW_RAWS, raws)


async def _make_whole(tx: Tx, whole: Sequence[tuple[int, NewEmail]], first: int) -> None:
    if not whole:
        return
    rows = [
        {"of": email_id, **{f"new_{name}": value for name, value in _columns(one, first + number, tx).items()}}
        for number, (email_id, one) in enumerate(whole)
    ]
    await tx.connection.execute(MAKE_WHOLE, rows)
    await upsert.put(tx, email_raws, [{"email_id": email_id, "raw": one.raw} for email_id, one in whole])


def _columns(one: NewEmail, seq: int, tx: Tx) -> dict[str, object]:
    """Of a message, whatever row it goes to."""
    return {
        "seq": seq,
        "state": "received" if one.code is None else "set_aside",
        "message_id": one.message_id,
        "subject": one.subject,
        "sender": one.sender,
        "recipients": [clean(recipient) for recipient in one.recipients],
        "size": one.size,
        "sha256": sha256(one.raw).hexdigest(),
        "received_at": one.received_at,
        "stored_at": tx.now,
    }
