"""A server that goes away is one incident with one alert, spends no budget, and everything resumes by itself."""

from datetime import timedelta

from errors.machine import State
from simulator import ManualClock, Simulator, parse
from tests.kit.house import quick
from tests.kit.mails import mail


async def test_an_outage_is_one_alert_halts_nobody_and_ends_by_itself(house, dovecot):
    users = dovecot.add_users(6)
    await house.profile(dovecot, poll_interval=timedelta(seconds=1))
    await house.add_enabled(users)
    house.worker("--concurrency", "20")
    await house.until(lambda: _polled(house, users), "not polled")
    dovecot.kill()
    await house.until(lambda: _states(house, users, State.SUSPENDED), "not suspended")
    unresolved = [
        one for one in await house.alerts() if one.status != "resolved" and one.severity.value != "information"
    ]
    assert [one.level.value for one in unresolved] == ["profile"]
    for user in users:
        dovecot.deliver(user, mail(1))
    dovecot.start()
    await house.until(lambda: _states(house, users, State.ACTIVE), "not resumed")
    await house.until(lambda: _count(house, 6), "mail is missing")
    rows = [await house.direction(user) for user in users]
    assert {row.counted for row in rows} == {0}
    assert await house.codes() == []
    assert sum(one.code == "INFO-202" for one in await house.alerts(all_=True)) == 1
    assert house.office.queues.failed() == []


SERVER_BUG = """
[profiles.office]
mailboxes = 1
messages = 1
[[trouble]]
fault = "no"
stage = ["poll", "select"]
code = "SERVERBUG"
text = "Internal error occurred"
from = 5
"""


async def test_a_spent_budget_halts_with_a_new_permanent_alert_of_the_same_code(house):
    """One mailbox's own trouble: its server lets it in, and then stumbles over it again and again."""
    clock = ManualClock()
    async with Simulator(parse(SERVER_BUG, "server-bug.toml"), clock=clock) as simulator:
        (user,) = await house.simulated(simulator, policy=quick(retry_limit=3, retry_base=timedelta(milliseconds=50)))
        clock.advance(10)
        house.worker("--concurrency", "5")
        await house.until(lambda: _states(house, [user], State.HALTED), "not halted")
    mine = [one for one in await house.alerts(all_=True) if one.level.value == "mailbox" and one.nature is not None]
    permanent = [one for one in mine if one.nature.value == "permanent"]
    transient = [one for one in mine if one.nature.value == "transient"]
    assert len(permanent) == len(transient) == 1
    assert permanent[0].code == transient[0].code
    assert transient[0].status == "resolved"
    assert transient[0].superseded_by == permanent[0].id
    assert len(permanent[0].evidence) == 3
    assert (await house.direction(user)).halt_spent
    assert [job.code for job in house.office.queues.failed()] == [permanent[0].code]


async def _states(house, users, state):
    return {await house.state(user) for user in users} == {state}


async def _polled(house, users):
    rows = [await house.direction(user) for user in users]
    return all(row.last_success_at is not None and row.state is State.ACTIVE for row in rows)


async def _count(house, count):
    return len(await house.emails()) == count
