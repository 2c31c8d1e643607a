"""Mailboxes: one address on one profile, its two directions, its credentials (encrypted)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from errors.model import Direction

from . import directions, people, profiles, upsert
from .columns import AnyRow, clean
from .faults import AlreadyThere, NotThere, Refused
from .keys import KeyRing
from .records import Mailbox
from .schema import alerts, credentials, emails, mailboxes
from .schema import directions as directions_table
from .schema import people as people_table
from .schema import profiles as profiles_table
from .session import Store, Tx

IN, OUT = directions_table.alias("i"), directions_table.alias("o")
MAILBOX = tuple(mailboxes.c[name] for name in ("id", "address", "profile_id", "username", "version", "created_at"))
COUNTS = (IN.c.emails_stored, IN.c.emails_set_aside, IN.c.last_email_at)
WIDTH = len(directions.NAMES)


async def add(
    tx: Tx,
    store: Store,
    address: str,
    *,
    profile: str,
    owner: str | None = None,
    username: str | None = None,
    password: str | None = None,
    incoming: bool = True,
    outgoing: bool = True,
) -> Mailbox:
    """Directions start untested (or none). username defaults to the address. AlreadyThere, NotThere (the profile).

    Mail that a removed mailbox of this address left behind is its own again, to be matched by what it is.
    """
    address = address.strip()
    if clean(address + (username or "")) != address + (username or ""):
        raise Refused("an address or user name holds characters that no database takes")
    server = await profiles.get(tx, profile)
    if await _find(tx, address) is not None:
        raise AlreadyThere(_twice(address))
    owner_id = (await people.mention(tx, owner)).id if owner else None
    mailbox_id = await _insert(tx, address, server.id, owner_id, username or address)
    rows = [
        directions.fresh(mailbox_id, server.id, Direction.INCOMING, wanted=incoming),
        directions.fresh(mailbox_id, server.id, Direction.OUTGOING, wanted=outgoing),
    ]
    await tx.connection.execute(insert(directions_table), rows)
    if password is not None:
        await _keep_password(tx, store, mailbox_id, password)
    await _adopt(tx, mailbox_id, address)
    return await get(tx, address)


async def _insert(tx: Tx, address: str, profile_id: int, owner_id: int | None, username: str) -> int:
    new = insert(mailboxes).values(
        address=address, address_key=people.key(address), profile_id=profile_id, owner_id=owner_id,
        username=username, version=1, created_at=tx.now,
    )  # fmt: skip
    try:
        made: int = (await tx.connection.execute(new.returning(mailboxes.c.id))).scalar_one()
        return made
    except IntegrityError:
        raise AlreadyThere(_twice(address)) from None


async def get(tx: Tx, address: str) -> Mailbox:
    """By address, case-insensitively. NotThere."""
    found = await _find(tx, address)
    if found is None:
        raise NotThere(f"there is no mailbox {address!r}; `postroom mailbox list` shows what is there")
    return found


async def by_id(tx: Tx, mailbox_id: int) -> Mailbox | None:
    return await _one(tx, mailboxes.c.id == mailbox_id)


async def by_ids(tx: Tx, mailbox_ids: Sequence[int]) -> dict[int, Mailbox]:
    rows = await tx.connection.execute(_select().where(mailboxes.c.id.in_(mailbox_ids)))
    return {row.id: _mailbox(row) for row in rows}


async def by_addresses(tx: Tx, addresses: Sequence[str]) -> dict[str, Mailbox]:
    """By the key of its address (people.key), of those that are there."""
    keys = [people.key(address) for address in addresses]
    rows = await tx.connection.execute(_select().where(mailboxes.c.address_key.in_(keys)))
    return {people.key(row.address): _mailbox(row) for row in rows}


async def listing(tx: Tx, *, profile: str | None = None) -> Sequence[Mailbox]:
    """By address. NotThere (the profile)."""
    asked = _select().order_by(mailboxes.c.address_key)
    if profile is not None:
        asked = asked.where(mailboxes.c.profile_id == (await profiles.get(tx, profile)).id)
    return [_mailbox(row) for row in await tx.connection.execute(asked)]


async def set_password(tx: Tx, store: Store, address: str, password: str) -> Mailbox:
    """Raises the mailbox's version, so that open sessions are not used any more; what was proven of the old password
    says nothing of this one. NotThere."""
    found = await get(tx, address)
    await _keep_password(tx, store, found.id, password)
    await _anew(tx, mailboxes.c.id == found.id)
    await _prove_anew(tx, found.id)
    return await get(tx, address)


async def set_username(tx: Tx, address: str, username: str, *, of_version: int) -> Mailbox | None:
    """Raises the mailbox's version as a new password does. None, and nothing is changed: the mailbox is not of this
    version any more, so somebody else changed it meanwhile. NotThere, Refused."""
    if clean(username) != username:
        raise Refused("a user name holds characters that no database takes")
    found = await get(tx, address)
    still = (mailboxes.c.id == found.id) & (mailboxes.c.version == of_version)
    if not await _anew(tx, still, username=username):
        return None
    await _prove_anew(tx, found.id)
    return await get(tx, address)


async def _anew(tx: Tx, which: ColumnElement[bool], **values: object) -> int:
    raised = update(mailboxes).where(which).values(version=mailboxes.c.version + 1, **values)
    return (await tx.connection.execute(raised)).rowcount


async def _prove_anew(tx: Tx, mailbox_id: int) -> None:
    of_it = directions_table.c.mailbox_id == mailbox_id
    await tx.connection.execute(update(directions_table).where(of_it).values(proofs=0))


async def remove(tx: Tx, address: str, *, delete_mail: bool) -> None:
    """With its directions, cursors, attempts, alerts. Its mail stays readable (mailbox address kept with it) unless
    delete_mail. NotThere."""
    found = await get(tx, address)
    if delete_mail:
        of_it = (emails.c.mailbox_id == found.id) | (
            emails.c.mailbox_id.is_(None) & (emails.c.address_key == people.key(address))
        )
        await tx.connection.execute(delete(emails).where(of_it))
    about = (alerts.c.object_kind == "mailbox") & (alerts.c.object_id == found.id)
    await tx.connection.execute(delete(alerts).where(about))
    await tx.connection.execute(delete(mailboxes).where(mailboxes.c.id == found.id))


# -- credentials ---------------------------------------------------------------------------------------------------


async def _keep_password(tx: Tx, store: Store, mailbox_id: int, password: str) -> None:
    ring = _ring(store)
    values = {"mailbox_id": mailbox_id, "token": ring.encrypt(password), "fingerprint": ring.fingerprints[0]}
    await upsert.put(tx, credentials, values)


async def passwords(tx: Tx, store: Store, mailbox_ids: Sequence[int]) -> dict[int, str]:
    """Decrypted, of those that have one. WrongKey."""
    asked = select(credentials.c.mailbox_id, credentials.c.token).where(credentials.c.mailbox_id.in_(mailbox_ids))
    rows = (await tx.connection.execute(asked)).all()
    return {mailbox_id: _ring(store).decrypt(token) for mailbox_id, token in rows}


def _ring(store: Store) -> KeyRing:
    assert store.ring is not None, "credentials need a key ring"
    return store.ring


# -- mail left behind ----------------------------------------------------------------------------------------------


async def _adopt(tx: Tx, mailbox_id: int, address: str) -> None:
    """Its uids may be another server's: below 0 they are of no epoch, and no two are the same."""
    left = emails.c.mailbox_id.is_(None) & (emails.c.address_key == people.key(address))
    adopted = update(emails).where(left).values(mailbox_id=mailbox_id, uid_validity=-emails.c.id)
    if (await tx.connection.execute(adopted)).rowcount:
        await recount(tx, [mailbox_id])


async def recount(tx: Tx, mailbox_ids: Sequence[int]) -> None:
    """Write the counts of these mailboxes' emails anew."""
    table = directions_table
    of = table.c.mailbox_id.in_(mailbox_ids) & (table.c.direction == Direction.INCOMING)
    stored, aside = _counted("received"), _counted("set_aside")
    await tx.connection.execute(update(table).where(of).values(emails_stored=stored, emails_set_aside=aside))


def _counted(state: str) -> ScalarSelect[int]:
    of_it = (emails.c.mailbox_id == directions_table.c.mailbox_id) & (emails.c.direction == Direction.INCOMING)
    return select(func.count()).select_from(emails).where(of_it, emails.c.state == state).scalar_subquery()


# -- rows ----------------------------------------------------------------------------------------------------------


def _select() -> Select[Any]:
    owner = people_table.c.address.label("owner")
    holds = credentials.c.mailbox_id.label("credential")
    name = profiles_table.c.name.label("profile")
    return (
        select(*_columns(IN), *_columns(OUT), *MAILBOX, *COUNTS, owner, holds, name)
        .join(IN, (IN.c.mailbox_id == mailboxes.c.id) & (IN.c.direction == Direction.INCOMING))
        .join(OUT, (OUT.c.mailbox_id == mailboxes.c.id) & (OUT.c.direction == Direction.OUTGOING))
        .join(profiles_table, profiles_table.c.id == mailboxes.c.profile_id)
        .outerjoin(people_table, people_table.c.id == mailboxes.c.owner_id)
        .outerjoin(credentials, credentials.c.mailbox_id == mailboxes.c.id)
    )


def _columns(table: Any) -> list[Any]:
    return [table.c[name].label(f"{table.name}_{name}") for name in directions.NAMES]


def _mailbox(row: AnyRow) -> Mailbox:
    return Mailbox(
        id=row.id,
        address=row.address,
        profile_id=row.profile_id,
        profile=row.profile,
        owner=row.owner,
        username=row.username,
        has_password=row.credential is not None,
        version=row.version,
        incoming=directions.row_of(row[:WIDTH]),
        outgoing=directions.row_of(row[WIDTH : 2 * WIDTH]),
        emails_stored=row.emails_stored,
        emails_set_aside=row.emails_set_aside,
        last_email_at=row.last_email_at,
        created_at=row.created_at,
    )


async def _find(tx: Tx, address: str) -> Mailbox | None:
    return await _one(tx, mailboxes.c.address_key == people.key(address))


async def _one(tx: Tx, criterion: ColumnElement[bool]) -> Mailbox | None:
    row = (await tx.connection.execute(_select().where(criterion))).first()
    return None if row is None else _mailbox(row)


def _twice(address: str) -> str:
    return f"there is a mailbox {address!r} already"
