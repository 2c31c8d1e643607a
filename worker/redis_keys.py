"""The names of Redis keys and channels: ours, under RQ's prefix, and RQ's own that our scripts touch."""

from __future__ import annotations

from rq.defaults import RQ_KEY_PREFIX
from rq.suspension import WORKERS_SUSPENDED

OURS = f"{RQ_KEY_PREFIX}:postroom:"
MARKER = f"{OURS}marker"  # there as long as Redis was not wiped
POLLS = f"{OURS}polls"  # how many there were since the leader last looked
WAKE = f"{OURS}wake"  # published on when something was enqueued, so that idle workers need not ask all the time

JOB = f"{RQ_KEY_PREFIX}:job:"
QUEUE = f"{RQ_KEY_PREFIX}:queue:"
QUEUES = f"{RQ_KEY_PREFIX}:queues"
STARTED = f"{RQ_KEY_PREFIX}:wip:"
SCHEDULED = f"{RQ_KEY_PREFIX}:scheduled:"
FAILED = f"{RQ_KEY_PREFIX}:failed:"
RESULTS = f"{RQ_KEY_PREFIX}:results:"
EXECUTION = f"{RQ_KEY_PREFIX}:execution:"
EXECUTIONS = f"{RQ_KEY_PREFIX}:executions:"
WORKERS = f"{RQ_KEY_PREFIX}:workers"
WORKER = f"{RQ_KEY_PREFIX}:worker:"
SCHEDULER_LOCK = f"{RQ_KEY_PREFIX}:scheduler-lock:"
SUSPENDED = WORKERS_SUSPENDED
