"""Moving scheduled jobs that are due to their queues, in this process, under RQ's own scheduler locks."""

from __future__ import annotations

from datetime import datetime

from worker.queue import Queues


def move_due(queues: Queues, now: datetime) -> int:
    """Move every due job of sync, send and retry; how many. A queue that another scheduler holds is left to it.

    Blocking; QueueUnavailable.
    """
    raise NotImplementedError


def next_due(queues: Queues) -> datetime | None:
    """When the next scheduled job is due (maybe in the past); None when none is scheduled."""
    raise NotImplementedError
