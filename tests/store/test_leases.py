"""Leases: one holder at a time, a fence in every result, deaths counted, and what is due."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Direction, Health
from store import health, leases, mailboxes
from store.faults import StaleLease
from store.leases import Due
from store.records import CursorRow, ProfileHealth, Tested
from store.session import Store
from tests.kit.stores import ANY, LEASE, a_mailbox, a_profile, lease, leased, put

SECOND = timedelta(seconds=1)
RESERVE = timedelta(seconds=60)


@pytest.fixture
async def box(store: Store):
    await a_profile(store)
    return await a_mailbox(store)


async def row(store: Store, direction_id: int):
    async with store.read() as tx:
        rows = await leases.rows(tx, states=list(State))
    return next(one for one in rows if one.id == direction_id)


async def due(store: Store, **options) -> list[Due]:
    async with store.write() as tx:
        return await leases.due(tx, reserve=RESERVE, **options)


class TestTaking:
    async def test_a_taken_direction_is_taken_by_nobody_else(self, store, box):
        (held,) = await lease(store, [box.incoming.id], holder="one")
        assert await lease(store, [box.incoming.id], holder="two") == []
        assert held.direction.leased_by == "one"
        assert held.direction.fence == box.incoming.fence + 1

    async def test_two_takers_at_once_never_both_get_it(self, store, other):
        await a_profile(store)
        boxes = [await a_mailbox(store, f"u{number}@example.org") for number in range(20)]
        ids = [box.incoming.id for box in boxes]
        for _ in range(10):
            first, second = await asyncio.gather(lease(store, ids, holder="one"), lease(other, ids[::-1], holder="two"))
            taken = [held.direction.id for held in (*first, *second)]
            assert sorted(taken) == ids
            async with store.write() as tx:
                await leases.give_back_idle(tx, [(one.direction.id, one.direction.fence) for one in (*first, *second)])

    @pytest.mark.parametrize(
        ("state", "asked", "got"),
        [
            pytest.param(State.ACTIVE, (State.ACTIVE,), 1, id="in the state that was asked for"),
            pytest.param(State.HALTED, (State.ACTIVE, State.RETRYING), 0, id="in another"),
        ],
    )
    async def test_only_the_asked_states_are_taken(self, store, box, state, asked, got):
        await put(store, box.incoming.id, state=state)
        assert len(await lease(store, [box.incoming.id], states=asked)) == got

    async def test_with_only_due_a_later_one_is_left(self, store, box):
        await put(store, box.incoming.id, next_attempt_at=store.clock() + SECOND)
        assert await lease(store, [box.incoming.id], only_due=True) == []
        store.shift += 2 * SECOND
        assert len(await lease(store, [box.incoming.id], only_due=True)) == 1

    async def test_the_answer_is_in_the_order_of_the_question(self, store):
        await a_profile(store)
        ids = [(await a_mailbox(store, f"u{number}@example.org")).incoming.id for number in range(3)]
        asked = [ids[1], ids[2], ids[0]]
        assert [held.direction.id for held in await lease(store, asked)] == asked

    async def test_a_lease_carries_all_that_an_attempt_needs(self, store, box):
        held = await leased(store)
        async with store.write() as tx:
            from store import emails
            from store.records import StuckRow

            await emails.move_cursor(tx, held, "INBOX", CursorRow(7, 1, 9, 9))
            stuck = StuckRow("INBOX", 4, 2, tx.now, "IMAP-301", "no")
            await emails.note_stuck(tx, held, stuck)
            await leases.release(tx, held.direction.id, held.direction.fence)
        held = await leased(store)
        assert held.password == "open sesame"
        assert held.profile.host == "imap.example.org"
        assert held.mailbox.address == "ana@example.org"
        assert held.cursors == {"INBOX": CursorRow(7, 1, 9, 9)}
        assert list(held.stuck) == [stuck]

    async def test_neither_repr_shows_the_password(self, store, box):
        held = await leased(store)
        assert "sesame" not in repr(held) + str(held) + repr(store) + repr(store.ring)


class TestFences:
    async def test_a_stale_holder_writes_nothing(self, store, box):
        (stale,) = await lease(store, [box.incoming.id], holder="dead", length=SECOND)
        store.shift += 2 * SECOND
        (fresh,) = await lease(store, [box.incoming.id], holder="alive")
        with pytest.raises(StaleLease):
            async with store.write() as tx:
                await leases.settle(tx, stale.direction.id, stale.direction.fence, state=State.HALTED)
        async with store.write() as tx:
            await leases.release(tx, stale.direction.id, stale.direction.fence, next_attempt_at=tx.now)
            await leases.give_back_idle(tx, [(stale.direction.id, stale.direction.fence)])
        now = await row(store, box.incoming.id)
        assert (now.state, now.leased_by, now.fence) == (State.ACTIVE, "alive", fresh.direction.fence)
        assert now.next_attempt_at is None

    async def test_what_was_given_back_is_not_written_any_more(self, store, box):
        held = await leased(store)
        async with store.write() as tx:
            await leases.settle(tx, held.direction.id, held.direction.fence, state=State.RETRYING)
        with pytest.raises(StaleLease):
            async with store.write() as tx:
                await leases.verify(tx, held.direction.id, held.direction.fence)

    async def test_settling_writes_the_outcome_and_gives_the_lease_back(self, store, box):
        held = await leased(store)
        async with store.write() as tx:
            now = tx.now
            await leases.settle(
                tx, held.direction.id, held.direction.fence, state=State.RETRYING, streak=3, test=Tested.FAILURE,
                failing_since=now, last_code="NET-301",
            )  # fmt: skip
        after = await row(store, box.incoming.id)
        assert (after.state, after.streak, after.test, after.failing_since, after.last_code, after.leased_by) == (
            State.RETRYING, 3, Tested.FAILURE, now, "NET-301", None,
        )  # fmt: skip

    async def test_an_outcome_may_not_touch_the_lease_itself(self, store, box):
        held = await leased(store)
        with pytest.raises(TypeError, match="fence"):
            async with store.write() as tx:
                await leases.settle(tx, held.direction.id, 1, fence=99)

    async def test_renewing_keeps_what_is_mine_and_tells_what_is_not(self, store):
        await a_profile(store)
        mine = await a_mailbox(store, "mine@example.org")
        lost = await a_mailbox(store, "lost@example.org")
        await lease(store, [mine.incoming.id, lost.incoming.id], holder="one", length=2 * SECOND)
        store.shift += 3 * SECOND
        await lease(store, [lost.incoming.id], holder="two")
        async with store.write() as tx:
            kept = await leases.renew(tx, "one", [mine.incoming.id, lost.incoming.id], LEASE)
        assert kept == {mine.incoming.id}
        assert await lease(store, [mine.incoming.id], holder="two") == []


class TestDeaths:
    async def test_a_lease_that_ran_out_counts_one_death(self, store, box):
        await lease(store, [box.incoming.id], holder="dead", length=SECOND)
        store.shift += 2 * SECOND
        (held,) = await lease(store, [box.incoming.id], holder="alive")
        assert (held.direction.deaths, held.direction.held_deaths) == (1, 0)

    async def test_a_lease_that_was_given_back_counts_none(self, store, box):
        held = await leased(store)
        async with store.write() as tx:
            await leases.release(tx, held.direction.id, held.direction.fence)
        assert (await leased(store)).direction.deaths == 0

    async def test_a_held_message_counts_its_own_deaths(self, store, box):
        for _ in range(2):
            (held,) = await lease(store, [box.incoming.id], holder="dead", length=SECOND)
            async with store.write() as tx:
                await leases.hold_message(tx, held.direction.id, held.direction.fence, "INBOX 7")
            store.shift += 2 * SECOND
        held = await leased(store)
        assert (held.direction.deaths, held.direction.held_message, held.direction.held_deaths) == (2, "INBOX 7", 2)

    async def test_another_message_starts_at_none(self, store, box):
        (held,) = await lease(store, [box.incoming.id], holder="dead", length=SECOND)
        async with store.write() as tx:
            await leases.hold_message(tx, held.direction.id, held.direction.fence, "INBOX 7")
        store.shift += 2 * SECOND
        held = await leased(store)
        async with store.write() as tx:
            await leases.hold_message(tx, held.direction.id, held.direction.fence, "INBOX 8")
        after = await row(store, box.incoming.id)
        assert (after.held_message, after.held_deaths, after.deaths) == ("INBOX 8", 0, 1)

    async def test_progress_forgives_deaths(self, store, box):
        await put(store, box.incoming.id, deaths=2, held_message="INBOX 7", held_deaths=2)
        held = await leased(store)
        async with store.write() as tx:
            await leases.progressed(tx, held.direction.id, held.direction.fence)
        after = await row(store, box.incoming.id)
        assert (after.deaths, after.held_message, after.held_deaths) == (0, None, 0)

    async def test_a_stale_holder_can_hold_no_message(self, store, box):
        held = await leased(store)
        with pytest.raises(StaleLease):
            async with store.write() as tx:
                await leases.hold_message(tx, held.direction.id, held.direction.fence - 1, "INBOX 7")


class TestIdle:
    async def test_an_idle_poll_is_due_again_after_the_profiles_interval(self, store):
        await a_profile(store, poll_interval=timedelta(seconds=90))
        box = await a_mailbox(store)
        held = await leased(store)
        async with store.write() as tx:
            now = tx.now
            await leases.give_back_idle(tx, [(held.direction.id, held.direction.fence)])
        after = await row(store, box.incoming.id)
        assert after.leased_until is None
        assert after.leased_by is None
        assert (after.last_attempt_at, after.last_success_at) == (now, now)
        assert after.next_attempt_at == now + timedelta(seconds=90)


class TestDue:
    async def test_an_active_direction_without_a_time_is_due(self, store, box):
        assert await due(store) == [Due(box.incoming.id, box.profile_id, alone=False, halted=False)]

    async def test_what_was_queued_is_not_queued_again_until_the_reservation_ends(self, store, box):
        assert len(await due(store)) == 1
        assert await due(store) == []
        store.shift += RESERVE + SECOND
        assert len(await due(store)) == 1

    async def test_reservations_can_be_cleared(self, store, box):
        await due(store)
        async with store.write() as tx:
            await leases.clear_reservations(tx)
        assert len(await due(store)) == 1

    async def test_taking_clears_the_reservation(self, store, box):
        await due(store)
        held = await leased(store)
        async with store.write() as tx:
            await leases.release(tx, held.direction.id, held.direction.fence)
        assert len(await due(store)) == 1

    async def test_a_leased_one_is_not_due(self, store, box):
        await leased(store)
        assert await due(store) == []

    async def test_one_whose_holder_died_is_due_alone(self, store, box):
        await lease(store, [box.incoming.id], holder="dead", length=SECOND)
        store.shift += 2 * SECOND
        assert [one.alone for one in await due(store)] == [True]

    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            pytest.param({"state": State.ACTIVE, "next_attempt_at": 1}, [], id="active, later"),
            pytest.param({"state": State.ACTIVE, "next_attempt_at": -1}, [False], id="active, overdue"),
            pytest.param({"state": State.HALTED, "halt_spent": True, "next_attempt_at": -1}, [True],
                         id="halted by a spent budget: its rare probe"),
            pytest.param({"state": State.HALTED, "halt_spent": True, "next_attempt_at": 1}, [], id="not yet"),
            pytest.param({"state": State.HALTED, "halt_spent": True, "next_attempt_at": None}, [], id="never probed"),
            pytest.param({"state": State.HALTED, "halt_spent": False, "next_attempt_at": -1}, [], id="refused"),
            pytest.param({"state": State.RETRYING, "next_attempt_at": -1}, [], id="retrying has its own job"),
            pytest.param({"state": State.UNTESTED, "next_attempt_at": -1}, [], id="untested"),
            pytest.param({"state": State.DISABLED, "next_attempt_at": -1}, [], id="disabled"),
        ],
    )  # fmt: skip
    async def test_who_is_due(self, store, box, columns, expected):
        seconds = columns.get("next_attempt_at")
        at = None if seconds is None else store.clock() + seconds * SECOND
        await put(store, box.incoming.id, **{**columns, "next_attempt_at": at})
        assert [one.halted for one in await due(store)] == expected

    async def test_no_more_than_the_most(self, store):
        await a_profile(store)
        for number in range(5):
            await a_mailbox(store, f"u{number}@example.org")
        assert len(await due(store, most=3)) == 3
        assert len(await due(store, most=3)) == 2

    async def test_one_that_stayed_suspended_when_its_profile_came_back_is_due(self, store, box):
        await put(store, box.incoming.id, state=State.SUSPENDED)
        async with store.write() as tx:
            await health.put(tx, sick(box.profile_id, store))
        assert await due(store) == []
        async with store.write() as tx:
            await health.put(tx, sick(box.profile_id, store, Health.HEALTHY))
        assert len(await due(store)) == 1
        assert (await row(store, box.incoming.id)).state is State.ACTIVE

    async def test_an_overdue_retry_is_found_once(self, store, box):
        await put(store, box.incoming.id, state=State.RETRYING, next_attempt_at=store.clock(), retry_job="retry-1-1")
        grace = timedelta(seconds=30)

        async def lost() -> list[int]:
            async with store.write() as tx:
                return [one.id for one in await leases.overdue_retries(tx, grace, RESERVE)]

        assert await lost() == []
        store.shift += grace + SECOND
        assert await lost() == [box.incoming.id]
        assert await lost() == []

    async def test_made_due_is_due(self, store, box):
        await put(store, box.incoming.id, next_attempt_at=store.clock() + timedelta(hours=1))
        async with store.write() as tx:
            await leases.make_due(tx, [box.incoming.id])
        assert len(await due(store)) == 1

    async def test_when_the_next_one_is_due(self, store, box):
        later = store.clock() + timedelta(hours=1)
        await put(store, box.incoming.id, next_attempt_at=later)
        async with store.read() as tx:
            assert await leases.next_due(tx) == later
        await put(store, box.incoming.id, state=State.HALTED)
        async with store.read() as tx:
            assert await leases.next_due(tx) is None


class TestListing:
    async def test_rows_with_a_job(self, store, box):
        await put(store, box.incoming.id, state=State.RETRYING)
        async with store.read() as tx:
            assert await leases.rows(tx, states=[State.RETRYING], with_job=True) == []
        await put(store, box.incoming.id, retry_job="retry-1-1")
        async with store.read() as tx:
            (found,) = await leases.rows(tx, states=[State.RETRYING], with_job=True)
        assert found.retry_job == "retry-1-1"

    async def test_counts_are_of_incoming_directions(self, store, box):
        await a_mailbox(store, "bo@example.org", state=State.HALTED, outgoing=True)
        async with store.read() as tx:
            assert await leases.counts(tx) == {State.ACTIVE: 1, State.HALTED: 1}

    async def test_thousands_fit_into_one_question(self, store, box):
        ids = list(range(10_000, 40_000))
        assert [held.direction.id for held in await lease(store, [*ids, box.incoming.id])] == [box.incoming.id]
        async with store.write() as tx:
            await leases.give_back_idle(tx, [(one, 1) for one in ids])


def sick(profile_id: int, store: Store, verdict: Health = Health.DOWN) -> ProfileHealth:
    now = store.clock()
    return ProfileHealth(profile_id, Direction.INCOMING, verdict, now, now, 1, now, None, "NET-301", None, "refused")


async def test_any_state_is_a_state_that_can_be_taken(store):
    await a_profile(store)
    box = await a_mailbox(store, outgoing=False)
    assert await lease(store, [box.outgoing.id], states=ANY) == []
    async with store.read() as tx:
        assert (await mailboxes.get(tx, box.address)).outgoing.state is State.NONE
