"""From an attempt to the case that a decision may see: streak, budget, proofs, silence. Nothing is decided here."""

from __future__ import annotations

from datetime import datetime, timedelta

from errors.machine import State
from errors.model import Case, Fault, Health
from store.records import DirectionRow
from worker.attempt import Seen

FRESH_PROOF = timedelta(seconds=20)  # two refusals closer together than this are one proof


def case_of(seen: Seen, fault: Fault, health: Health, now: datetime, dice: float) -> Case:
    held, row = seen.held, seen.held.direction
    counts = fault.entry.counts and health is Health.HEALTHY
    return Case(
        fault=fault,
        direction=row.direction,
        policy=held.profile.policy,
        now=now,
        dice=dice,
        streak=row.streak + 1,
        counted=row.counted + counts,
        proofs=_proofs(row, fault, seen, now),
        failing_since=_failing_since(row) or now,
        last_success_at=row.last_success_at,
        created_at=held.mailbox.created_at,
        health=health,
    )


def _failing_since(row: DirectionRow) -> datetime | None:
    """The time that its profile was down is nobody's silence."""
    return None if row.state is State.SUSPENDED else row.failing_since


def _proofs(row: DirectionRow, fault: Fault, seen: Seen, now: datetime) -> int:
    """Independent observations in a row of this code: a fresh sign-in each, and not in one breath."""
    if row.last_code != fault.code:
        return 1
    apart = min(FRESH_PROOF, seen.held.profile.policy.suspect_pause)
    independent = seen.fresh and (row.last_attempt_at is None or now - row.last_attempt_at >= apart)
    return max(1, row.proofs + independent)
