"""What came of an attempt: the record, and what every outcome writes and tells the queue alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from errors.machine import State
from errors.model import Case, Decision, Fault
from store.records import DirectionRow, Tested
from worker.attempt import Seen
from worker.follow import Drop, Fail, FollowUp, Schedule
from worker.raising import headline_of
from worker.retry_job import retry_id


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of it, and what the queue is to be told.

    fault and decision are None for a success; next_at None: not until somebody acts.
    """

    fault: Fault | None
    decision: Decision | None
    state: State
    next_at: datetime | None
    words: list[FollowUp] = field(default_factory=list)


def judged(case: Case) -> dict[str, object]:
    """What every judged failure writes into its direction."""
    return {"streak": case.streak, "counted": case.counted, "proofs": case.proofs, "last_code": case.fault.code,
            "failing_since": case.failing_since, "last_attempt_at": case.now}  # fmt: skip


def tested(seen: Seen) -> dict[str, object]:
    return {"test": Tested.FAILURE} if seen.test else {}


def drop(seen: Seen) -> list[FollowUp]:
    """The direction's job so far has nothing left to do; the one that is running ends by itself."""
    job = seen.held.direction.retry_job
    return [Drop(job)] if job is not None and job != seen.job else []


def again(row: DirectionRow, at: datetime, meta: dict[str, object]) -> tuple[dict[str, object], list[FollowUp]]:
    """A direction that lives on a job of its own in `retry` gets its next one."""
    attempt = row.attempt_number + 1
    job = {"attempt_number": attempt, "retry_job": retry_id(row.id, attempt)}
    if row.state is State.RETRYING:
        return job, [Schedule(row.id, attempt, at, meta)]
    if row.state is State.HALTED and row.retry_job is not None:
        return job, [Fail(row.id, attempt, meta)]
    return {}, []


def meta(case: Case, seen: Seen, attempt: int) -> dict[str, object]:
    """What a failed or scheduled job says of itself in any RQ tool; no server words, which may hold anything."""
    held, signal = seen.held, case.fault.signal
    return {
        "mailbox": held.mailbox.address,
        "direction": held.direction.direction.value,
        "code": case.fault.code,
        "attempts": case.streak,
        "failed_at": case.now.isoformat(),
        "headline": headline_of(case.fault.entry, held.profile, held.mailbox.address),
        "stage": signal.stage.value,
        "attempt": attempt,
    }
