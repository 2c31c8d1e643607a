"""The lock under which a queue is tidied: kept while somebody tidies, and not by the dead."""

import pytest
from redis import Redis

from tests.kit.valkey import Valkey, valkey  # noqa: F401
from worker.maintenance import LOCK_LIFE, STALE, STOCK_LIFE, TidiedQueue

pytestmark = pytest.mark.flow

LOCK = "rq:clean_registries:sync"


@pytest.fixture
def redis(valkey: Valkey) -> Redis:  # noqa: F811
    return valkey.connect()


@pytest.fixture
def queue(redis: Redis) -> TidiedQueue:
    return TidiedQueue("sync", connection=redis)


def test_a_queue_is_tidied_by_one_worker_at_a_time_until_it_lets_go(queue: TidiedQueue):
    assert queue.acquire_maintenance_lock()
    assert not queue.acquire_maintenance_lock()
    queue.release_maintenance_lock()
    assert queue.acquire_maintenance_lock()


def test_the_lock_of_a_worker_that_was_killed_is_soon_nobodys(queue: TidiedQueue, redis: Redis):
    queue.acquire_maintenance_lock()
    assert 0 < redis.ttl(LOCK) <= LOCK_LIFE


def test_a_stock_worker_that_is_tidying_is_left_alone(queue: TidiedQueue, redis: Redis):
    redis.set(LOCK, 1, ex=STOCK_LIFE)
    assert not queue.acquire_maintenance_lock()


def test_the_lock_of_a_stock_worker_that_was_killed_is_taken_over(queue: TidiedQueue, redis: Redis):
    redis.set(LOCK, 1, ex=STOCK_LIFE - STALE - 1)
    assert queue.acquire_maintenance_lock()
    assert 0 < redis.ttl(LOCK) <= LOCK_LIFE
