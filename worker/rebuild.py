"""What Redis should hold of failing and halted directions, from SQL: for a Redis that was wiped."""

from __future__ import annotations

from collections.abc import Sequence

from errors.catalogue import CATALOGUE
from errors.machine import State
from store import leases, mailboxes, profiles
from store.records import DirectionRow, Mailbox, Profile
from store.session import Tx
from worker.follow import Fail, FollowUp, Schedule
from worker.raising import headline_of


async def jobs_from_sql(tx: Tx) -> list[FollowUp]:
    """A scheduled job for each retrying direction, a failed one for each halted direction whose job nobody deleted."""
    return await jobs_of(tx, await leases.rows(tx, states=(State.RETRYING, State.HALTED), with_job=True))


async def jobs_of(tx: Tx, rows: Sequence[DirectionRow]) -> list[FollowUp]:
    """What the queue should hold of these."""
    boxes = {box.id: box for box in await mailboxes.listing(tx)}
    servers = {view.profile.id: view.profile for view in await profiles.listing(tx)}
    return [_word(row, boxes[row.mailbox_id], servers[boxes[row.mailbox_id].profile_id], tx) for row in rows]


def _word(row: DirectionRow, box: Mailbox, profile: Profile, tx: Tx) -> FollowUp:
    meta = _meta(row, box, profile)
    if row.state is State.RETRYING:
        return Schedule(row.id, row.attempt_number, row.next_attempt_at or tx.now, meta)
    return Fail(row.id, row.attempt_number, meta)


def _meta(row: DirectionRow, box: Mailbox, profile: Profile) -> dict[str, object]:
    entry = CATALOGUE.get(row.last_code or "")
    failed_at = row.halted_at or row.last_attempt_at
    return {
        "mailbox": box.address,
        "direction": row.direction.value,
        "code": row.last_code,
        "attempts": row.streak,
        "failed_at": failed_at.isoformat() if failed_at else None,
        "headline": headline_of(entry, profile, box.address) if entry else "",
        "attempt": row.attempt_number,
    }
