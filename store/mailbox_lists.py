"""Lists of mailboxes for pages: bounded, searched, counted. What a mailbox is, is said in mailboxes.py.

A mailbox stands as the graver of its two directions does. What is not running (never tested, switched off) outweighs
nothing: a mailbox whose mail comes in is active, though nothing was ever sent from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, case, func, select

from errors.machine import State

from . import mailboxes as whole
from . import people
from .records import Mailbox
from .schema import directions, mailboxes, profiles
from .session import Tx

GRAVEST_FIRST = (State.HALTED, State.RETRYING, State.SUSPENDED, State.ACTIVE, State.UNTESTED, State.DISABLED)
MOST_WORDS = 5  # of a search; the others are passed over

RANK = case({state: rank for rank, state in enumerate(GRAVEST_FIRST)}, value=directions.c.state, else_=None)
STANDING = func.min(RANK)


async def page(
    tx: Tx,
    *,
    owner_id: int | None = None,
    state: State | None = None,
    profile: str | None = None,
    words: str = "",
    offset: int = 0,
    limit: int,
) -> Sequence[Mailbox]:
    """By address. owner_id None: of whomever. words: every one of them is a part of the address."""
    asked = select(mailboxes.c.id).where(*_criteria(owner_id, profile, words))
    if state is not None:
        rank = GRAVEST_FIRST.index(state)
        stand_so = select(directions.c.mailbox_id).group_by(directions.c.mailbox_id).having(STANDING == rank)  # noqa: SIM300
        asked = asked.where(mailboxes.c.id.in_(stand_so))
    ids = (await tx.connection.execute(asked.order_by(mailboxes.c.address_key).offset(offset).limit(limit))).scalars()
    found = list(ids)
    boxes = await whole.by_ids(tx, found) if found else {}
    return [boxes[one] for one in found]


async def by_state(
    tx: Tx, *, owner_id: int | None = None, profile: str | None = None, words: str = ""
) -> Mapping[State, int]:
    """How many mailboxes stand how, of those that page() finds without a state; every state that one can be in."""
    each = select(STANDING.label("rank")).group_by(directions.c.mailbox_id)
    criteria = _criteria(owner_id, profile, words)
    if criteria:
        each = each.where(directions.c.mailbox_id.in_(select(mailboxes.c.id).where(*criteria)))
    stands = each.subquery()
    rows = await tx.connection.execute(select(stands.c.rank, func.count().label("many")).group_by(stands.c.rank))
    many = {row.rank: row.many for row in rows}
    return {state: many.get(rank, 0) for rank, state in enumerate(GRAVEST_FIRST)}


async def profile_names(tx: Tx, *, owner_id: int | None = None, limit: int) -> Sequence[str]:
    """Of the profiles that these mailboxes are on, by name."""
    of_it = mailboxes.c.profile_id == profiles.c.id
    if owner_id is not None:
        of_it &= mailboxes.c.owner_id == owner_id
    theirs = select(mailboxes.c.id).where(of_it).exists()
    asked = select(profiles.c.name).where(theirs).order_by(profiles.c.name).limit(limit)
    return list((await tx.connection.execute(asked)).scalars())


def standing(box: Mailbox) -> State:
    """How this mailbox stands in the lists."""
    both = [row.state for row in (box.incoming, box.outgoing) if row.state in GRAVEST_FIRST]
    return min(both, key=GRAVEST_FIRST.index, default=State.DISABLED)


def _criteria(owner_id: int | None, profile: str | None, words: str) -> list[ColumnElement[bool]]:
    criteria: list[ColumnElement[bool]] = []
    if owner_id is not None:
        criteria.append(mailboxes.c.owner_id == owner_id)
    if profile is not None:
        named = select(profiles.c.id).where(profiles.c.name == profile).scalar_subquery()
        criteria.append(mailboxes.c.profile_id == named)
    wanted = people.key(words).split()[:MOST_WORDS]
    return criteria + [mailboxes.c.address_key.contains(word, autoescape=True) for word in wanted]
