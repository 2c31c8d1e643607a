"""What we ask of RQ, on a real server, and seen through RQ's own command line."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.registry import FailedJobRegistry, ScheduledJobRegistry, StartedJobRegistry

from tests.kit.valkey import STAND_IN, Valkey, rq, valkey  # noqa: F401
from worker.queue import RETRY, SYNC, NoSuchJob, QueueCount, Queues, QueueUnavailable, RetryJob, home_queue

pytestmark = pytest.mark.flow

NOON = datetime(2026, 5, 4, 12, 0, 0, 700_000, tzinfo=UTC)
META = {
    "mailbox": "ana@example.org",
    "direction": "incoming",
    "code": "IMAP-101",
    "attempts": 3,
    "failed_at": NOON.isoformat(),
    "headline": "mail.example.org refused the sign-in for ana@example.org",
}


@pytest.fixture
def redis(valkey: Valkey) -> Redis:  # noqa: F811
    return valkey.connect()


@pytest.fixture
def queues(redis: Redis) -> Queues:
    return Queues(redis)


def ran(redis: Redis) -> list:
    return [json.loads(call) for call in redis.lrange("ran", 0, -1)]


def count(queues: Queues, name: str) -> QueueCount:
    return next(count for count in queues.counts() if count.name == name)


# -- enqueueing


def test_a_stock_worker_runs_every_kind_of_job_with_what_we_gave_it(queues: Queues, valkey: Valkey, redis: Redis):  # noqa: F811
    queues.enqueue_waves([(1, [10, 11]), (2, [20])])
    queues.enqueue_sync([5], token="abc")
    queues.enqueue_retry(6, 2)
    queues.enqueue_probe(7, "incoming")
    worked = rq(valkey, "worker", "--burst", "sync", "retry")
    assert worked.returncode == 0, worked.stderr
    assert sorted(ran(redis)) == sorted(
        [["wave", 1, [10, 11]], ["wave", 2, [20]], ["sync", [5], "abc"], ["retry", 6, 2], ["probe", 7, "incoming"]]
    )
    assert [(c.queued, c.started, c.scheduled, c.failed) for c in queues.counts()] == [(0, 0, 0, 0)] * 3
    assert not redis.keys("rq:job:*"), "a job that succeeded leaves nothing behind"


def test_waves_keep_their_order_and_their_ids(queues: Queues, redis: Redis):
    ids = queues.enqueue_waves([(n, [n]) for n in range(5)])
    assert Queue(SYNC, connection=redis).job_ids == ids
    assert ids == sorted(set(ids))


def test_many_waves_are_one_round_trip(queues: Queues, redis: Redis):
    queues.enqueue_wave(1, [1])  # the first asks for the server's version once
    before = redis.info("stats")["total_reads_processed"]
    queues.enqueue_waves([(n, list(range(100))) for n in range(50)])
    assert redis.info("stats")["total_reads_processed"] - before < 15  # some reads of a socket, not 50 round trips


def test_a_wave_for_a_home_goes_to_its_queue(queues: Queues):
    queues.enqueue_wave(1, [1], queue=home_queue("ana"))
    assert queues.backlog(home_queue("ana")) == 1
    assert queues.backlog(SYNC) == 0
    assert [c.name for c in queues.counts()] == ["sync", "send", "retry", "sync-ana"]


def test_a_payload_holds_numbers_and_short_strings_only(queues: Queues, redis: Redis):
    job = Job.fetch(queues.enqueue_sync([1, 2], token="t"), connection=redis)
    assert (job.func_name, list(job.args), job.kwargs) == ("postroom.jobs.sync", [[1, 2], "t"], {})
    assert (job.result_ttl, job.failure_ttl, job.timeout) == (0, -1, 3600)


def test_a_wave_whose_worker_died_is_queued_again_and_not_listed_as_failed(queues: Queues, redis: Redis):
    wave = queues.enqueue_wave(1, [1])
    redis.lpop("rq:queue:sync")
    redis.hset(f"rq:job:{wave}", "status", "started")
    redis.zadd("rq:wip:sync", {f"{wave}:execution": 1})
    StartedJobRegistry(SYNC, connection=redis).cleanup()
    assert count(queues, SYNC) == QueueCount(SYNC, queued=1, started=0, scheduled=0, failed=0)


# -- retries


def test_a_scheduled_retry_is_seen_by_rq_and_never_due_early(queues: Queues, redis: Redis):
    job_id = queues.schedule_retry(6, 2, NOON, meta=META)
    assert job_id == "retry-6-2"
    registry = ScheduledJobRegistry(RETRY, connection=redis)
    assert registry.get_job_ids() == [job_id]
    assert registry.get_scheduled_time(job_id) == NOON
    assert count(queues, RETRY).scheduled == 1
    assert Job.fetch(job_id, connection=redis).meta == META


def test_a_failed_retry_was_never_run_and_stays_for_ever(queues: Queues, redis: Redis):
    job_id = queues.fail_retry(6, 3, meta=META)
    job = Job.fetch(job_id, connection=redis)
    assert job.is_failed
    assert "[IMAP-101] mail.example.org refused the sign-in" in job.latest_result().exc_string
    assert job.ended_at == NOON
    assert redis.ttl(job.key) == -1
    assert redis.ttl(f"rq:results:{job_id}") == -1
    FailedJobRegistry(RETRY, connection=redis).cleanup()
    assert FailedJobRegistry(RETRY, connection=redis).get_job_ids() == [job_id]
    assert queues.backlog(RETRY) == 0


def test_a_failed_retry_says_what_it_is_about(queues: Queues):
    queues.fail_retry(6, 3, meta=META)
    (job,) = queues.failed()
    assert (job.job_id, job.queue, job.mailbox, job.direction) == ("retry-6-3", "retry", "ana@example.org", "incoming")
    assert (job.code, job.attempts, job.failed_at, job.direction_id) == ("IMAP-101", 3, NOON, 6)
    assert job.headline == META["headline"]


def test_failed_jobs_come_oldest_first_and_by_code(queues: Queues):
    for direction, code, minute in ((1, "IMAP-101", 3), (2, "NET-201", 1), (3, "IMAP-101", 2)):
        failed_at = (NOON + timedelta(minutes=minute)).isoformat()
        queues.fail_retry(direction, 1, meta={**META, "code": code, "failed_at": failed_at})
    assert [job.direction_id for job in queues.failed()] == [2, 3, 1]
    assert [job.direction_id for job in queues.failed("IMAP-101")] == [3, 1]
    assert queues.failed("IMAP-102") == []


def test_many_retries_are_placed_in_one_round_trip(queues: Queues):
    placed = queues.place_retries(
        [RetryJob(n, 1, META, NOON) for n in range(300)] + [RetryJob(n, 1, META) for n in range(300, 400)]
    )
    assert len(placed) == 400
    assert count(queues, RETRY) == QueueCount(RETRY, queued=0, started=0, scheduled=300, failed=100)


def test_a_retry_is_at_one_place_only(queues: Queues):
    queues.fail_retry(6, 2, meta=META)
    queues.schedule_retry(6, 2, NOON, meta=META)
    assert count(queues, RETRY) == QueueCount(RETRY, queued=0, started=0, scheduled=1, failed=0)
    queues.fail_retry(6, 2, meta=META)
    assert count(queues, RETRY) == QueueCount(RETRY, queued=0, started=0, scheduled=0, failed=1)
    queues.enqueue_retry(6, 2)
    queues.enqueue_retry(6, 2)
    assert count(queues, RETRY) == QueueCount(RETRY, queued=1, started=0, scheduled=0, failed=0)


# -- requeue, delete, drop


def test_rq_requeue_makes_a_failed_retry_run(queues: Queues, valkey: Valkey, redis: Redis):  # noqa: F811
    job_id = queues.fail_retry(6, 3, meta=META)
    requeued = rq(valkey, "requeue", "--queue", "retry", job_id)
    assert requeued.returncode == 0, requeued.stderr
    assert count(queues, RETRY) == QueueCount(RETRY, queued=1, started=0, scheduled=0, failed=0)
    rq(valkey, "worker", "--burst", "retry")
    assert ran(redis) == [["retry", 6, 3]]
    assert queues.failed() == []


def test_our_requeue_does_what_rq_requeue_does(queues: Queues, redis: Redis):
    job_id = queues.fail_retry(6, 3, meta=META)
    queues.requeue(job_id)
    assert Queue(RETRY, connection=redis).job_ids == [job_id]
    assert queues.failed() == []
    with pytest.raises(NoSuchJob):
        queues.requeue(job_id)


def test_rq_info_tells_the_same_numbers(queues: Queues, valkey: Valkey):  # noqa: F811
    queues.enqueue_waves([(1, [1]), (2, [2])])
    queues.fail_retry(6, 3, meta=META)
    told = rq(valkey, "info", "--raw")
    assert told.returncode == 0, told.stderr
    assert "queue sync 2" in told.stdout
    assert "queue retry 0" in told.stdout
    assert count(queues, SYNC).queued == 2
    assert count(queues, RETRY).failed == 1


@pytest.mark.parametrize("job_id", ["retry-1-1", "no/legal id@example.org"], ids=["unknown", "no legal id"])
def test_a_failed_job_that_is_not_there_is_named(queues: Queues, job_id: str):
    for ask in (queues.requeue, queues.delete):
        with pytest.raises(NoSuchJob, match=job_id):
            ask(job_id)


def test_a_job_that_only_waits_is_no_failed_job(queues: Queues):
    job_id = queues.enqueue_retry(6, 1)
    for ask in (queues.requeue, queues.delete):
        with pytest.raises(NoSuchJob):
            ask(job_id)
    assert queues.backlog(RETRY) == 1


def test_an_entry_whose_job_was_deleted_by_other_hands_is_not_counted_for_ever(queues: Queues, redis: Redis):
    job_id = queues.fail_retry(6, 3, meta=META)
    redis.delete(f"rq:job:{job_id}")
    assert queues.failed() == []
    with pytest.raises(NoSuchJob):
        queues.delete(job_id)
    assert count(queues, RETRY).failed == 0


def test_a_deleted_failed_job_leaves_nothing(queues: Queues, redis: Redis):
    job_id = queues.fail_retry(6, 3, meta=META)
    queues.delete(job_id)
    assert queues.failed() == []
    assert not redis.keys(f"*{job_id}*")


def test_a_dropped_job_waits_nowhere(queues: Queues, redis: Redis):
    dropped = [
        queues.schedule_retry(1, 1, NOON, meta=META),
        queues.fail_retry(2, 1, meta=META),
        queues.enqueue_retry(3, 1),
        queues.enqueue_wave(1, [1]),
    ]
    for job_id in dropped:
        queues.drop(job_id)
        queues.drop(job_id)
    assert [(c.queued, c.started, c.scheduled, c.failed) for c in queues.counts()] == [(0, 0, 0, 0)] * 3
    assert not [key for job_id in dropped for key in redis.keys(f"*{job_id}*")]


def test_a_job_that_runs_is_not_dropped_from_under_its_worker(queues: Queues, redis: Redis):
    job_id = queues.enqueue_retry(3, 1)
    redis.hset(f"rq:job:{job_id}", "status", "started")
    queues.drop(job_id)
    assert redis.exists(f"rq:job:{job_id}")


# -- how things stand


def test_a_wiped_redis_is_told_from_an_emptied_registry(queues: Queues, redis: Redis):
    assert queues.marker_missing()
    queues.set_marker()
    queues.delete(queues.fail_retry(1, 1, meta=META))
    assert not queues.marker_missing()
    redis.flushall()
    assert queues.marker_missing()


def test_abandoned_executions_are_not_counted_as_started(queues: Queues, redis: Redis):
    redis.zadd("rq:wip:sync", {"wave-1:dead": 1, "wave-2:alive": datetime.now(UTC).timestamp() + 60})
    assert count(queues, SYNC).started == 1


def test_without_redis_every_question_says_so_in_our_words(queues: Queues, valkey: Valkey):  # noqa: F811
    valkey.kill()
    for ask in (
        queues.counts, queues.failed, queues.workers, queues.marker_missing, queues.set_marker,
        lambda: queues.enqueue_wave(1, [1]), lambda: queues.schedule_retry(1, 1, NOON, meta={}),
        lambda: queues.fail_retry(1, 1, meta={}), lambda: queues.drop("retry-1-1"), lambda: queues.requeue("retry-1-1"),
        lambda: queues.backlog("sync"),
    ):  # fmt: skip
        with pytest.raises(QueueUnavailable, match=str(valkey.socket)):
            ask()


def test_another_prefix_keeps_two_installations_apart(valkey: Valkey, redis: Redis, monkeypatch):  # noqa: F811
    monkeypatch.setenv("RQ_KEY_PREFIX", "other")
    script = """if True:
        import sys
        from datetime import UTC, datetime, timedelta
        from errors.evidence import Vote
        from worker.due import move_due
        from worker.leader import Leader
        from worker.queue import Queues
        from worker.redis_url import connect
        from worker.votes import Votes
        connection, now = connect(sys.argv[1]), datetime.now(UTC)
        queues = Queues(connection)
        queues.set_marker()
        queues.enqueue_wave(1, [1])
        queues.schedule_retry(2, 1, now, meta={})
        queues.schedule_retry(3, 1, now + timedelta(hours=1), meta={})
        queues.fail_retry(4, 1, meta={})
        assert move_due(queues, now) == 1
        assert Leader(connection, "ana", timedelta(seconds=10)).hold()
        Votes(connection).record(1, "incoming", [Vote(1, now, True)], timedelta(minutes=2))
    """
    root = STAND_IN.parents[2]
    subprocess.run([sys.executable, "-c", script, valkey.url], cwd=root, check=True)
    assert len(redis.keys()) > 10
    assert set(redis.keys()) == set(redis.keys("other:*"))
    assert rq(valkey, "worker", "--burst", "sync", "retry").returncode == 0
    assert ran(redis) == [["wave", 1, [1]], ["retry", 2, 1]]
