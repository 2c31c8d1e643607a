"""RQ's own commands see what we see: a stock worker runs our jobs, requeue means test and resume."""

import json
import sys
from pathlib import Path

from errors.machine import State
from tests.kit.mails import mail
from worker.scheduler import Scheduler

RQ = str(Path(sys.executable).parent / "rq")


async def refused(house, dovecot):
    """A mailbox that is halted since its password was changed on the server."""
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    dovecot.set_password(user, "another")
    await house.office.pool.close_all()
    await house.sync(user)
    return user


async def test_a_stock_rq_worker_runs_our_jobs(house, dovecot):
    user = dovecot.add_user()
    dovecot.deliver(user, mail(1))
    await house.profile(dovecot)
    await house.add_enabled([user])
    assert await Scheduler(house.office).tick() == 1
    house.run(RQ, "worker", "sync", "retry", "--burst", "--url", house.redis_url)
    assert await house.raws(user) == [mail(1)]


async def test_rq_requeue_means_test_and_resume(house, dovecot):
    user = await refused(house, dovecot)
    (failed,) = house.office.queues.failed()

    house.run(RQ, "requeue", "--queue", "retry", failed.job_id, "--url", house.redis_url)
    house.run(RQ, "worker", "retry", "--burst", "--url", house.redis_url)
    assert await house.state(user) is State.HALTED  # the password is still wrong
    (failed,) = house.office.queues.failed()

    dovecot.set_password(user, user.password)
    house.run(RQ, "requeue", "--queue", "retry", failed.job_id, "--url", house.redis_url)
    house.run(RQ, "worker", "retry", "--burst", "--url", house.redis_url)
    assert await house.state(user) is State.ACTIVE
    assert house.office.queues.failed() == []
    assert await house.codes() == []


async def test_rq_info_shows_the_numbers_that_we_show(house, dovecot):
    await refused(house, dovecot)
    house.office.queues.enqueue_wave(1, [1])
    said = house.run(RQ, "info", "--raw", "--url", house.redis_url).stdout
    ours = json.loads(house.postroom("queue", "--json").stdout)
    assert "queue sync 1" in said
    assert ours["sync"]["queued"] == 1
    assert ours["retry"]["failed"] == 1


async def test_a_deleted_failed_job_leaves_the_direction_halted_and_stays_deleted(house, dovecot):
    user = await refused(house, dovecot)
    (failed,) = house.office.queues.failed()
    house.postroom("failed", "delete", failed.job_id)
    house.office.queues.connection.flushall()
    await Scheduler(house.office).tick()
    assert house.office.queues.failed() == []
    assert await house.state(user) is State.HALTED


async def test_an_emptied_redis_gets_its_failed_and_scheduled_jobs_back(house, dovecot):
    await refused(house, dovecot)
    before = house.office.queues.failed()
    house.office.queues.connection.flushall()
    await Scheduler(house.office).tick()
    assert [job.job_id for job in house.office.queues.failed()] == [job.job_id for job in before]
