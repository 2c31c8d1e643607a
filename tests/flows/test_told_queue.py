"""What the queue is told after a settlement, and how it learns of it when nobody could tell."""

from datetime import timedelta

from errors.machine import State
from store import mailboxes
from worker.follow import Fail, follow
from worker.scheduler import MOST_WAITING, Scheduler

LATER = timedelta(seconds=30)


async def refused(house, dovecot):
    """A mailbox that is halted since its password was changed on the server."""
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    dovecot.set_password(user, "another")
    await house.office.pool.close_all()
    await house.sync(user)
    assert await house.state(user) is State.HALTED
    return user


def failed(house):
    return [job.job_id for job in house.office.queues.failed()]


async def test_a_halt_of_which_nobody_told_the_queue_is_told_by_the_scheduler(house, dovecot):
    """As after a kill between the database's commit and the queue."""
    await refused(house, dovecot)
    (job,) = failed(house)
    await Scheduler(house.office).tick()
    house.office.queues.drop(job)
    async with house.office.store.write() as tx:
        await tx.connection.exec_driver_sql("UPDATE directions SET listed_job = NULL")
    house.office.store.shift += LATER
    await Scheduler(house.office).tick()
    assert failed(house) == [job]


async def test_a_failed_job_that_any_tool_deleted_stays_deleted(house, dovecot):
    await refused(house, dovecot)
    await Scheduler(house.office).tick()
    house.office.queues.drop(failed(house)[0])  # as RQ's own tools do, which know nothing of our database
    house.office.store.shift += LATER
    await Scheduler(house.office).tick()
    assert failed(house) == []


async def test_words_that_redis_could_not_hear_are_not_said_once_they_are_wrong(house, dovecot):
    user = await refused(house, dovecot)
    row = await house.direction(user)
    house.office.unsaid = [Fail(row.id, row.attempt_number - 1, {}), Fail(row.id, row.attempt_number, {})]
    house.office.queues.drop(failed(house)[0])
    await follow(house.office, [])
    assert failed(house) == [row.retry_job]


async def test_the_failed_job_of_a_removed_mailbox_goes_with_it(house, dovecot):
    user = await refused(house, dovecot)
    await Scheduler(house.office).tick()
    async with house.office.store.write() as tx:
        await mailboxes.remove(tx, user.name, delete_mail=False)
    assert len(failed(house)) == 1
    await Scheduler(house.office).tick()
    assert failed(house) == []


async def test_what_no_worker_takes_is_not_queued_again_and_again(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    house.office.queues.enqueue_waves([(1, [1])] * MOST_WAITING)
    assert await Scheduler(house.office).tick() == 0
    assert house.office.queues.backlog("sync") == MOST_WAITING
    house.office.queues.connection.delete("rq:queue:sync")
    assert await Scheduler(house.office).tick() == 1
