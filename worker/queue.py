"""Our questions to RQ: what is enqueued, scheduled, failed, counted. Blocking; call it off the loop.

Every method raises QueueUnavailable when Redis cannot be reached. Jobs are named, never imported, and carry ints and
short strings only. Nothing here depends on our own worker: a stock `rq worker` runs the same jobs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from redis import Redis

from worker.unavailable import QueueUnavailable

__all__ = [
    "RETRY",
    "SEND",
    "SYNC",
    "FailedJob",
    "NoSuchJob",
    "QueueCount",
    "QueueUnavailable",
    "Queues",
    "WorkerSeen",
    "home_queue",
]

SYNC = "sync"
SEND = "send"
RETRY = "retry"


def home_queue(worker: str) -> str:
    """The queue of a worker's own mailboxes."""
    return f"{SYNC}-{worker}"


class NoSuchJob(Exception):
    """No failed job has this id."""


@dataclass(frozen=True, slots=True)
class FailedJob:
    job_id: str
    queue: str
    mailbox: str | None
    direction: str | None
    code: str | None
    attempts: int
    failed_at: datetime
    headline: str
    direction_id: int | None


@dataclass(frozen=True, slots=True)
class QueueCount:
    name: str
    queued: int
    started: int
    scheduled: int
    failed: int


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A live worker as Redis knows it. loop: one of ours, not a stock `rq worker`."""

    name: str
    hostname: str
    pid: int
    queues: tuple[str, ...]
    state: str
    executions: int
    loop: bool


@dataclass(frozen=True, slots=True)
class RetryJob:
    """A retry to be scheduled (at) or put into the failed registry (at is None)."""

    direction_id: int
    attempt: int
    meta: Mapping[str, object]
    at: datetime | None = None


class Queues:
    def __init__(self, connection: Redis) -> None:
        self.connection = connection

    def enqueue_wave(self, profile_id: int, direction_ids: Sequence[int], *, queue: str = SYNC) -> str:
        """postroom.jobs.wave(profile_id, direction_ids); the job's id."""
        raise NotImplementedError

    def enqueue_waves(self, waves: Sequence[tuple[int, Sequence[int]]], *, queue: str = SYNC) -> list[str]:
        """Many waves (profile_id, direction_ids) in one round trip."""
        raise NotImplementedError

    def enqueue_sync(self, direction_ids: Sequence[int], *, token: str | None = None) -> str:
        """postroom.jobs.sync(direction_ids, token); the job's id."""
        raise NotImplementedError

    def enqueue_probe(self, profile_id: int, direction: str) -> str:
        """postroom.jobs.probe(profile_id, direction) on `retry`; the job's id."""
        raise NotImplementedError

    def enqueue_retry(self, direction_id: int, attempt: int) -> str:
        """Run this retry now, wherever its job was; the job's id."""
        raise NotImplementedError

    def schedule_retry(self, direction_id: int, attempt: int, at: datetime, *, meta: Mapping[str, object]) -> str:
        """Schedule postroom.jobs.retry(direction_id, attempt); its id, retry-<direction id>-<attempt>."""
        raise NotImplementedError

    def fail_retry(self, direction_id: int, attempt: int, *, meta: Mapping[str, object]) -> str:
        """Put this retry into the failed registry without running it, for ever; its id.

        meta: mailbox (address), direction, code, attempts, failed_at, headline, evidence.
        """
        raise NotImplementedError

    def place_retries(self, retries: Sequence[RetryJob]) -> list[str]:
        """Schedule and fail many in one round trip."""
        raise NotImplementedError

    def drop(self, job_id: str) -> None:
        """Forget this job, wherever it waits; nothing happens where it is not known."""
        raise NotImplementedError

    def failed(self, code: str | None = None) -> list[FailedJob]:
        """The failed jobs of all queues, oldest first."""
        raise NotImplementedError

    def requeue(self, job_id: str) -> None:
        """What `rq requeue` does. Raises NoSuchJob when no failed job has this id."""
        raise NotImplementedError

    def delete(self, job_id: str) -> None:
        """Delete a failed job. Raises NoSuchJob when no failed job has this id."""
        raise NotImplementedError

    def counts(self) -> list[QueueCount]:
        """sync, send, retry, then the workers' own queues by name."""
        raise NotImplementedError

    def backlog(self, queue: str) -> int:
        """How many jobs wait in this queue."""
        raise NotImplementedError

    def marker_missing(self) -> bool:
        """Whether Redis was wiped (or is new), as opposed to a registry that was merely emptied."""
        raise NotImplementedError

    def set_marker(self) -> None:
        """Say that Redis holds what SQL says."""
        raise NotImplementedError

    def workers(self) -> list[WorkerSeen]:
        """The workers that are alive, by name."""
        raise NotImplementedError
