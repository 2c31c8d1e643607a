"""Our questions to RQ: what is enqueued, scheduled, failed, counted. Blocking; call it off the loop.

Every method raises QueueUnavailable when Redis cannot be reached. Jobs are named, never imported, and carry ints and
short strings only. Nothing here depends on our own worker: a stock `rq worker` runs the same jobs.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from redis import Redis
from rq import Queue, Retry
from rq.exceptions import InvalidJobOperation, NoSuchJobError
from rq.job import Job, JobStatus
from rq.job_lifecycle import record_job_failure

from worker import queue_census, queue_pages
from worker.queue_census import OWN, SEND, SYNC, FailedJob, QueueCount, WorkerSeen
from worker.queue_pages import Group, Scheduled
from worker.queue_scripts import DROP
from worker.redis_keys import FAILED, JOB, MARKER, POLLS, QUEUE, QUEUES, RESULTS, SCHEDULED, WAKE
from worker.redis_url import where
from worker.retry_job import RETRY, RetryJob, exc_text, retry_id
from worker.unavailable import QueueUnavailable, reaching

if TYPE_CHECKING:
    from redis.client import Pipeline

__all__ = [
    "RETRY",
    "SEND",
    "SYNC",
    "FailedJob",
    "NoSuchJob",
    "QueueCount",
    "QueueUnavailable",
    "Queues",
    "RetryJob",
    "WorkerSeen",
    "home_queue",
]

WAVE_TIME = timedelta(minutes=3)
SYNC_TIME = timedelta(hours=1)  # a first sync of a big mailbox
DEATHS = Retry(max=3)  # a job whose worker died is queued again, not listed as failed: that word is for halted ones


def home_queue(worker: str) -> str:
    """The queue of a worker's own mailboxes."""
    return f"{OWN}{worker}"


class NoSuchJob(Exception):
    """No failed job has this id."""


@dataclass(frozen=True, slots=True)
class Work:
    """A call of postroom.jobs, to be made by a worker within a time. about is what RQ's tools show of it."""

    job_id: str
    queue: str
    name: str
    args: tuple[Any, ...]
    time: timedelta
    about: str


class Queues:
    """RQ's queues `sync`, `send`, `retry` and the workers' own, over one connection."""

    def __init__(self, connection: Redis) -> None:
        self.connection = connection
        self._where = where(connection)
        self._queues: dict[str, Queue] = {}
        self._drop = connection.register_script(DROP)

    # -- to be done now

    def enqueue_wave(self, profile_id: int, direction_ids: Sequence[int], *, queue: str = SYNC) -> str:
        """postroom.jobs.wave(profile_id, direction_ids); the job's id."""
        return self.enqueue_waves([(profile_id, direction_ids)], queue=queue)[0]

    def enqueue_waves(self, waves: Sequence[tuple[int, Sequence[int]]], *, queue: str = SYNC) -> list[str]:
        """Many waves (profile_id, direction_ids) in one round trip."""
        return self._enqueue(
            [
                Work(_number("wave"), queue, "wave", (profile, list(ids)), WAVE_TIME, f"profile {profile}: {len(ids)}")
                for profile, ids in waves
            ]
        )

    def enqueue_sync(self, direction_ids: Sequence[int], *, token: str | None = None) -> str:
        """postroom.jobs.sync(direction_ids, token); the job's id."""
        about = f"directions {', '.join(map(str, direction_ids[:10]))}"
        return self._enqueue([Work(_number("sync"), SYNC, "sync", (list(direction_ids), token), SYNC_TIME, about)])[0]

    def enqueue_probe(self, profile_id: int, direction: str) -> str:
        """postroom.jobs.probe(profile_id, direction) on `retry`; the job's id."""
        about = f"profile {profile_id}, {direction}"
        return self._enqueue([Work(_number("probe"), RETRY, "probe", (profile_id, direction), WAVE_TIME, about)])[0]

    # -- retries

    def enqueue_retry(self, direction_id: int, attempt: int) -> str:
        """Run this retry now, wherever its job was; the job's id."""
        job_id = retry_id(direction_id, attempt)
        with self._telling() as pipe:
            pipe.zrem(SCHEDULED + RETRY, job_id)
            pipe.zrem(FAILED + RETRY, job_id)
            pipe.lrem(QUEUE + RETRY, 0, job_id)
            job = self._retry_job(direction_id, attempt, {}, JobStatus.QUEUED)
            self._push(pipe, job)
        return job_id

    def schedule_retry(self, direction_id: int, attempt: int, at: datetime, *, meta: Mapping[str, object]) -> str:
        """Schedule postroom.jobs.retry(direction_id, attempt); its id, retry-<direction id>-<attempt>."""
        return self.place_retries([RetryJob(direction_id, attempt, meta, at)])[0]

    def fail_retry(self, direction_id: int, attempt: int, *, meta: Mapping[str, object]) -> str:
        """Put this retry into the failed registry without running it, for ever; its id.

        meta: mailbox (address), direction, code, attempts, failed_at, headline, evidence.
        """
        return self.place_retries([RetryJob(direction_id, attempt, meta)])[0]

    def place_retries(self, retries: Sequence[RetryJob]) -> list[str]:
        """Schedule and fail many in one round trip."""
        with self._telling(wake=False) as pipe:
            return [self._place(pipe, retry) for retry in retries]

    def _place(self, pipe: Pipeline, retry: RetryJob) -> str:
        if retry.at is None:
            return self._fail(pipe, retry)
        job = self._retry_job(retry.direction_id, retry.attempt, retry.meta, JobStatus.SCHEDULED)
        pipe.zrem(FAILED + RETRY, job.id)
        self._queue(RETRY).schedule_job(job, retry.at, pipeline=pipe)
        pipe.zadd(SCHEDULED + RETRY, {job.id: retry.at.timestamp()})  # RQ cuts fractions off: up to a second early
        return job.id

    def _fail(self, pipe: Pipeline, retry: RetryJob) -> str:
        job = self._retry_job(retry.direction_id, retry.attempt, retry.meta, JobStatus.FAILED)
        job.ended_at = retry.failed_at
        pipe.zrem(SCHEDULED + RETRY, job.id)
        pipe.sadd(QUEUES, QUEUE + RETRY)
        job.save(pipeline=pipe)
        record_job_failure(job, exc_text(retry.meta), pipe)
        return job.id

    def _retry_job(self, direction_id: int, attempt: int, meta: Mapping[str, object], status: JobStatus) -> Job:
        about = f"{meta.get('mailbox', f'direction {direction_id}')}: attempt {attempt}"
        job_id = retry_id(direction_id, attempt)
        job = self._job(Work(job_id, RETRY, "retry", (direction_id, attempt), SYNC_TIME, about), status)
        job.meta = dict(meta)
        return job

    # -- by id

    def drop(self, job_id: str) -> None:
        """Forget this job, wherever it waits; nothing happens where it is not known, or runs."""
        with reaching(self._where):
            self._drop(args=[job_id, RETRY, JOB, QUEUE, SCHEDULED, FAILED, RESULTS])

    def failed(self, code: str | None = None) -> list[FailedJob]:
        """The failed jobs of all our queues, oldest first."""
        with reaching(self._where):
            jobs = queue_census.failed(self.connection)
        return [job for job in jobs if code is None or job.code == code]

    def requeue(self, job_id: str) -> None:
        """What `rq requeue` does. Raises NoSuchJob when no failed job has this id."""
        with self._of_failed(job_id) as job:
            job.requeue()
            self.connection.publish(WAKE, job.origin)

    def delete(self, job_id: str) -> None:
        """Delete a failed job. Raises NoSuchJob when no failed job has this id."""
        with self._of_failed(job_id) as job:
            if not self.connection.zrem(FAILED + job.origin, job_id):
                raise NoSuchJob(job_id)
            job.delete()

    @contextmanager
    def _of_failed(self, job_id: str) -> Iterator[Job]:
        with reaching(self._where):
            try:
                yield Job.fetch(job_id, connection=self.connection)
            except (NoSuchJobError, InvalidJobOperation, ValueError):  # ValueError: no legal job id
                queue_census.forget_failed_without_job(self.connection, job_id)
                raise NoSuchJob(job_id) from None

    # -- how things stand

    def counts(self) -> list[QueueCount]:
        """sync, send, retry, then the workers' own queues by name."""
        with reaching(self._where):
            return queue_census.counts(self.connection)

    def failed_groups(self) -> list[Group]:
        """Failed jobs by code, the largest group first."""
        with reaching(self._where):
            return queue_pages.groups(self.connection)

    def failed_ids(self, code: str | None) -> list[str]:
        """The failed jobs of one group (None: of no verdict of ours), oldest first."""
        with reaching(self._where):
            return queue_pages.failed_ids(self.connection, code)

    def failed_jobs(self, job_ids: Sequence[str]) -> list[FailedJob]:
        """Those of these that are failed jobs now, in this order."""
        with reaching(self._where):
            return queue_pages.failed_jobs(self.connection, job_ids)

    def scheduled(self, offset: int, limit: int) -> list[Scheduled]:
        """The retries that wait for their time, soonest first."""
        with reaching(self._where):
            return queue_pages.scheduled(self.connection, offset, limit)

    def backlog(self, queue: str) -> int:
        """How many jobs wait in this queue."""
        with reaching(self._where):
            return self._queue(queue).count

    def workers(self) -> list[WorkerSeen]:
        """The workers that are alive, by name."""
        with reaching(self._where):
            return queue_census.workers(self.connection)

    def add_polls(self, many: int) -> None:
        """So many mailboxes were polled."""
        with reaching(self._where):
            self.connection.incrby(POLLS, many)

    def take_polls(self) -> int:
        """How many were polled since this was last asked."""
        with reaching(self._where):
            told: Any = self.connection.getdel(POLLS)
        return int(told or 0)

    def marker_missing(self) -> bool:
        """Whether Redis was wiped (or is new), as opposed to a registry that was merely emptied."""
        with reaching(self._where):
            return not self.connection.exists(MARKER)

    def set_marker(self) -> None:
        """Say that Redis holds what SQL says."""
        with reaching(self._where):
            self.connection.set(MARKER, "1")

    # -- inner parts

    @contextmanager
    def _telling(self, *, wake: bool = True) -> Iterator[Pipeline]:
        """One round trip, and the idle workers are woken by it."""
        with reaching(self._where), self.connection.pipeline() as pipe:
            yield pipe
            if wake:
                pipe.publish(WAKE, 1)
            pipe.execute()

    def _enqueue(self, works: Sequence[Work]) -> list[str]:
        with self._telling() as pipe:
            for work in works:
                self._push(pipe, self._job(work, JobStatus.QUEUED))
        return [work.job_id for work in works]

    def _push(self, pipe: Pipeline, job: Job) -> None:
        """RQ's own enqueue_job cannot be a part of a longer pipeline."""
        job.enqueued_at = datetime.now(UTC)
        pipe.sadd(QUEUES, QUEUE + job.origin)
        job.save(pipeline=pipe)
        self._queue(job.origin).push_job_id(job.id, pipeline=pipe)

    def _job(self, work: Work, status: JobStatus) -> Job:
        return self._queue(work.queue).create_job(
            f"postroom.jobs.{work.name}",
            args=work.args,
            job_id=work.job_id,
            timeout=int(work.time.total_seconds()),
            description=f"{work.name}: {work.about}",
            status=status,
            result_ttl=0,
            failure_ttl=-1,
            retry=DEATHS,
        )

    def _queue(self, name: str) -> Queue:
        return self._queues.setdefault(name, Queue(name, connection=self.connection))


def _number(kind: str) -> str:
    """Ids of one kind sort by time, and stay apart over any number of processes, also after Redis was wiped."""
    return f"{kind}-{time.time_ns() // 1000}{secrets.randbelow(10**8):08d}"
