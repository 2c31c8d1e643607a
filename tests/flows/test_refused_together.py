"""A server that refuses everybody is the server's trouble; one mailbox that is refused alone is its owner's."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from errors.machine import State
from errors.model import Protocol, Signal, Stage
from simulator import Account, ManualClock, Simulator, parse
from store.records import Held
from tests.kit.house import House
from worker.attempt import Seen
from worker.doubting import WHY_REINSTATED
from worker.settle import settle

REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")

TROUBLE = """
[profiles.office]
mailboxes = 6
messages = 1
{addresses}
[[trouble]]
fault = "close"
stage = "poll"
from = 5
times = 1

[[trouble]]
fault = "bad_password"
from = 5
{until}
"""
ALL = TROUBLE.format(addresses="", until="until = 20")
ANA = TROUBLE.format(addresses='addresses = ["ana@example.org"]', until='mailboxes = ["ana@*"]')


async def test_a_server_that_refuses_all_at_once_is_one_alert_halts_nobody_and_all_resume(house):
    clock = ManualClock()
    async with Simulator(parse(ALL, "all-refused.toml"), clock=clock) as simulator:
        users = await house.simulated(simulator)
        house.worker("--concurrency", "20")
        await house.until(lambda: _polled(house, users), "not polled")
        clock.advance(6)
        await house.until(lambda: _in_state(house, users, State.SUSPENDED), "not suspended")
        assert await house.codes() == [("profile", "BOX-301")]
        assert house.office.queues.failed() == []
        clock.advance(20)
        await house.until(lambda: _in_state(house, users, State.ACTIVE), "not resumed")
        await house.until(lambda: _polled(house, users), "not polled again")
    assert await house.codes() == []
    every = await house.alerts(all_=True)
    assert [one.code for one in every].count("INFO-202") == 1
    assert {one.resolved_why for one in every if one.level == "mailbox" and one.nature} <= {WHY_REINSTATED}
    assert house.office.queues.failed() == []


async def test_one_wrong_password_halts_its_mailbox_while_the_others_work(house):
    clock = ManualClock()
    async with Simulator(parse(ANA, "one-refused.toml"), clock=clock) as simulator:
        users = await house.simulated(simulator)
        (ana,) = [user for user in users if user.address == "ana@example.org"]
        others = [user for user in users if user is not ana]
        house.worker("--concurrency", "20")
        await house.until(lambda: _polled(house, users), "not polled")
        clock.advance(6)
        await house.until(lambda: _in_state(house, [ana], State.HALTED), "not halted")
        await house.until(lambda: _in_state(house, others, State.ACTIVE), "the others do not work")
    assert await house.codes() == [("mailbox", "IMAP-101")]
    assert [job.mailbox for job in house.office.queues.failed()] == ["ana@example.org"]


async def test_refusals_that_are_settled_all_at_once_on_postgresql_bring_both_profiles_down(
    house_on_postgresql, dovecot
):
    """Two profiles of one server, each settlement locks both: none waits for ever, none is left halted."""
    house = house_on_postgresql
    users = dovecot.add_users(8)
    for name, mine in (("one", users[:4]), ("two", users[4:])):
        await house.profile(dovecot, name)
        await house.add_enabled(mine, name)
    ids = [(await house.direction(user)).id for user in users]
    taken = await house.office.take(ids, states=(State.ACTIVE,), only_due=False)
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        for held in taken:
            group.create_task(_refused(house, held))
    assert {await house.state(user) for user in users} == {State.SUSPENDED}
    assert await house.codes() == [("profile", "BOX-301")] * 2
    assert house.office.queues.failed() == []


async def _refused(house: House, held: Held) -> None:
    async with house.office.at_work(held):
        await settle(house.office, Seen(held, house.office.clock(), timedelta(), fresh=True, signal=REFUSED))


async def _in_state(house: House, users: list[Account], state: State) -> bool:
    return {await house.state(user) for user in users} == {state}


async def _polled(house: House, users: list[Account]) -> bool:
    """Each on a session of the worker's, after it was enabled or resumed."""
    rows = [await house.direction(user) for user in users]
    return all(row.state is State.ACTIVE and row.last_code is None and row.next_attempt_at for row in rows) and (
        len(await house.emails()) >= len(users)
    )
