"""How the tries behind alerts go on, and how mailboxes stand together."""

from __future__ import annotations

from datetime import timedelta

from errors.machine import State
from errors.model import Direction, Health, Level, Nature, Policy
from store import alerts, courses, in_step, people, schema
from store.courses import Course
from store.in_step import InStep
from tests.kit.stores import NOON, a_mailbox, a_profile
from tests.kit.walls import raise_

MIA = "mia@example.org"
SOON, BEFORE = NOON + timedelta(minutes=4), NOON - timedelta(hours=1)
BUSY, REFUSED, BROKEN = "IMAP-205", "NET-202", "MSG-401"


async def put(store, mailbox, **values) -> None:
    """Into its incoming direction."""
    rows = schema.directions
    async with store.write() as tx:
        await tx.connection.execute(rows.update().where(rows.c.id == mailbox.incoming.id).values(**values))


async def told(store, *numbers) -> list[Course | None]:
    async with store.read() as tx:
        found = await courses.of(tx, [await alerts.get(tx, one) for one in numbers])
    return [found.get(one) for one in numbers]


class TestCourses:
    async def test_a_transient_one_has_a_budget_of_its_profile(self, store):
        await a_profile(store, policy=Policy(retry_limit=9))
        mia = await a_mailbox(store, MIA)
        await put(store, mia, counted=4, next_attempt_at=SOON, last_success_at=BEFORE)
        assert await told(store, await raise_(store, BUSY, mia)) == [Course(4, 9, SOON, BEFORE)]

    async def test_a_permanent_one_spends_nothing_more(self, store):
        await a_profile(store)
        mia = await a_mailbox(store, MIA)
        await put(store, mia, counted=14, next_attempt_at=None, last_success_at=BEFORE)
        number = await raise_(store, BUSY, mia, nature=Nature.PERMANENT)
        assert await told(store, number) == [Course(0, 0, None, BEFORE)]

    async def test_an_incident_waits_for_its_next_probe(self, store):
        office = await a_profile(store)
        async with store.write() as tx:
            rows = schema.profile_health
            of_it = (rows.c.profile_id == office.id) & (rows.c.direction == Direction.INCOMING)
            await tx.connection.execute(rows.update().where(of_it).values(health=Health.DOWN, next_probe_at=SOON))
        assert await told(store, await raise_(store, REFUSED, office)) == [Course(0, 0, SOON, None)]

    async def test_what_is_over_or_about_single_emails_has_none(self, store):
        await a_profile(store)
        mia = await a_mailbox(store, MIA)
        over = await raise_(store, BUSY, mia)
        async with store.write() as tx:
            await alerts.resolve_direction(tx, mia.id, Direction.INCOMING, "it works again")
        aside = await raise_(store, BROKEN, mia, nature=Nature.PERMANENT)
        async with store.read() as tx:
            assert (await alerts.get(tx, aside)).level is Level.EMAIL
        assert await told(store, over, aside) == [None, None]


class TestInStep:
    async def test_a_persons_mailboxes_are_counted_by_state(self, store):
        await a_profile(store)
        first = await a_mailbox(store, MIA, owner=MIA, outgoing=False)
        second = await a_mailbox(store, "info@example.org", owner=MIA, outgoing=False)
        await a_mailbox(store, "bo@example.test", owner="bo@example.test", outgoing=False)
        await put(store, first, state=State.ACTIVE, last_success_at=BEFORE)
        await put(store, second, state=State.UNTESTED, last_success_at=None)
        async with store.read() as tx:
            person = await people.find(tx, MIA)
            own, everybodys = await in_step.of_person(tx, person.id), await in_step.of_all(tx)
        assert own == InStep(2, {State.ACTIVE: 1, State.UNTESTED: 1, State.NONE: 2}, BEFORE)
        assert (own.running, own.untested, everybodys.mailboxes) == (1, 1, 3)

    async def test_nothing_is_counted_where_nothing_is(self, store):
        async with store.read() as tx:
            assert await in_step.of_all(tx) == InStep(0, {}, None)
