"""What the leader forgets once an hour: alerts that are over, sessions, links and refused sign-ins of long ago."""

from __future__ import annotations

from datetime import timedelta

from errors.model import Actor, Level, Severity
from store import alerts, audit, people, sessions
from store.records import Raised
from worker.scheduler import BITE, Scheduler


def told(at, number: int) -> Raised:
    return Raised(
        code="INFO-201", nature=None, severity=Severity.INFORMATION, level=Level.MAILBOX, object_kind="mailbox",
        object_id=number, direction=None, who_acts=Actor.NOBODY, headline="a test passed", remedy="", at=at,
    )  # fmt: skip


async def test_what_is_over_goes_in_bites_and_what_stands_stays(house):
    store = house.office.store
    async with store.write() as tx:
        for number in range(BITE + 5):
            await alerts.raise_(tx, told(tx.now, number))
        mia = await people.mention(tx, "mia@example.org")
        token = await sessions.begin(tx, mia.id)
        await audit.note(tx, "mia@example.org", "tested")
    store.shift = timedelta(days=4)
    async with store.write() as tx:
        fresh = await alerts.raise_(tx, told(tx.now, 9999))
    await Scheduler(house.office).tick()
    assert [one.id for one in await house.alerts(all_=True)] == [fresh]
    async with store.read() as tx:
        assert await sessions.whose(tx, token) is not None
    store.shift = timedelta(days=400)
    await Scheduler(house.office).tick()
    async with store.read() as tx:
        assert await sessions.whose(tx, token) is None
        assert await audit.listing(tx) == []
    assert await house.alerts(all_=True) == []
