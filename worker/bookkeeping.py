"""What a loop worker writes down at Redis: jobs taken, ended, handed back, and that it is alive. Blocking.

In RQ's own keys, many jobs in one round trip; what is rare (failures, results, dependents) is left to RQ's own code.
Every method raises QueueUnavailable when Redis cannot be reached, and may then be called again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import structlog
from rq import Queue, Retry
from rq.exceptions import TimeoutFormatError
from rq.executions import Execution
from rq.job import Job
from rq.utils import utcformat

from worker.loop_scripts import BEAT, FINISH, HAND_BACK, TAKE
from worker.redis_keys import EXECUTION, EXECUTIONS, JOB, QUEUE, RESULTS, STARTED, SUSPENDED
from worker.redis_url import where
from worker.unavailable import reaching

if TYPE_CHECKING:
    from worker.loop import LoopWorker

log = structlog.get_logger(__name__)


class Suspended(Exception):
    """`rq suspend` was said, and `rq resume` not yet."""


class How(Enum):
    """How a job ended."""

    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # on request
    HANDED_BACK = "handed back"  # unfinished, through no fault of its own


@dataclass(frozen=True, slots=True)
class Taken:
    job: Job
    queue: Queue
    execution: Execution

    @property
    def registry(self) -> str:
        return STARTED + self.queue.name


@dataclass(frozen=True, slots=True)
class Ended:
    """result: what the function returned; text: why it did not. at: when, seconds: after how long."""

    taken: Taken
    how: How
    at: datetime
    seconds: float
    result: object = None
    text: str = ""


class Bookkeeping:
    def __init__(self, worker: LoopWorker) -> None:
        self._worker = worker
        self._rq: Any = worker  # RQ's own methods have no types
        self._turn = 0
        self._where = where(worker.connection)
        self._keys = [worker.key, worker.executions_key]
        scripts = (TAKE, FINISH, HAND_BACK, BEAT)
        self._take, self._finish, self._hand_back, self._beat = map(worker.connection.register_script, scripts)

    # -- the worker

    def register(self) -> None:
        """Say that this worker lives (again, when Redis was wiped)."""
        with reaching(self._where):
            self._worker.connection.delete(self._worker.key)  # what a counter may have left there
            self._rq.register_birth()

    def unregister(self) -> None:
        with reaching(self._where):
            self._rq.register_death()

    def say(self, state: str) -> None:
        with reaching(self._where):
            self._rq.set_state(state)

    def say_stopping(self) -> None:
        """As RQ's worker does, for who wonders why it takes nothing."""
        with reaching(self._where):
            self._worker.connection.hset(self._worker.key, "shutdown_requested_date", utcformat(datetime.now(UTC)))

    def beat(self, running: Sequence[Taken]) -> bool:
        """Say that this worker lives and is at these jobs; whether Redis still knows it."""
        now = datetime.now(UTC)
        of_jobs = [word for one in running for word in (one.registry, one.job.id, one.execution.id)]
        said = [
            now.timestamp(), utcformat(now), self._worker.worker_ttl + 60, self._worker.job_monitoring_interval,
            JOB, EXECUTION, EXECUTIONS,
        ]  # fmt: skip
        with reaching(self._where):
            return bool(self._beat(keys=self._keys, args=[*said, *of_jobs]))

    def tidy(self) -> None:
        """RQ's maintenance: what dead workers left goes back to its queue, or to the failed registry."""
        with reaching(self._where):
            self._rq.run_maintenance_tasks()

    # -- jobs

    def take(self, limit: int) -> list[Taken]:
        """Up to that many jobs, from the queues in turn; they count as started. Raises Suspended."""
        now, queues = datetime.now(UTC), self._worker.queues
        keys = [*self._keys, SUSPENDED, *(q.key for q in queues), *(STARTED + q.name for q in queues)]
        said = [
            limit, self._turn, now.timestamp(), utcformat(now), self._worker.name, self._worker.job_monitoring_interval,
            JOB, EXECUTION, EXECUTIONS, *(uuid.uuid4().hex for _ in range(limit)),
        ]  # fmt: skip
        with reaching(self._where):
            answer: Any = self._take(keys=keys, args=said)
        if answer == -1:
            raise Suspended
        self._turn, taken = answer
        read = [self._taken(queues[turn], job_id, execution, about) for turn, job_id, execution, about in taken]
        return [one for one in read if one is not None]

    def _taken(self, queue: Queue, job_id: bytes, execution_id: bytes, about: list[bytes]) -> Taken | None:
        """None where the job cannot be read: then it is forgotten, since RQ cannot read it either."""
        job = Job(connection=self._worker.connection, serializer=self._worker.serializer)
        job._id = job_id.decode()
        taken = Taken(job, queue, Execution(execution_id.decode(), job.id, self._worker.connection, self._worker.name))
        try:
            job.restore(dict(zip(about[::2], about[1::2], strict=True)))
        except (ValueError, TimeoutFormatError) as error:
            log.warning("job.unreadable", job=job.id, why=str(error))
            self._told(self._finish, [(taken, "0")])
            return None
        job.started_at = datetime.now(UTC)
        job.worker_name = self._worker.name
        return taken

    def write(self, ended: Sequence[Ended]) -> list[Ended]:
        """How these jobs ended; said twice, it does no harm. Those that RQ's own code must finish are given back."""
        self._back([one.taken for one in ended if one.how is How.HANDED_BACK])
        plain = [one for one in ended if _leaves_nothing(one)]
        dependents = self._finished(plain)
        return [
            one
            for one in ended
            if one.taken.job.id in dependents or (one.how is not How.HANDED_BACK and not _leaves_nothing(one))
        ]

    def write_alone(self, one: Ended) -> None:
        """By RQ's own code, which may raise what a callback raises."""
        one.taken.job.ended_at = one.at
        if one.how is How.DONE:
            with reaching(self._where):
                self._rq._finalize_success(one.taken.job, one.taken.queue, one.taken.execution, one.result)
        else:
            self._failed(one)
        self._rest()

    def _finished(self, ended: Sequence[Ended]) -> set[str]:
        if not ended:
            return set()
        left = self._told(self._finish, [(one.taken, f"{one.seconds:.6f}") for one in ended])
        return {job_id.decode() for job_id in left}

    def _back(self, taken: Sequence[Taken]) -> None:
        if taken:
            self._told(self._hand_back, [(one, QUEUE + one.queue.name) for one in taken])

    def _told(self, script: Callable[..., Any], jobs: Sequence[tuple[Taken, str]]) -> Any:
        of_jobs = [word for one, last in jobs for word in (one.registry, one.job.id, one.execution.id, last)]
        said = [self._worker.name, JOB, EXECUTION, EXECUTIONS, RESULTS, *of_jobs]
        with reaching(self._where):
            return script(keys=self._keys, args=said)

    def _failed(self, one: Ended) -> None:
        """Queued again where the job has retries left, else listed as failed (or stopped)."""
        job = one.taken.job
        with reaching(self._where):
            self._worker.connection.ping()  # RQ would only log that it could not write
            self._rq._stopped_job_id = job.id if one.how is How.STOPPED else None
            self._rq.handle_job_failure(job, one.taken.queue, exc_string=one.text, execution=one.taken.execution)

    def _rest(self) -> None:
        with reaching(self._where):
            if not self._worker.connection.scard(self._worker.executions_key):
                self._rq.set_state("idle")


def _leaves_nothing(ended: Ended) -> bool:
    """Whether it is a job that succeeded and is simply forgotten: it keeps no result, calls nobody, is not repeated."""
    job = ended.taken.job
    asks = (
        job._success_callback_name, job.webhooks, job.repeats_left, job.group_id, job.rate_limit_key,
        job._dependency_ids, isinstance(ended.result, Retry),
    )  # fmt: skip
    return ended.how is How.DONE and job.result_ttl == 0 and not any(asks)
