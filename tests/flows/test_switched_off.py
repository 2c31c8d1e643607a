"""With every severity switched off nobody is told, and all that would have been told of happens all the same."""

from __future__ import annotations

from errors.machine import State
from simulator import ManualClock, Simulator, parse
from store import switches
from tests.kit.house import House

OUTAGE = """
[profiles.office]
mailboxes = 3
messages = 1
[[trouble]]
fault = "{fault}"
{stage}
from = 5
{until}
"""
AWAY = OUTAGE.format(fault="close", stage='stage = "greeting"', until="until = 20")
ONE_REFUSED = OUTAGE.format(fault="bad_password", stage="", until='mailboxes = ["ana@*"]').replace(
    "messages = 1", 'messages = 1\naddresses = ["ana@example.org"]'
)


async def _switch_off(house: House) -> None:
    async with house.office.store.write() as tx:
        await switches.change(tx, **{name: False for name in switches.NAMES if name.startswith("raise_")})


async def _all(house: House, users: list[object], state: State) -> bool:
    return {await house.state(user) for user in users} == {state}


async def test_an_outage_suspends_and_resumes_and_raises_nothing(house):
    clock = ManualClock()
    await _switch_off(house)
    async with Simulator(parse(AWAY, "away.toml"), clock=clock) as simulator:
        users = await house.simulated(simulator)
        house.worker("--concurrency", "20")
        await house.until(lambda: _all(house, users, State.ACTIVE), "not polled")
        clock.advance(6)
        await house.office.pool.close_all()
        await house.until(lambda: _all(house, users, State.SUSPENDED), "not suspended")
        clock.advance(20)
        await house.until(lambda: _all(house, users, State.ACTIVE), "not resumed")
    assert await house.alerts(all_=True) == []


async def test_a_wrong_password_halts_its_mailbox_and_leaves_its_failed_job(house):
    clock = ManualClock()
    await _switch_off(house)
    async with Simulator(parse(ONE_REFUSED, "one-refused.toml"), clock=clock) as simulator:
        users = await house.simulated(simulator)
        (ana,) = [user for user in users if user.address == "ana@example.org"]
        clock.advance(6)
        house.worker("--concurrency", "20")
        await house.until(lambda: _all(house, [ana], State.HALTED), "not halted")
        await house.until(house.office.queues.failed, "no failed job")
    assert [(job.mailbox, job.code) for job in house.office.queues.failed()] == [("ana@example.org", "IMAP-101")]
    assert await house.alerts(all_=True) == []
