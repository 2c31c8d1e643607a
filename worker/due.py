"""Moving scheduled jobs that are due to their queues, in this process, under RQ's own scheduler locks."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from rq.scripts import acquire_or_refresh_lock
from rq.utils import utcformat

from worker.queue import RETRY, SEND, SYNC, Queues
from worker.queue_scripts import MOVE_DUE
from worker.redis_keys import JOB, QUEUE, SCHEDULED, SCHEDULER_LOCK, WAKE
from worker.redis_url import where
from worker.unavailable import reaching

NAMES = (SYNC, SEND, RETRY)
LOCK = timedelta(seconds=4)  # RQ's own lasts 61 s; a leader that follows a dead one should not wait that long
BATCH = 500  # jobs a script moves at once, so that Redis answers others in between

_TOKEN = secrets.token_hex(8)


def move_due(queues: Queues, now: datetime) -> int:
    """Move every due job of sync, send and retry; how many. A queue that another scheduler holds is left to it.

    Blocking; QueueUnavailable.
    """
    with reaching(where(queues.connection)):
        return sum(_move(queues, name, now) for name in NAMES if _ours(queues, name))


def next_due(queues: Queues) -> datetime | None:
    """When the next scheduled job is due (maybe in the past); None when none is scheduled."""
    with reaching(where(queues.connection)), queues.connection.pipeline(transaction=False) as pipe:
        for name in NAMES:
            pipe.zrange(SCHEDULED + name, 0, 0, withscores=True)
        firsts = [score for found in pipe.execute() for _, score in found]
    return datetime.fromtimestamp(min(firsts), UTC) if firsts else None


def _ours(queues: Queues, name: str) -> bool:
    token = f"postroom-{os.getpid()}-{_TOKEN}"
    outcome = acquire_or_refresh_lock(queues.connection, SCHEDULER_LOCK + name, token, int(LOCK.total_seconds()))
    return outcome != "taken"


def _move(queues: Queues, name: str, now: datetime) -> int:
    script = queues.connection.register_script(MOVE_DUE)
    total = 0
    while True:
        answer: Any = script(
            keys=[SCHEDULED + name, QUEUE + name], args=[now.timestamp(), utcformat(now), BATCH, JOB, WAKE]
        )
        due, moved = map(int, answer)
        total += moved
        if due < BATCH:
            return total
