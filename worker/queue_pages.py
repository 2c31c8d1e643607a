"""The queue as pages show it: a page of what is scheduled or failed at a time, failed jobs grouped by code.

Redis is asked, not SQL: what a person deleted there by RQ's own tools is not listed here either. Of a job only its
`meta` is read until it is shown, so that ten thousand failed ones can be grouped while somebody waits. Blocking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redis import Redis
from rq.job import Job
from rq.serializers import resolve_serializer

from worker import queue_census
from worker.queue_census import FailedJob
from worker.queue_scripts import TOLD
from worker.redis_keys import FAILED, JOB, SCHEDULED
from worker.retry_job import RETRY, moment

MOST = 20_000  # failed jobs that are looked at

_LOADS: Any = resolve_serializer(None).loads
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Group:
    """The failed jobs of one code (None: of no verdict of ours). headline: of the newest."""

    code: str | None
    many: int
    headline: str
    oldest: datetime
    newest: datetime


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A retry that waits for its time, and why there is one."""

    job_id: str
    at: datetime
    mailbox: str | None
    direction: str | None
    code: str | None
    attempts: int
    headline: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a failed job says of itself."""

    job_id: str
    code: str | None
    at: datetime
    headline: str


def groups(connection: Redis) -> list[Group]:
    """The largest first."""
    by_code: dict[str | None, list[_Told]] = {}
    for one in _failed(connection):
        by_code.setdefault(one.code, []).append(one)
    found = [_group(code, told) for code, told in by_code.items()]
    return sorted(found, key=lambda one: (-one.many, one.code or ""))


def failed_ids(connection: Redis, code: str | None) -> list[str]:
    """Of one group, oldest first."""
    return [one.job_id for one in _failed(connection) if one.code == code]


def failed_jobs(connection: Redis, job_ids: Sequence[str]) -> list[FailedJob]:
    """In this order, those of these that are failed ones now."""
    found = [one for one in queue_census.failed_of(connection, job_ids) if queue_census.ours(one.queue)]
    with connection.pipeline(transaction=False) as pipe:
        for one in found:
            pipe.zscore(FAILED + one.queue, one.job_id)
        places = pipe.execute()
    return [one for one, place in zip(found, places, strict=True) if place is not None]


def scheduled(connection: Redis, offset: int, limit: int) -> list[Scheduled]:
    """Soonest first."""
    rows: Any = connection.zrange(SCHEDULED + RETRY, offset, offset + limit - 1, withscores=True)
    times = {job_id.decode(): datetime.fromtimestamp(at, UTC) for job_id, at in rows}
    jobs = Job.fetch_many(list(times), connection=connection)
    return [_scheduled(job, times[job.id]) for job in jobs if job is not None]


def _group(code: str | None, told: Sequence[_Told]) -> Group:
    newest = max(told, key=lambda one: one.at)
    return Group(code, len(told), newest.headline, min(one.at for one in told), newest.at)


def _failed(connection: Redis) -> list[_Told]:
    """Of all our queues, oldest first."""
    told = [one for name in queue_census.queue_names(connection) for one in _of_registry(connection, FAILED + name)]
    return sorted(told, key=lambda one: (one.at, one.job_id))[:MOST]


def _of_registry(connection: Redis, key: str) -> Iterator[_Told]:
    """Without those whose job is gone."""
    said: Any = connection.eval(TOLD, 1, key, JOB, str(MOST))
    for job_id, packed, created_at in zip(said[::3], said[1::3], said[2::3], strict=True):
        if created_at:
            yield _told(job_id.decode(), packed, created_at)


def _told(job_id: str, packed: bytes, created_at: bytes) -> _Told:
    meta: Mapping[str, Any] = (_LOADS(packed) if packed else None) or {}
    at = moment(meta.get("failed_at")) or moment(created_at.decode()) or _LONG_AGO
    return _Told(job_id, meta.get("code"), at, str(meta.get("headline") or ""))


def _scheduled(job: Job, at: datetime) -> Scheduled:
    meta: Mapping[str, Any] = job.meta
    return Scheduled(
        job.id, at, meta.get("mailbox"), meta.get("direction"), meta.get("code"), int(meta.get("attempts") or 0),
        str(meta.get("headline") or job.description or job.id),
    )  # fmt: skip
