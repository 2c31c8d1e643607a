"""People: from the first mention, by address; roles follow from what they own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from .columns import AnyRow
from .records import Person
from .schema import people
from .session import Tx
from .upsert import insert

COLUMNS = (people.c.id, people.c.address, people.c.administrator, people.c.password.is_not(None).label("signs_in"))


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


async def set_administrator(tx: Tx, address: str, administrator: bool) -> Person:
    person = await mention(tx, address)
    changed = update(people).where(people.c.id == person.id).values(administrator=administrator).returning(*COLUMNS)
    return person_of((await tx.connection.execute(changed)).one())


async def listing(tx: Tx) -> Sequence[Person]:
    """By address."""
    rows = await tx.connection.execute(select(*COLUMNS).order_by(people.c.address_key))
    return [person_of(row) for row in rows]


def key(address: str) -> str:
    """What addresses are compared by."""
    return address.strip().casefold()


def person_of(row: AnyRow) -> Person:
    """Of a row with COLUMNS."""
    return Person(row.id, row.address, row.administrator, bool(row.signs_in))
