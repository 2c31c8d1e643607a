"""The loop worker in this process: many jobs at once, each ending as RQ would have it."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from redis import Redis
from rq import Callback, Queue, Retry
from rq.command import send_command, send_kill_horse_command, send_shutdown_command, send_stop_job_command
from rq.job import Job
from rq.registry import FailedJobRegistry, FinishedJobRegistry
from rq.suspension import resume, suspend
from rq.worker import Worker

from tests.kit import jobs_for_tests as jobs
from tests.kit.valkey import Valkey, rq, valkey  # noqa: F401
from worker.loop import LoopWorker
from worker.queue import Queues, QueueUnavailable

pytestmark = pytest.mark.flow

JOBS = "tests.kit.jobs_for_tests."


@pytest.fixture
def redis(valkey: Valkey) -> Redis:  # noqa: F811
    jobs.forget()
    return valkey.connect()


@pytest.fixture
def queue(redis: Redis) -> Queue:
    return Queue("sync", connection=redis)


def give(queue: Queue, name: str, *args: object, **options) -> Job:
    return queue.enqueue_call(JOBS + name, args=args, **{"result_ttl": 0, "failure_ttl": -1, "timeout": 30, **options})


def worker_for(redis: Redis, *, queues=("sync", "send", "retry"), concurrency=10, **options) -> LoopWorker:
    return LoopWorker(list(queues), connection=redis, concurrency=concurrency, name="ana", **options)


async def burst(redis: Redis, **options) -> None:
    async with asyncio.timeout(20):
        await worker_for(redis, **options).run(burst=True)


@contextlib.asynccontextmanager
async def at_work(redis: Redis, **options) -> AsyncIterator[tuple[LoopWorker, asyncio.Task[None]]]:
    """A worker that is stopped in the end, whatever it does."""
    worker = worker_for(redis, **options)
    task = asyncio.create_task(worker.run())
    try:
        yield worker, task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], object], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(condition):
            await asyncio.sleep(0.01)


def is_clean(redis: Redis) -> bool:
    """Nothing of any job is left, in no registry."""
    return not redis.keys("rq:job:*") + redis.keys("rq:wip:*") + redis.keys("rq:execution*") + redis.keys("rq:results*")


# -- running


async def test_a_job_that_succeeds_leaves_nothing_behind(redis: Redis, queue: Queue):
    for number in range(200):
        give(queue, "note", number)
    await burst(redis)
    assert sorted(jobs.ran) == list(range(200))
    assert is_clean(redis)


async def test_as_many_jobs_run_at_once_as_may_and_no_more(redis: Redis, queue: Queue):
    for _ in range(12):
        give(queue, "wait_for", "gate")
    async with at_work(redis, concurrency=5):
        await until(lambda: len(jobs.ran) == 5)
        assert queue.count == 7
        jobs.gates["gate"].set()
        await until(lambda: len(jobs.ran) == 12)
    assert max(jobs.at_once) == 5


async def test_queues_are_taken_in_turn_so_that_a_full_one_starves_no_other(redis: Redis, queue: Queue):
    for number in range(50):
        give(queue, "note", f"sync-{number}")
    give(Queue("retry", connection=redis), "note", "retry")
    give(Queue("send", connection=redis), "note", "send")
    await burst(redis, concurrency=1)
    assert jobs.ran.index("retry") < 4
    assert jobs.ran.index("send") < 4
    assert len(jobs.ran) == 52


async def test_a_job_queued_while_idle_is_run_at_once(redis: Redis, queue: Queue):
    async with at_work(redis):
        await until(lambda: redis.exists("rq:worker:ana"))
        give(queue, "note", "found by itself")
        await until(lambda: jobs.ran == ["found by itself"], 3)


async def test_our_own_queueing_wakes_an_idle_worker(redis: Redis, queue: Queue, monkeypatch):
    job = give(queue, "fail")
    await burst(redis)
    monkeypatch.setattr("worker.loop.IDLE", 60)
    async with at_work(redis):
        await until(lambda: redis.pubsub_numsub("rq:postroom:wake")[0][1])
        await asyncio.sleep(0.2)  # it has looked once, and looks again in a minute
        await asyncio.to_thread(Queues(redis).requeue, job.id)
        await until(lambda: jobs.ran == ["fail", "fail"], 5)


async def test_jobs_inherit_the_context_of_run(redis: Redis, queue: Queue):
    jobs.word.set("given")
    give(queue, "note_context")
    await burst(redis)
    assert jobs.ran == ["given"]


async def test_a_plain_function_runs_in_a_thread(redis: Redis, queue: Queue):
    give(queue, "in_a_thread", 1)
    await burst(redis)
    assert jobs.threads[0] != threading.get_ident()


async def test_a_closed_gate_lets_no_job_in(redis: Redis, queue: Queue, monkeypatch):
    monkeypatch.setattr("worker.loop.CLOSED", 0.02)
    opened, asked = asyncio.Event(), asyncio.Event()

    async def gate() -> bool:
        asked.set()
        return opened.is_set()

    give(queue, "note", 1)
    async with at_work(redis, gate=gate):
        await asked.wait()
        await asyncio.sleep(0.1)
        assert jobs.ran == []
        opened.set()
        await until(lambda: jobs.ran == [1])


# -- ending otherwise


async def test_a_job_that_fails_is_listed_as_failed_without_its_words(redis: Redis, queue: Queue):
    job = give(queue, "fail", "hunter2")
    await burst(redis)
    registry = FailedJobRegistry("sync", connection=redis)
    assert registry.get_job_ids() == [job.id]
    told = Job.fetch(job.id, connection=redis).latest_result().exc_string
    assert "RuntimeError" in told
    assert "jobs_for_tests.py" in told
    assert "hunter2" not in told
    assert Queues(redis).failed()[0].headline == "RuntimeError"
    assert redis.hget("rq:worker:ana", "failed_job_count") == b"1"


async def test_a_job_that_fails_with_retries_left_is_tried_again(redis: Redis, queue: Queue):
    job = give(queue, "fail", retry=Retry(max=2))
    await burst(redis)
    assert jobs.ran == ["fail"] * 3
    assert FailedJobRegistry("sync", connection=redis).get_job_ids() == [job.id]


async def test_a_job_that_takes_too_long_fails(redis: Redis, queue: Queue):
    job = give(queue, "wait_for", "never", timeout=1)
    await burst(redis)
    assert jobs.cancelled == ["never"]
    assert "TimeoutError" in Job.fetch(job.id, connection=redis).latest_result().exc_string


async def test_a_function_that_is_not_there_fails_its_job_only(redis: Redis, queue: Queue):
    missing = give(queue, "no_such_function")
    give(queue, "note", 1)
    await burst(redis)
    assert jobs.ran == [1]
    assert FailedJobRegistry("sync", connection=redis).get_job_ids() == [missing.id]


async def test_a_job_that_nobody_can_read_is_forgotten_and_ends_nothing(redis: Redis, queue: Queue):
    unreadable = give(queue, "note", 1)
    redis.hset(unreadable.key, mapping={"enqueued_at": "yesterday", "timeout": "long"})
    give(queue, "note", 2)
    await burst(redis)
    assert jobs.ran == [2]
    assert is_clean(redis)


async def test_what_maintenance_stumbles_over_does_not_end_the_worker(redis: Redis, queue: Queue, monkeypatch):
    monkeypatch.setattr("worker.loop.BEAT", 0.05)
    odd = give(queue, "note", 1)
    redis.lpop(queue.key)
    redis.hset(odd.key, mapping={"status": "started", "enqueued_at": "yesterday"})
    redis.zadd("rq:wip:sync", {f"{odd.id}:execution": 1})
    async with at_work(redis) as (_, task):
        await until(lambda: redis.exists("rq:worker:ana"))
        before = redis.hget("rq:worker:ana", "last_heartbeat")
        await until(lambda: redis.hget("rq:worker:ana", "last_heartbeat") != before)
        assert not task.done()


async def test_a_result_that_is_to_be_kept_is_kept(redis: Redis, queue: Queue):
    job = give(queue, "in_a_thread", 1, result_ttl=500)
    await burst(redis)
    assert Job.fetch(job.id, connection=redis).return_value() == "done"
    assert FinishedJobRegistry("sync", connection=redis).get_job_ids() == [job.id]


async def test_what_waits_for_a_job_is_queued_when_it_is_done(redis: Redis, queue: Queue):
    first = give(queue, "note", 1)
    give(queue, "note", 2, depends_on=first)
    await burst(redis)
    assert jobs.ran == [1, 2]


async def test_a_job_that_asks_for_it_is_run_again(redis: Redis, queue: Queue):
    give(queue, "again")
    await burst(redis)
    assert jobs.ran == ["again", "again"]


async def test_a_callback_that_fails_fails_its_job_and_not_the_worker(redis: Redis, queue: Queue):
    job = give(queue, "note", 1, on_success=Callback(JOBS + "boom"))
    give(queue, "note", 2)
    await burst(redis)
    assert sorted(jobs.ran) == [1, 2]
    assert FailedJobRegistry("sync", connection=redis).get_job_ids() == [job.id]


async def test_a_job_queued_again_under_its_id_while_it_runs_is_not_lost(redis: Redis, queue: Queue):
    job = give(queue, "wait_for", "gate", job_id="retry-1-1")
    async with at_work(redis):
        await until(lambda: jobs.ran)
        give(queue, "wait_for", "gate", job_id=job.id)
        jobs.gates["gate"].set()
        await until(lambda: len(jobs.ran) == 2 and is_clean(redis))


# -- what RQ's tools see


async def test_rq_info_and_our_own_census_see_a_busy_worker(redis: Redis, queue: Queue, valkey: Valkey):  # noqa: F811
    for _ in range(3):
        give(queue, "wait_for", "gate")
    async with at_work(redis, concurrency=2):
        await until(lambda: len(jobs.ran) == 2)
        told = await asyncio.to_thread(rq, valkey, "info", "--raw")
        assert "queue sync 1" in told.stdout
        assert "2 executing" in told.stdout
        assert "busy sync, send, retry" in told.stdout
        seen = Queues(redis).workers()
        assert [(w.name, w.queues, w.state, w.executions, w.loop) for w in seen] == [
            ("ana", ("sync", "send", "retry"), "busy", 2, True)
        ]
        assert next(count for count in Queues(redis).counts() if count.name == "sync").started == 2
        (worker,) = Worker.all(connection=redis)
        assert len(worker.get_current_executions()) == 2
        jobs.gates["gate"].set()
        await until(lambda: redis.hget("rq:worker:ana", "successful_job_count") == b"3")
        assert Queues(redis).workers()[0].state == "idle"
    assert Queues(redis).workers() == []


async def test_a_suspended_worker_takes_nothing_until_it_is_resumed(redis: Redis, queue: Queue, monkeypatch):
    monkeypatch.setattr("worker.loop.CLOSED", 0.02)
    suspend(redis)
    async with at_work(redis):
        give(queue, "note", 1)
        await until(lambda: Queues(redis).workers()[0:1] and Queues(redis).workers()[0].state == "suspended")
        assert queue.count == 1
        resume(redis)
        await until(lambda: jobs.ran == [1])
        await until(lambda: Queues(redis).workers()[0].state == "idle")
        suspend(redis)
        await until(lambda: Queues(redis).workers()[0].state == "suspended")
        resume(redis)
        await until(lambda: Queues(redis).workers()[0].state == "idle")


async def test_a_suspended_burst_ends_at_once(redis: Redis, queue: Queue):
    give(queue, "note", 1)
    suspend(redis)
    await burst(redis)
    assert queue.count == 1


async def test_a_job_stopped_on_request_ends_alone_and_is_listed_as_stopped(redis: Redis, queue: Queue):
    stopped, _other = (give(queue, "wait_for", gate, retry=Retry(max=2)) for gate in ("a", "b"))
    async with at_work(redis):
        await until(lambda: len(jobs.ran) == 2)
        await asyncio.to_thread(send_stop_job_command, redis, stopped.id)
        await until(lambda: jobs.cancelled == ["a"])
        await until(lambda: Job.fetch(stopped.id, connection=redis).is_stopped)
        assert FailedJobRegistry("sync", connection=redis).get_job_ids() == [stopped.id]
        assert jobs.at_once[-1] == 1


async def test_kill_horse_ends_what_runs_and_not_the_worker(redis: Redis, queue: Queue):
    for gate in ("a", "b"):
        give(queue, "wait_for", gate)
    async with at_work(redis):
        await until(lambda: len(jobs.ran) == 2)
        await asyncio.to_thread(send_kill_horse_command, redis, "ana")
        await until(lambda: FailedJobRegistry("sync", connection=redis).count == 2)
        give(queue, "note", "alive")
        await until(lambda: "alive" in jobs.ran)


async def test_the_shutdown_command_ends_the_worker_and_not_its_process(redis: Redis, queue: Queue):
    async with at_work(redis) as (_, task):
        await until(lambda: redis.pubsub_numsub("rq:pubsub:ana")[0][1])
        await asyncio.to_thread(send_command, redis, "ana", "no such command")
        await asyncio.to_thread(send_shutdown_command, redis, "ana")
        async with asyncio.timeout(5):
            await task


# -- stopping


async def test_a_stopped_worker_lets_its_jobs_finish(redis: Redis, queue: Queue):
    give(queue, "wait_for", "gate")
    async with at_work(redis) as (worker, task):
        await until(lambda: jobs.ran)
        worker.stop()
        await until(lambda: redis.hexists(worker.key, "shutdown_requested_date"))  # nothing is being taken any more
        give(queue, "note", "left")
        jobs.gates["gate"].set()
        async with asyncio.timeout(5):
            await task
    assert jobs.cancelled == []
    assert jobs.ran == ["gate"]
    assert queue.count == 1


async def test_what_does_not_finish_in_time_is_handed_back_to_the_front_in_order(redis: Redis, queue: Queue):
    given = [give(queue, "wait_for", f"gate-{n}") for n in range(3)]
    async with at_work(redis, grace=timedelta(seconds=0.1), concurrency=2) as (worker, task):
        await until(lambda: len(jobs.ran) == 2)
        worker.stop()
        async with asyncio.timeout(5):
            await task
    assert sorted(jobs.cancelled) == ["gate-0", "gate-1"]
    assert queue.job_ids == [job.id for job in given]
    assert Job.fetch(given[0].id, connection=redis).is_queued
    assert not redis.keys("rq:wip:*") + redis.keys("rq:execution*")
    assert Queues(redis).workers() == []


async def test_a_second_stop_waits_for_nobody(redis: Redis, queue: Queue, monkeypatch):
    monkeypatch.setattr("worker.loop.TWICE", 0)
    give(queue, "wait_for", "gate")
    async with at_work(redis, grace=timedelta(seconds=60)) as (worker, task):
        await until(lambda: jobs.ran)
        worker.stop()
        await asyncio.sleep(0.01)
        worker.stop()
        async with asyncio.timeout(5):
            await task
    assert queue.count == 1


async def test_a_cancelled_run_hands_back_too(redis: Redis, queue: Queue):
    give(queue, "wait_for", "gate")
    async with at_work(redis, grace=timedelta(seconds=60)) as (_, task):
        await until(lambda: jobs.ran)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert queue.count == 1
    assert Queues(redis).workers() == []


# -- when Redis goes


async def test_a_redis_that_goes_and_comes_back_ends_no_worker_and_no_job(redis: Redis, queue: Queue, valkey: Valkey):  # noqa: F811
    give(queue, "wait_for", "gate")
    async with at_work(redis) as (_, task):
        await until(lambda: jobs.ran)
        await asyncio.to_thread(valkey.kill)
        jobs.gates["gate"].set()
        await until(lambda: jobs.at_once[-1] == 0)
        with pytest.raises(QueueUnavailable):
            await asyncio.to_thread(Queues(redis).workers)
        valkey.start()
        give(queue, "note", "after")
        await until(lambda: "after" in jobs.ran)
        assert not task.done()
        assert jobs.cancelled == []
        await until(lambda: redis.pubsub_numsub("rq:pubsub:ana")[0][1])
        await asyncio.to_thread(send_shutdown_command, redis, "ana")
        async with asyncio.timeout(5):
            await task


async def test_a_worker_can_be_stopped_while_redis_is_away(redis: Redis, queue: Queue, valkey: Valkey, monkeypatch):  # noqa: F811
    monkeypatch.setattr("worker.loop.LAST_WORDS", 0.2)
    give(queue, "wait_for", "gate")
    async with at_work(redis) as (worker, task):
        await until(lambda: jobs.ran)
        await asyncio.to_thread(valkey.kill)
        worker.stop()
        jobs.gates["gate"].set()
        async with asyncio.timeout(5):
            await task
    assert jobs.cancelled == []


async def test_a_worker_waits_for_a_redis_that_is_not_there_yet(redis: Redis, queue: Queue, valkey: Valkey):  # noqa: F811
    await asyncio.to_thread(valkey.kill)
    async with at_work(redis):
        await asyncio.sleep(0.1)
        valkey.start()
        give(queue, "note", 1)
        await until(lambda: jobs.ran == [1])


async def test_a_wiped_redis_learns_of_the_worker_again(redis: Redis, queue: Queue, monkeypatch):
    monkeypatch.setattr("worker.loop.BEAT", 0.05)
    give(queue, "wait_for", "gate")
    async with at_work(redis):
        await until(lambda: jobs.ran)
        redis.flushall()
        jobs.gates["gate"].set()
        await until(lambda: [worker.name for worker in Queues(redis).workers()] == ["ana"])
        give(queue, "note", "after")
        await until(lambda: "after" in jobs.ran and is_clean(redis))


async def test_a_beat_keeps_a_long_job_from_being_taken_for_abandoned(redis: Redis, queue: Queue, monkeypatch):
    monkeypatch.setattr("worker.loop.BEAT", 0.05)
    give(queue, "wait_for", "gate")
    async with at_work(redis):
        await until(lambda: jobs.ran)
        ((entry, before),) = redis.zrange("rq:wip:sync", 0, -1, withscores=True)
        await until(lambda: redis.zscore("rq:wip:sync", entry) > before)
        redis.delete(*redis.keys("rq:job:*"))
        await asyncio.sleep(0.2)
        assert not redis.keys("rq:job:*"), "a beat must not bring back a job that was deleted"


def test_the_connection_that_it_is_given_keeps_its_time_out(redis: Redis):
    before = redis.connection_pool.connection_kwargs["socket_timeout"]
    worker_for(redis)
    assert redis.connection_pool.connection_kwargs["socket_timeout"] == before
