"""Many mailboxes at once, as `mailbox import` adds them: a handful of statements for hundreds, not for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from errors.model import Direction

from . import directions, people, profiles
from .faults import AlreadyThere
from .mailboxes import _adopt, _ring
from .schema import credentials, emails, mailboxes
from .schema import directions as directions_table
from .session import Store, Tx

TOGETHER = 500  # rows of one statement; SQLite takes 32,766 parameters in one


@dataclass(frozen=True, slots=True, repr=False)
class NewMailbox:
    """Of both directions, untested. username None: the address."""

    address: str
    profile: str
    owner: str | None
    username: str | None
    password: str


async def add_all(tx: Tx, store: Store, wanted: Sequence[NewMailbox]) -> int:
    """All or, with the transaction, none; how many. AlreadyThere (one of them), NotThere (a profile)."""
    profile_ids = {name: (await profiles.get(tx, name)).id for name in _distinct(one.profile for one in wanted)}
    owners = {who: (await people.mention(tx, who)).id for who in _distinct(one.owner for one in wanted if one.owner)}
    for some in _chunks(wanted):
        ids = await _insert(tx, some, profile_ids, owners)
        await _insert_directions(tx, some, ids, profile_ids)
        await _keep_passwords(tx, store, some, ids)
        await _adopt_mail(tx, ids)
    return len(wanted)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _chunks(wanted: Sequence[NewMailbox]) -> Iterator[Sequence[NewMailbox]]:
    for start in range(0, len(wanted), TOGETHER):
        yield wanted[start : start + TOGETHER]


async def _insert(
    tx: Tx, some: Sequence[NewMailbox], profile_ids: dict[str, int], owners: dict[str, int]
) -> dict[str, int]:
    """Their ids by address key."""
    rows = [
        {
            "address": one.address, "address_key": people.key(one.address), "profile_id": profile_ids[one.profile],
            "owner_id": owners[one.owner] if one.owner else None, "username": one.username or one.address,
            "version": 1, "created_at": tx.now,
        }
        for one in some
    ]  # fmt: skip
    try:
        await tx.connection.execute(insert(mailboxes), rows)
    except IntegrityError:
        raise AlreadyThere("one of these mailboxes is there already") from None
    made = select(mailboxes.c.address_key, mailboxes.c.id).where(
        mailboxes.c.address_key.in_([row["address_key"] for row in rows])
    )
    return {row.address_key: row.id for row in await tx.connection.execute(made)}


async def _insert_directions(
    tx: Tx, some: Sequence[NewMailbox], ids: dict[str, int], profile_ids: dict[str, int]
) -> None:
    rows = [
        directions.fresh(ids[people.key(one.address)], profile_ids[one.profile], direction, wanted=True)
        for one in some
        for direction in Direction
    ]
    await tx.connection.execute(insert(directions_table), rows)


async def _keep_passwords(tx: Tx, store: Store, some: Sequence[NewMailbox], ids: dict[str, int]) -> None:
    ring = _ring(store)
    newest = ring.fingerprints[0]
    rows = [
        {"mailbox_id": ids[people.key(one.address)], "token": ring.encrypt(one.password), "fingerprint": newest}
        for one in some
    ]
    await tx.connection.execute(insert(credentials), rows)


async def _adopt_mail(tx: Tx, ids: dict[str, int]) -> None:
    """Mail that removed mailboxes of these addresses left behind is their own again."""
    left = select(emails.c.address_key).where(emails.c.mailbox_id.is_(None), emails.c.address_key.in_(ids)).distinct()
    for key in (await tx.connection.execute(left)).scalars().all():
        await _adopt(tx, ids[key], key)
