"""People: from the first mention, by address; roles follow from what they own. A password is kept as argon2's hash,
which web.passwords makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, delete, func, select, update

from .columns import AnyRow
from .faults import NotThere
from .records import Person
from .schema import mailboxes, people, profiles, sessions
from .session import Tx
from .upsert import insert

COLUMNS = (people.c.id, people.c.address, people.c.administrator, people.c.password.is_not(None).label("signs_in"))


@dataclass(frozen=True, slots=True)
class Holding:
    """A person with how much is theirs. sessions: browsers in which they are signed in."""

    person: Person
    mailboxes: int
    profiles: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Account:
    """password: argon2's hash; None: no sign-in."""

    person: Person
    password: str | None = field(repr=False)


async def mention(tx: Tx, address: str) -> Person:
    """The person of this address (compared case-insensitively), made if need be."""
    found = await find(tx, address)
    if found is not None:
        return found
    new = insert(tx, people).values(address=address.strip(), address_key=key(address), administrator=False)
    await tx.connection.execute(new.on_conflict_do_nothing())
    made = await find(tx, address)
    assert made is not None, "it was inserted a moment ago"
    return made


async def find(tx: Tx, address: str) -> Person | None:
    row = (await tx.connection.execute(select(*COLUMNS).where(people.c.address_key == key(address)))).first()
    return None if row is None else person_of(row)


async def get(tx: Tx, address: str) -> Person:
    """Raises NotThere."""
    found = await find(tx, address)
    if found is None:
        raise NotThere(f"there is no person {address.strip()}: `postroom person list` shows who there is")
    return found


async def account(tx: Tx, address: str) -> Account | None:
    """With the hash to check a password by."""
    asked = select(*COLUMNS, people.c.password).where(people.c.address_key == key(address))
    row = (await tx.connection.execute(asked)).first()
    return None if row is None else Account(person_of(row), row.password)


async def set_password(tx: Tx, person_id: int, password: str) -> None:
    """password: argon2's hash."""
    await tx.connection.execute(update(people).where(people.c.id == person_id).values(password=password))


async def set_administrator(tx: Tx, address: str, administrator: bool) -> Person:
    person = await mention(tx, address)
    changed = update(people).where(people.c.id == person.id).values(administrator=administrator).returning(*COLUMNS)
    return person_of((await tx.connection.execute(changed)).one())


async def listing(tx: Tx) -> Sequence[Person]:
    """By address."""
    rows = await tx.connection.execute(select(*COLUMNS).order_by(people.c.address_key))
    return [person_of(row) for row in rows]


async def page(tx: Tx, *, containing: str = "", offset: int = 0, limit: int = 50) -> Sequence[Holding]:
    """Administrators first, then by address. containing: a part of the address."""
    asked = select(*COLUMNS).order_by(people.c.administrator.desc(), people.c.address_key).offset(offset).limit(limit)
    if containing.strip():
        asked = asked.where(people.c.address_key.contains(key(containing), autoescape=True))
    found = [person_of(row) for row in await tx.connection.execute(asked)]
    return await _held(tx, found, [one.id for one in found])


async def holding(tx: Tx, person_id: int) -> Holding:
    """Raises NotThere."""
    row = (await tx.connection.execute(select(*COLUMNS).where(people.c.id == person_id))).first()
    if row is None:
        raise NotThere("there is no such person")
    (found,) = await _held(tx, [person_of(row)], [person_id])
    return found


async def holdings(tx: Tx) -> Sequence[Holding]:
    """Everybody, by address."""
    return await _held(tx, await listing(tx), None)


async def administrators_signing_in(tx: Tx) -> int:
    asked = select(func.count()).where(people.c.administrator, people.c.password.is_not(None))
    return (await tx.connection.execute(asked)).scalar_one()


async def remove(tx: Tx, person_id: int) -> None:
    """With their sessions and links. What they owned is nobody's from then on."""
    await tx.connection.execute(delete(people).where(people.c.id == person_id))


async def _held(tx: Tx, found: Sequence[Person], ids: Sequence[int] | None) -> list[Holding]:
    """ids: theirs; None where they are all."""
    boxes = await _counted(tx, mailboxes.c.owner_id, ids)
    own = await _counted(tx, profiles.c.owner_id, ids)
    open_ = await _counted(tx, sessions.c.person_id, ids, sessions.c.expires_at > tx.now)
    return [Holding(one, boxes.get(one.id, 0), own.get(one.id, 0), open_.get(one.id, 0)) for one in found]


async def _counted(
    tx: Tx, whose: ColumnElement[int], ids: Sequence[int] | None, *criteria: ColumnElement[bool]
) -> dict[int, int]:
    """How many rows are each one's."""
    asked = select(whose, func.count()).where(whose.is_not(None) if ids is None else whose.in_(ids), *criteria)
    return {person_id: many for person_id, many in await tx.connection.execute(asked.group_by(whose))}  # noqa: C416  # typed


def key(address: str) -> str:
    """What addresses are compared by."""
    return address.strip().casefold()


def person_of(row: AnyRow) -> Person:
    """Of a row with COLUMNS."""
    return Person(row.id, row.address, row.administrator, bool(row.signs_in))
