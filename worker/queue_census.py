"""What RQ's registries hold, read in few round trips (RQ's own readers tidy up first, job by job)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redis import Redis
from rq.job import Job

from worker.redis_keys import FAILED, JOB, QUEUE, QUEUES, SCHEDULED, STARTED, WORKER, WORKERS
from worker.retry_job import RETRY, direction_of, moment

SYNC = "sync"
SEND = "send"
OWN = f"{SYNC}-"  # the queues of the workers' own mailboxes begin so


@dataclass(frozen=True, slots=True)
class FailedJob:
    """mailbox, direction and code: None where it did not come from one of our verdicts (its worker died, a bug)."""

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


def queue_names(connection: Redis) -> list[str]:
    """Ours. Other programs may have theirs in the same Redis, with jobs that only they can read."""
    keys: Any = connection.smembers(QUEUES)
    return sorted(name for key in keys if ours(name := key.decode().removeprefix(QUEUE)))


def ours(queue: str) -> bool:
    return queue in (SYNC, SEND, RETRY) or queue.startswith(OWN)


def counts(connection: Redis) -> list[QueueCount]:
    """sync, send, retry, then those of the workers where there is anything in them."""
    always = (SYNC, SEND, RETRY)
    names = [*always, *(name for name in queue_names(connection) if name not in always)]
    with connection.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.llen(QUEUE + name)
            pipe.zcount(STARTED + name, time.time(), "+inf")  # what is older was abandoned by a dead worker
            pipe.zcard(SCHEDULED + name)
            pipe.zcard(FAILED + name)
        numbers = pipe.execute()
    told = [QueueCount(name, *numbers[i * 4 : i * 4 + 4]) for i, name in enumerate(names)]
    return [count for count in told if count.name in always or count.queued + count.started + count.failed]


def failed(connection: Redis) -> list[FailedJob]:
    """Of all our queues, oldest first."""
    names = queue_names(connection)
    with connection.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.zrange(FAILED + name, 0, -1)
        ids = [job_id.decode() for registry in pipe.execute() for job_id in registry]
    return sorted(failed_of(connection, ids), key=lambda job: (job.failed_at, job.job_id))


def failed_of(connection: Redis, job_ids: Sequence[str]) -> list[FailedJob]:
    """In this order, those of these that have a job."""
    jobs: Iterable[Job | None] = Job.fetch_many(list(job_ids), connection=connection)
    return [_failed(job) for job in jobs if job is not None]


def forget_failed_without_job(connection: Redis, job_id: str) -> None:
    """An entry of a registry whose job was deleted by other hands would be counted for ever."""
    if connection.exists(JOB + job_id):
        return
    with connection.pipeline(transaction=False) as pipe:
        for name in queue_names(connection):
            pipe.zrem(FAILED + name, job_id)
        pipe.execute()


def _failed(job: Job) -> FailedJob:
    meta: dict[str, Any] = job.meta
    ended = moment(meta.get("failed_at")) or job.ended_at or job.enqueued_at or job.created_at
    return FailedJob(
        job_id=job.id,
        queue=job.origin,
        mailbox=meta.get("mailbox"),
        direction=meta.get("direction"),
        code=meta.get("code"),
        attempts=int(meta.get("attempts") or 0),
        failed_at=ended if ended.tzinfo else ended.replace(tzinfo=UTC),
        headline=str(meta.get("headline") or _last_line(job)),
        direction_id=direction_of(job.id),
    )


def _last_line(job: Job) -> str:
    result = job.latest_result()
    lines = (result.exc_string or "").strip().splitlines() if result else []
    return lines[-1] if lines else (job.description or job.id)


def workers(connection: Redis) -> list[WorkerSeen]:
    """Those that are alive, by name. (RQ's Worker.all() changes the time-out of the connection it is given.)"""
    members: Any = connection.smembers(WORKERS)
    keys = sorted(key.decode() for key in members)
    with connection.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.hgetall(key)
            pipe.scard(f"{key}:executions")
        told = pipe.execute()
    pairs = zip(keys, told[::2], told[1::2], strict=True)
    return [
        _worker(key, about, running) for key, about, running in pairs if b"birth" in about and b"death" not in about
    ]


def _worker(key: str, about: dict[bytes, bytes], running: int) -> WorkerSeen:
    def text(field: bytes) -> str:
        return about.get(field, b"").decode()

    return WorkerSeen(
        name=key.removeprefix(WORKER),
        hostname=text(b"hostname"),
        pid=int(text(b"pid") or 0),
        queues=tuple(filter(None, text(b"queues").split(","))),
        state=text(b"state"),
        executions=running,
        loop=b"loop" in about,
    )
