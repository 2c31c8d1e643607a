"""What an administrator sets for the whole house, and what follows for alerts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, audit, switches
from store.faults import Refused
from store.records import Raised
from store.switches import Switches

DAY = timedelta(days=1)


SEVERITIES = {Nature.PERMANENT: Severity.ERROR, Nature.TRANSIENT: Severity.WARNING, None: Severity.INFORMATION}


def raised(at, *, code="IMAP-205", nature: Nature | None = Nature.TRANSIENT, number=1) -> Raised:
    return Raised(
        code=code, nature=nature, severity=SEVERITIES[nature], level=Level.MAILBOX, object_kind="mailbox",
        object_id=number, direction=Direction.INCOMING, who_acts=Actor.NOBODY, headline="h", remedy="r", at=at,
    )  # fmt: skip


async def ids(store) -> set[int]:
    async with store.read() as tx:
        return {one.id for one in await alerts.listing(tx, all_=True)}


async def test_a_fresh_house_raises_everything_and_keeps_it_a_month(store):
    async with store.read() as tx:
        assert await switches.read(tx) == Switches(True, True, True, 30, 3, False, 0)


async def test_only_what_is_named_is_changed_and_the_version_rises(store):
    async with store.write() as tx:
        await switches.change(tx, keep_days=7)
        assert await switches.change(tx, raise_warnings=False) == Switches(raise_warnings=False, keep_days=7, version=2)


async def test_who_changes_them_second_sees_what_the_first_changed(store, other):
    """Both begin before either is done."""
    began, seen = asyncio.Event(), []

    async def second() -> None:
        await began.wait()
        async with other.write() as tx:
            seen.append(await switches.to_change(tx))
            await switches.change(tx, keep_days=9)

    waiting = asyncio.create_task(second())
    async with store.write() as tx:
        await switches.to_change(tx)
        began.set()
        await asyncio.wait([waiting], timeout=0.2)
        assert not seen
        await switches.change(tx, keep_days=7, raise_warnings=False)
    await waiting
    assert seen == [Switches(raise_warnings=False, keep_days=7, version=1)]
    async with store.read() as tx:
        assert await switches.read(tx) == Switches(raise_warnings=False, keep_days=9, version=2)


async def test_a_change_is_written_down_with_what_it_was_and_no_change_is_not(store):
    async with store.write() as tx:
        await switches.change_by(tx, "ada@example.org", {"keep_days": 30, "raise_errors": False})
        again = await switches.change_by(tx, "ada@example.org", {"raise_errors": False})
        entries = await audit.listing(tx)
    assert again.version == 1
    assert [(one.who, one.detail) for one in entries] == [("ada@example.org", "raise_errors: on -> off")]


@pytest.mark.parametrize("days", [0, -1, 3651, 10**12])
async def test_days_have_bounds(store, days):
    async with store.write() as tx:
        with pytest.raises(Refused, match="from 1 to 3650"):
            await switches.change(tx, keep_harmless_days=days)


@pytest.mark.parametrize(
    ("switch", "nature"),
    [
        pytest.param("raise_errors", Nature.PERMANENT, id="errors"),
        pytest.param("raise_warnings", Nature.TRANSIENT, id="warnings"),
        pytest.param("raise_information", None, id="information"),
    ],
)
async def test_what_is_switched_off_is_not_raised_and_the_others_are(store, switch, nature):
    async with store.write() as tx:
        await switches.change(tx, **{switch: False})
        made = {one: await alerts.raise_(tx, raised(tx.now, nature=one)) for one in (*Nature, None)}
    assert [one for one, number in made.items() if number is None] == [nature]
    assert await ids(store) == {number for number in made.values() if number is not None}


async def test_an_error_that_is_switched_off_closes_its_warning_all_the_same(store):
    async with store.write() as tx:
        warning = await alerts.raise_(tx, raised(tx.now))
        await switches.change(tx, raise_errors=False)
        assert await alerts.raise_superseding(tx, raised(tx.now, nature=Nature.PERMANENT)) is None
        closed = await alerts.get(tx, warning)
    assert (closed.status, closed.resolved_why, closed.superseded_by) == ("resolved", "it became permanent", None)


async def test_what_is_over_is_forgotten_in_its_time_and_what_stands_is_not(store):
    async with store.write() as tx:
        standing = await alerts.raise_(tx, raised(tx.now, code="A-1"))
        told = await alerts.raise_(tx, raised(tx.now, code="A-2", nature=None))
        harmless = await alerts.raise_(tx, raised(tx.now, code="A-3", number=2))
        await alerts.raise_(tx, raised(tx.now, code="A-4", number=2))
        error = await alerts.raise_superseding(tx, raised(tx.now, code="A-4", nature=Nature.PERMANENT, number=2))
        await alerts.dismiss(tx, harmless, "mia@example.org")
        await alerts.resolve_direction(tx, 2, Direction.INCOMING, "it works again")
    every = await ids(store)
    left = []
    for days in (2, 4, 29, 31):
        store.shift = days * DAY
        async with store.write() as tx:
            await alerts.forget(tx, 100)
        left.append(await ids(store))
    assert left[0] == every
    assert left[1] == every - {told, harmless}
    assert left[2] == left[1]
    assert left[3] == {standing}
    assert error in left[2]


async def test_a_bite_is_no_larger_than_asked(store):
    async with store.write() as tx:
        for number in range(5):
            await alerts.raise_(tx, replace(raised(tx.now, nature=None), object_id=number))
    store.shift = 4 * DAY
    async with store.write() as tx:
        assert [await alerts.forget(tx, 2) for _ in range(4)] == [2, 2, 1, 0]
