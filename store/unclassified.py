"""What no rule knew, by fingerprint: a thousand of the same are one line. Kept as long as the attempts that met it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from errors.model import Stage

from .schema import attempts, directions, mailboxes
from .session import Tx

MOST = 1000  # lines


@dataclass(frozen=True, slots=True)
class Unclassified:
    """sample: the newest server's words; signal: errors.memory of it, less its text, where that is kept."""

    fingerprint: str
    code: str
    stage: Stage | None
    sample: str
    signal: Mapping[str, object] | None
    count: int
    mailboxes: int
    first_seen: datetime
    last_seen: datetime

    @property
    def protocol(self) -> str | None:
        said = (self.signal or {}).get("protocol")
        return None if said is None else str(said)


async def listing(tx: Tx, most: int = MOST) -> Sequence[Unclassified]:
    """The commonest first."""
    grouped = lines(most).subquery()
    asked = select(
        grouped.c.fingerprint, attempts.c.code, attempts.c.stage, attempts.c.response, attempts.c.signal,
        grouped.c.many, grouped.c.mailboxes, grouped.c.first_seen, grouped.c.last_seen,
    ).join(attempts, attempts.c.id == grouped.c.newest)  # fmt: skip
    rows = await tx.connection.execute(asked.order_by(grouped.c.many.desc(), grouped.c.fingerprint))
    return [Unclassified(*row) for row in rows]


async def met_by(tx: Tx) -> Mapping[str, Sequence[str]]:
    """By fingerprint, the addresses of the mailboxes that met it."""
    of_it = attempts.c.fingerprint
    met = select(of_it, attempts.c.direction_id).where(of_it.is_not(None)).distinct().subquery()
    asked = (
        select(met.c.fingerprint, mailboxes.c.address)
        .join(directions, directions.c.id == met.c.direction_id)
        .join(mailboxes, mailboxes.c.id == directions.c.mailbox_id)
        .distinct()
        .order_by(met.c.fingerprint, mailboxes.c.address)
    )
    found: dict[str, list[str]] = {}
    for fingerprint, address in await tx.connection.execute(asked):
        found.setdefault(fingerprint, []).append(address)
    return found


def lines(most: int) -> Select[Any]:
    """One for each fingerprint. Of attempts it asks for nothing that the index attempts_unnamed does not hold: their
    rows are wide, and there may be a million."""
    of_it = attempts.c.fingerprint
    many = func.count().label("many")
    return (
        select(
            of_it.label("fingerprint"),
            many,
            func.count(directions.c.mailbox_id.distinct()).label("mailboxes"),
            func.min(attempts.c.at, type_=attempts.c.at.type).label("first_seen"),
            func.max(attempts.c.at, type_=attempts.c.at.type).label("last_seen"),
            func.max(attempts.c.id).label("newest"),
        )
        .join(directions, directions.c.id == attempts.c.direction_id)
        .where(of_it.is_not(None))
        .group_by(of_it)
        .order_by(many.desc(), of_it)
        .limit(most)
    )
