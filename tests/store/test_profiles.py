"""Profiles and their health: settings, versions, suspending, resuming, probing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from errors.machine import State
from errors.model import Direction, Health, Policy, Stage
from store import health, leases, people, profiles
from store.faults import AlreadyThere, InUse, NotThere
from store.records import ProfileHealth
from store.session import Store
from tests.kit.stores import a_mailbox, a_profile, lease, put

IN, OUT = Direction.INCOMING, Direction.OUTGOING
SECOND = timedelta(seconds=1)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


async def state_of(store: Store, direction_id: int):
    async with store.read() as tx:
        rows = await leases.rows(tx, states=list(State))
    return next(row for row in rows if row.id == direction_id)


async def judged(store: Store, profile_id: int, verdict: Health, **changes) -> ProfileHealth:
    async with store.write() as tx:
        row = replace(await health.get(tx, profile_id, IN), health=verdict, since=tx.now, **changes)
        await health.put(tx, row)
    return row


class TestSettings:
    async def test_defaults_where_left_out(self, store):
        profile = await a_profile(store)
        assert (profile.protocol, profile.port, profile.security, profile.folders) == ("imap", 993, "tls", ("INBOX",))
        assert (profile.poll_interval, profile.timeout) == (timedelta(minutes=5), timedelta(seconds=30))
        assert (profile.policy, profile.version, profile.owner, profile.max_sessions) == (Policy(), 1, None, None)

    async def test_every_setting_comes_back_as_it_was_given(self, store):
        given = {
            "protocol": "imap", "host": "mail.example.org", "port": 1143, "security": "starttls", "ca": "PEM",
            "owner": "olga@example.org", "folders": ("INBOX", "Entwürfe"), "since": date(2026, 1, 2), "push": True,
            "poll_interval": timedelta(seconds=1.5), "max_sessions": 4, "max_sign_ins": 2,
            "timeout": timedelta(milliseconds=250),
            "policy": Policy(retry_limit=3, retry_base=timedelta(milliseconds=10), probe_halted=None),
            "outgoing": {"smtp_host": "smtp.example.org", "smtp_port": 587}, "max_message_size": 2**33,
            "keep_days": 90,
        }  # fmt: skip
        profile = await a_profile(store, **given)
        assert {name: getattr(profile, name) for name in given} == given

    async def test_twice_the_same_name(self, store):
        await a_profile(store)
        with pytest.raises(AlreadyThere, match="profile set"):
            await a_profile(store)

    async def test_a_change_raises_the_version_and_touches_nothing_else(self, store):
        before = await a_profile(store, owner="olga@example.org", keep_days=3)
        async with store.write() as tx:
            after = await profiles.change(tx, "office", port=1143, owner=None)
        assert after == replace(before, port=1143, owner=None, version=2)

    async def test_a_change_probes_a_profile_that_is_down_at_once(self, store):
        profile = await a_profile(store)
        await judged(store, profile.id, Health.DOWN, next_probe_at=store.clock() + timedelta(hours=1))
        async with store.write() as tx:
            assert await health.due_probes(tx) == []
            await profiles.change(tx, "office", port=1143)
            assert [row.profile_id for row in await health.due_probes(tx)] == [profile.id]

    async def test_what_is_no_setting_is_a_bug_of_the_caller(self, store):
        with pytest.raises(TypeError, match="colour"):
            await a_profile(store, colour="red")

    async def test_what_is_not_there_is_named_with_what_is(self, store):
        async with store.read() as tx:
            with pytest.raises(NotThere, match="profile add"):
                await profiles.get(tx, "office")
            assert await profiles.by_id(tx, 1) is None
        profile = await a_profile(store)
        async with store.read() as tx:
            with pytest.raises(NotThere, match="office"):
                await profiles.get(tx, "offcie")
            assert await profiles.by_id(tx, profile.id) == profile

    async def test_it_stays_while_it_has_mailboxes(self, store):
        await a_profile(store)
        await a_mailbox(store)
        with pytest.raises(InUse, match="1 mailbox:"):
            async with store.write() as tx:
                await profiles.remove(tx, "office")

    async def test_people_see_its_health_and_its_mailboxes_by_state(self, store):
        profile = await a_profile(store)
        await a_profile(store, "another")
        for number, state in enumerate((State.ACTIVE, State.ACTIVE, State.HALTED)):
            await a_mailbox(store, f"u{number}@example.org", state=state)
        at = store.clock()
        await judged(store, profile.id, Health.DOWN, next_probe_at=at)
        async with store.read() as tx:
            another, office = await profiles.listing(tx)
            assert await profiles.view(tx, "office") == office
        assert (another.profile.name, another.mailboxes, another.next_probe_at) == ("another", {}, None)
        assert office.health == {IN: "down", OUT: "healthy"}
        assert (office.next_probe_at, office.mailboxes) == (at, {State.ACTIVE: 2, State.HALTED: 1})

    async def test_voters_are_those_that_run(self, store):
        profile = await a_profile(store)
        for number, state in enumerate(State):
            await a_mailbox(store, f"u{number}@example.org", state=state)
        async with store.read() as tx:
            assert await profiles.count_voters(tx, profile.id, IN) == 3
            assert await profiles.count_voters(tx, profile.id, OUT) == 0


class TestHealth:
    async def test_a_new_profile_is_healthy_since_it_was_made(self, store):
        profile = await a_profile(store)
        async with store.write() as tx:
            row = await health.get(tx, profile.id, OUT)
        assert row == ProfileHealth(
            profile.id, OUT, Health.HEALTHY, profile.created_at, None, 0, None, None, None, None, ""
        )

    async def test_what_was_judged_is_kept(self, store):
        profile = await a_profile(store)
        row = await judged(
            store, profile.id, Health.DOWN, next_probe_at=store.clock(), probes_failed=2, probe_started=store.clock(),
            last_probed_mailbox=7, code="NET-301", stage=Stage.CONNECT, signal_text="refused",
        )  # fmt: skip
        async with store.read() as tx:
            assert await health.get(tx, profile.id, IN) == row

    async def test_a_due_probe_is_given_out_once(self, store):
        profile = await a_profile(store)
        await judged(store, profile.id, Health.DOWN, next_probe_at=store.clock() + SECOND)

        async def due() -> list[int]:
            async with store.write() as tx:
                return [row.profile_id for row in await health.due_probes(tx)]

        assert await due() == []
        store.shift += 2 * SECOND
        assert await due() == [profile.id]
        assert await due() == []
        store.shift += timedelta(seconds=61)
        assert await due() == [profile.id]

    async def test_a_probe_that_failed_frees_the_next_one(self, store):
        profile = await a_profile(store)
        row = await judged(store, profile.id, Health.DOWN, next_probe_at=store.clock())
        async with store.write() as tx:
            assert len(await health.due_probes(tx)) == 1
            await health.put(tx, replace(row, next_probe_at=tx.now, probes_failed=1))
            assert len(await health.due_probes(tx)) == 1

    async def test_only_what_is_down_is_probed(self, store):
        profile = await a_profile(store)
        await judged(store, profile.id, Health.SUSPECT, next_probe_at=NEVER)
        async with store.write() as tx:
            assert await health.due_probes(tx) == []
            await health.make_probe_due(tx, profile.id)
            assert await health.due_probes(tx) == []

    async def test_the_store_can_be_touched_again_and_again(self, store):
        async with store.write() as tx:
            await health.touch(tx)
            await health.touch(tx)


class TestSuspending:
    async def test_running_directions_are_suspended_with_their_budgets(self, store):
        profile = await a_profile(store)
        active = await a_mailbox(store, "active@example.org")
        retrying = await a_mailbox(store, "retrying@example.org", state=State.RETRYING)
        halted = await a_mailbox(store, "halted@example.org", state=State.HALTED)
        busy = await a_mailbox(store, "busy@example.org")
        since = store.clock()
        await put(store, retrying.incoming.id, streak=4, counted=3, failing_since=since, retry_job="retry-2-4")
        await lease(store, [busy.incoming.id])
        async with store.write() as tx:
            assert await health.suspend_mailboxes(tx, profile.id, IN) == 2
        states = [(await state_of(store, box.incoming.id)).state for box in (active, retrying, halted, busy)]
        assert states == [State.SUSPENDED, State.SUSPENDED, State.HALTED, State.ACTIVE]
        after = await state_of(store, retrying.incoming.id)
        assert (after.streak, after.counted, after.failing_since) == (4, 3, since)

    async def test_the_other_direction_and_other_profiles_stay(self, store):
        profile = await a_profile(store)
        await a_profile(store, "another")
        box = await a_mailbox(store, outgoing=True)
        await put(store, box.outgoing.id, state=State.ACTIVE)
        elsewhere = await a_mailbox(store, "bo@example.org", profile="another")
        async with store.write() as tx:
            assert await health.suspend_mailboxes(tx, profile.id, IN) == 1
        assert (await state_of(store, box.outgoing.id)).state is State.ACTIVE
        assert (await state_of(store, elsewhere.incoming.id)).state is State.ACTIVE

    async def test_resumed_ones_start_anew_and_spread_out(self, store):
        profile = await a_profile(store)
        boxes = [await a_mailbox(store, f"u{number}@example.org", state=State.SUSPENDED) for number in range(4)]
        await put(store, boxes[0].incoming.id, streak=4, counted=2, last_code="NET-301", failing_since=NEVER)
        async with store.write() as tx:
            assert await health.resume_mailboxes(tx, profile.id, IN, spread=timedelta(seconds=40)) == 4
            now = tx.now
        rows = [await state_of(store, box.incoming.id) for box in boxes]
        assert {(row.state, row.streak, row.counted, row.last_code, row.failing_since) for row in rows} == {
            (State.ACTIVE, 0, 0, None, None)
        }
        assert [(row.next_attempt_at - now).total_seconds() for row in rows] == [0, 10, 20, 30]

    async def test_none_to_resume(self, store):
        profile = await a_profile(store)
        async with store.write() as tx:
            assert await health.resume_mailboxes(tx, profile.id, IN, spread=SECOND) == 0

    async def test_probes_take_another_mailbox_each_time(self, store):
        profile = await a_profile(store)
        boxes = [await a_mailbox(store, f"u{number}@example.org", state=State.SUSPENDED) for number in range(3)]
        await a_mailbox(store, "active@example.org")
        took: list[int] = []
        after = None
        async with store.read() as tx:
            for _ in range(4):
                candidate = await health.probe_candidate(tx, profile.id, IN, after)
                took.append(candidate)
                after = next(box.id for box in boxes if box.incoming.id == candidate)
            assert await health.probe_candidate(tx, profile.id, OUT, None) is None
        ids = [box.incoming.id for box in boxes]
        assert took == [*ids, ids[0]]


class TestPeople:
    async def test_a_person_is_there_from_the_first_mention(self, store):
        async with store.write() as tx:
            assert await people.find(tx, "ana@example.org") is None
            first = await people.mention(tx, "Ana@example.org")
            assert await people.mention(tx, " ana@EXAMPLE.org") == first
            assert (first.address, first.administrator) == ("Ana@example.org", False)
            assert await people.listing(tx) == [first]

    async def test_an_administrator_is_made_and_unmade(self, store):
        async with store.write() as tx:
            assert (await people.set_administrator(tx, "ana@example.org", True)).administrator
            assert not (await people.set_administrator(tx, "ANA@example.org", False)).administrator
            assert len(await people.listing(tx)) == 1

    async def test_owners_are_people(self, store):
        await a_profile(store, owner="olga@example.org")
        await a_mailbox(store, owner="ana@example.org")
        async with store.read() as tx:
            assert [person.address for person in await people.listing(tx)] == ["ana@example.org", "olga@example.org"]
