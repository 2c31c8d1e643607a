"""How one code of the catalogue stands now: bounded counts, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, literal_column, select

from .schema import alerts, emails
from .session import Tx

MOST = 10_000  # that are counted

# As the indexes say it: with bound values neither would be found.
UNRESOLVED = alerts.c.status != literal_column("'resolved'")
SET_ASIDE = emails.c.state == literal_column("'set_aside'")


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """Unresolved alerts, and emails set aside: MOST + 1 stands for more than that."""

    alerts: int
    set_aside: int


async def of(tx: Tx, code: str) -> CodeCounts:
    begins = f"{code}|"  # an alert's key; an index holds nothing else of the unresolved ones
    unresolved = select(alerts.c.key).where(UNRESOLVED, func.substr(alerts.c.key, 1, len(begins)) == begins)
    aside = select(emails.c.code).where(SET_ASIDE, emails.c.code == code)
    return CodeCounts(await _many(tx, unresolved), await _many(tx, aside))


async def _many(tx: Tx, asked: Select[Any]) -> int:
    some = asked.limit(MOST + 1).subquery()
    return await tx.connection.scalar(select(func.count()).select_from(some)) or 0
