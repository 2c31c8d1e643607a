"""Mailboxes that were refused lately: what their servers said, and how those that halted for it wait again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from errors.machine import Event, State, step
from errors.model import Direction, Stage

from .halts import FORGOTTEN
from .schema import attempts, directions, mailboxes, profiles
from .session import Tx

MOST_SAID = 50  # the newest of them tell enough


@dataclass(frozen=True, slots=True)
class Said:
    """How one attempt was refused."""

    address: str
    at: datetime
    stage: Stage | None
    code: str
    rule: str | None
    response: str


@dataclass(frozen=True, slots=True)
class Reinstated:
    """retry_job: its failed job, which is to be dropped."""

    mailbox_id: int
    retry_job: str | None


async def said(tx: Tx, profile_id: int, direction: Direction, codes: Sequence[str], since: datetime) -> Sequence[Said]:
    """Attempts of this profile direction that were refused with one of these codes since then, newest first."""
    asked = (
        select(mailboxes.c.address, attempts.c.at, attempts.c.stage, attempts.c.code, attempts.c.rule,
               attempts.c.response)
        .join(directions, directions.c.id == attempts.c.direction_id)
        .join(mailboxes, mailboxes.c.id == directions.c.mailbox_id)
        .where(
            directions.c.profile_id == profile_id, directions.c.direction == direction,
            attempts.c.code.in_(codes), attempts.c.at >= since,
        )
        .order_by(attempts.c.at.desc())
        .limit(MOST_SAID)
    )  # fmt: skip
    return [Said(*row) for row in await tx.connection.execute(asked)]


async def reinstate(
    tx: Tx, profile_id: int, direction: Direction, codes: Sequence[str], since: datetime
) -> Sequence[Reinstated]:
    """Suspend those that halted for one of these codes since then although they had worked before; not those that
    somebody is working on; a lease that has run out is nobody's."""
    halted = (
        select(directions.c.id, directions.c.mailbox_id, directions.c.retry_job)
        .where(
            directions.c.profile_id == profile_id, directions.c.direction == direction,
            directions.c.state == State.HALTED, ~directions.c.halt_spent, directions.c.halted_at >= since,
            directions.c.last_code.in_(codes), directions.c.last_success_at.is_not(None),
            or_(directions.c.leased_until.is_(None), directions.c.leased_until <= tx.now),
        )
        .order_by(directions.c.id)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    rows = (await tx.connection.execute(halted)).all()
    again = update(directions).where(directions.c.id.in_([row.id for row in rows]))
    waits = {
        "state": step(State.HALTED, Event.DOUBTED), "next_attempt_at": None, "queued_until": None, "retry_job": None,
    }  # fmt: skip
    await tx.connection.execute(again.values(**waits, **FORGOTTEN))
    return [Reinstated(row.mailbox_id, row.retry_job) for row in rows]


async def sign_in_anew(tx: Tx, profile_id: int) -> None:
    """Use no session of this profile any more that is open now, in whatever process: what it still gets says nothing of
    who is let in."""
    older = update(profiles).where(profiles.c.id == profile_id)
    await tx.connection.execute(older.values(version=profiles.c.version + 1))
