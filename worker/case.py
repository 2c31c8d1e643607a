"""From an attempt to the case that a decision may see: streak, budget, proofs, silence. Nothing is decided here."""

from __future__ import annotations

from datetime import datetime, timedelta

from errors.catalogue import CATALOGUE
from errors.decide import spends
from errors.machine import State
from errors.model import Case, Fault, Health
from errors.proofs import Observed, proofs
from errors.refused_together import outlived
from store.records import Attempt, DirectionRow
from worker.attempt import Seen

FRESH_PROOF = timedelta(seconds=20)  # two refusals closer together than this are one proof


def case_of(
    seen: Seen, fault: Fault, health: Health, now: datetime, dice: float, *, last: Attempt | None = None,
    doubted: bool = False, believed_since: datetime | None = None,
) -> Case:  # fmt: skip
    """last: the newest attempt on record. doubted, believed_since: worker.doubting's."""
    held, row = seen.held, seen.held.direction
    apart = min(FRESH_PROOF, held.profile.policy.suspect_pause)
    return Case(
        fault=fault,
        direction=row.direction,
        policy=held.profile.policy,
        now=now,
        dice=dice,
        streak=row.streak + 1,
        counted=row.counted + spends(fault, health),
        proofs=proofs(fault, _before(row, last), now, fresh=seen.fresh, apart=apart),
        failing_since=_failing_since(row) or now,
        last_success_at=row.last_success_at,
        created_at=held.mailbox.created_at,
        health=health,
        doubted=doubted,
        wary=outlived(row.last_success_at, believed_since),
        refreshable=seen.refreshable,
        refreshed=refreshed(seen),
    )


def _failing_since(row: DirectionRow) -> datetime | None:
    """The time that its profile was down is nobody's silence."""
    return None if row.state is State.SUSPENDED else row.failing_since


def _before(row: DirectionRow, last: Attempt | None) -> Observed | None:
    """last: the newest attempt on record; its stage is known where it is the one that the row tells of."""
    entry = CATALOGUE.get(row.last_code or "")
    if entry is None:
        return None
    stage = last.stage if last is not None and last.code == row.last_code else None
    return Observed(entry, row.proofs, row.last_attempt_at, stage)


def refreshed(seen: Seen) -> bool:
    """Whether it signed in with a fresh token already, this time or since the last success. A test always does."""
    row = seen.held.direction
    since = row.refreshed_at is not None and (row.last_success_at is None or row.refreshed_at > row.last_success_at)
    return seen.refreshed or seen.test or since
