"""Due jobs are moved once, whoever else schedules."""

from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.scheduler import RQScheduler

from tests.kit.valkey import Valkey, valkey  # noqa: F401
from worker.due import move_due, next_due
from worker.queue import RETRY, Queues

pytestmark = pytest.mark.flow

NOW = datetime.now(UTC)


@pytest.fixture
def redis(valkey: Valkey) -> Redis:  # noqa: F811
    return valkey.connect()


@pytest.fixture
def queues(redis: Redis) -> Queues:
    return Queues(redis)


def schedule(queues: Queues, *seconds: float) -> list[str]:
    return [queues.schedule_retry(n, 1, NOW + timedelta(seconds=s), meta={"code": "X"}) for n, s in enumerate(seconds)]


def test_what_is_due_is_moved_in_order_and_the_rest_stays(queues: Queues, redis: Redis):
    first, later, second = schedule(queues, -2, 60, -1)
    assert move_due(queues, NOW) == 2
    assert Queue(RETRY, connection=redis).job_ids == [first, second]
    assert next_due(queues) == NOW + timedelta(seconds=60)
    assert Job.fetch(first, connection=redis).is_queued
    assert Job.fetch(first, connection=redis).meta == {"code": "X"}
    assert Job.fetch(later, connection=redis).is_scheduled


def test_nothing_is_moved_a_fraction_of_a_second_early(queues: Queues):
    schedule(queues, 0.4)
    assert move_due(queues, NOW) == 0
    assert move_due(queues, NOW + timedelta(seconds=0.4)) == 1


def test_nothing_scheduled_is_nothing_due(queues: Queues):
    assert next_due(queues) is None
    assert move_due(queues, NOW) == 0


def test_a_night_of_retries_is_moved_at_once(queues: Queues):
    schedule(queues, *[-1] * 1203)
    assert move_due(queues, NOW) == 1203


def test_an_entry_whose_job_is_gone_is_forgotten(queues: Queues, redis: Redis):
    (job_id,) = schedule(queues, -1)
    redis.delete(f"rq:job:{job_id}")
    assert move_due(queues, NOW) == 0
    assert next_due(queues) is None


def test_a_queue_that_rqs_own_scheduler_holds_is_left_to_it(queues: Queues, redis: Redis):
    schedule(queues, -1)
    theirs = RQScheduler(["retry"], connection=redis)
    assert theirs.acquire_locks() == {"retry"}
    assert move_due(queues, NOW) == 0
    theirs.release_locks()
    assert move_due(queues, NOW) == 1


def test_rqs_own_scheduler_leaves_our_queues_to_us(queues: Queues, redis: Redis):
    move_due(queues, NOW)
    assert RQScheduler(["retry", "sync", "send", "other"], connection=redis).acquire_locks() == {"other"}
