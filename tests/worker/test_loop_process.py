"""The loop worker as a process: signals, kill -9, and side by side with RQ's own worker."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from redis import Redis
from rq import Queue

from tests.kit.valkey import STAND_IN, Valkey, beside, rq, valkey  # noqa: F401
from worker.queue import SYNC, Queues

pytestmark = pytest.mark.flow

META = {"mailbox": "ana@example.org", "code": "IMAP-101", "headline": "refused"}


@pytest.fixture
def redis(valkey: Valkey) -> Redis:  # noqa: F811
    return valkey.connect()


@pytest.fixture
def queues(redis: Redis) -> Queues:
    return Queues(redis)


@pytest.fixture
def start(valkey: Valkey):  # noqa: F811
    """Start a loop worker; it is gone when the test is."""
    started = []

    def start(name: str = "ana", grace: float = 20) -> subprocess.Popen:
        words = [sys.executable, "-m", "tests.kit.loop_worker", valkey.url, name, str(grace)]
        started.append(subprocess.Popen(words, cwd=STAND_IN, env=beside(valkey), start_new_session=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(condition, seconds: float = 20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def ran(redis: Redis) -> list:
    return [json.loads(call) for call in redis.lrange("ran", 0, -1)]


def names(queues: Queues) -> list[str]:
    return [worker.name for worker in queues.workers()]


def test_sigterm_lets_running_jobs_finish_and_leaves_the_rest(start, queues: Queues, redis: Redis):
    redis.set("hold", 1)
    queues.enqueue_wave(1, [1])
    worker = start()
    until(lambda: ran(redis))
    worker.send_signal(signal.SIGTERM)
    until(lambda: redis.hexists("rq:worker:ana", "shutdown_requested_date"))
    queues.enqueue_wave(2, [2])
    redis.delete("hold")
    assert worker.wait(15) == 0
    assert redis.llen("cancelled") == 0
    assert ran(redis) == [["wave", 1, [1]]]
    assert queues.backlog(SYNC) == 1
    assert names(queues) == []
    assert not redis.keys("rq:wip:*")


def test_sigterm_hands_back_what_does_not_finish_within_the_grace(start, queues: Queues, redis: Redis):
    redis.set("hold", 1)
    ids = queues.enqueue_waves([(1, [1]), (2, [2])])
    worker = start(grace=0.2)
    until(lambda: len(ran(redis)) == 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert redis.llen("cancelled") == 2
    assert Queue(SYNC, connection=redis).job_ids == ids
    assert names(queues) == []


def test_a_second_signal_ends_it_at_once_and_hands_back_too(start, queues: Queues, redis: Redis):
    redis.set("hold", 1)
    queues.enqueue_wave(1, [1])
    worker = start(grace=60)
    until(lambda: ran(redis))
    worker.send_signal(signal.SIGINT)
    until(lambda: redis.hexists("rq:worker:ana", "shutdown_requested_date"))
    time.sleep(1.1)  # within a second of the first, the second is taken for the same
    worker.send_signal(signal.SIGINT)
    worker.wait(15)
    assert worker.returncode == 0
    assert queues.backlog(SYNC) == 1


@pytest.mark.parametrize("heir", ["loop", "stock"])
def test_a_wave_whose_worker_was_killed_is_run_by_another(start, queues, redis, valkey: Valkey, heir: str):  # noqa: F811
    redis.set("hold", 1)
    queues.enqueue_wave(1, [1])
    worker = start()
    until(lambda: ran(redis))
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    redis.delete("hold")
    (entry,) = redis.zrange("rq:wip:sync", 0, -1)
    redis.zadd("rq:wip:sync", {entry: 1})  # the time that a silent execution is given is over,
    redis.delete("rq:clean_registries:sync")  # and that of a lock, had it been at its tidying
    if heir == "loop":
        start("bo")
    else:
        assert rq(valkey, "worker", "--burst", "sync").returncode == 0
    until(lambda: len(ran(redis)) == 2)
    until(lambda: not redis.keys("rq:job:*"))
    assert queues.failed() == []


def test_a_job_killed_between_queue_and_start_is_nowhere_lost(start, queues: Queues, redis: Redis):
    """Taking a job is one step: whatever moment a worker is killed at, each wave is queued, or seen as started."""
    redis.set("hold", 1)
    queues.enqueue_waves([(n, [n]) for n in range(40)])
    worker = start()
    until(lambda: redis.exists("rq:worker:ana") or ran(redis))
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert queues.backlog(SYNC) + redis.zcard("rq:wip:sync") == 40


def test_a_loop_worker_and_a_stock_worker_share_a_queue(start, queues: Queues, redis: Redis, valkey: Valkey):  # noqa: F811
    queues.enqueue_waves([(n, [n]) for n in range(60)])
    start()
    worked = rq(valkey, "worker", "--burst", "sync")
    assert worked.returncode == 0, worked.stderr
    until(lambda: not redis.keys("rq:job:*"))
    assert sorted(call[1] for call in ran(redis)) == list(range(60))


def test_rq_suspend_resume_and_requeue_are_obeyed(start, queues: Queues, redis: Redis, valkey: Valkey):  # noqa: F811
    assert rq(valkey, "suspend").returncode == 0
    start()
    until(lambda: queues.workers() and queues.workers()[0].state == "suspended")
    job_id = queues.fail_retry(6, 3, meta=META)
    assert rq(valkey, "requeue", "--queue", "retry", job_id).returncode == 0
    assert ran(redis) == []
    assert rq(valkey, "resume").returncode == 0
    until(lambda: ran(redis) == [["retry", 6, 3]])
    until(lambda: not redis.keys("rq:job:*"))
    assert queues.failed() == []
