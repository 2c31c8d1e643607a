"""Alerts: one unresolved per key, counts and evidence, superseding, reopening, closing themselves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, emails
from store.faults import NotThere, Refused
from store.records import Alert, CursorRow, Raised
from store.session import Store
from tests.kit.stores import a_mailbox, a_message, a_profile, leased

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
IN, OUT = Direction.INCOMING, Direction.OUTGOING


@pytest.fixture
async def box(store: Store):
    await a_profile(store, owner="olga@example.org")
    return await a_mailbox(store, owner="ana@example.org")


def raised(store: Store, box, number: int = 1, **changes) -> Raised:
    plain = Raised(
        code="NET-301",
        nature=Nature.TRANSIENT,
        severity=Severity.WARNING,
        level=Level.MAILBOX,
        object_kind="mailbox",
        object_id=box.id,
        direction=IN,
        who_acts=Actor.NOBODY,
        headline="imap.example.org does not answer",
        remedy="Nothing to do.",
        at=store.clock(),
        evidence={"at": store.clock().isoformat(), "code": "NET-301", "response": f"try {number}"},
    )
    return replace(plain, **changes)


def permanent(store: Store, box, number: int = 1, **changes) -> Raised:
    halting = {"nature": Nature.PERMANENT, "severity": Severity.ERROR, **changes}
    return raised(store, box, number, **halting)


async def raise_(store: Store, one: Raised) -> Alert:
    async with store.write() as tx:
        return await alerts.get(tx, await alerts.raise_(tx, one))


async def supersede(store: Store, one: Raised) -> Alert:
    async with store.write() as tx:
        return await alerts.get(tx, await alerts.raise_superseding(tx, one))


async def get(store: Store, alert_id: int) -> Alert:
    async with store.read() as tx:
        return await alerts.get(tx, alert_id)


async def resolve(store: Store, box, direction: Direction = IN, why: str = "it works again") -> int:
    async with store.write() as tx:
        return await alerts.resolve_direction(tx, box.id, direction, why)


def responses(alert: Alert) -> list[object]:
    return [one["response"] for one in alert.evidence]


class TestRaising:
    async def test_the_first_failure_opens_an_alert_with_its_names(self, store, box):
        one = raised(store, box)
        alert = await raise_(store, one)
        assert (alert.status, alert.count, alert.first_seen, alert.last_seen) == ("open", 1, one.at, one.at)
        assert (alert.object_name, alert.mailbox_owner, alert.profile_owner, alert.profile_id) == (
            "ana@example.org", "ana@example.org", "olga@example.org", box.profile_id,
        )  # fmt: skip
        assert alert.evidence == (one.evidence,)

    async def test_a_repeat_raises_the_count_not_a_line(self, store, box):
        first = await raise_(store, raised(store, box, 1))
        store.shift += MINUTE
        again = await raise_(store, raised(store, box, 2))
        assert again.id == first.id
        assert (again.count, again.first_seen, again.last_seen) == (2, first.first_seen, first.last_seen + (
            again.last_seen - first.last_seen))  # fmt: skip
        assert again.last_seen > first.last_seen
        assert responses(again) == ["try 1", "try 2"]

    async def test_evidence_keeps_the_first_and_the_newest(self, store, box):
        for number in range(1, 31):
            alert = await raise_(store, raised(store, box, number))
        assert alert.count == 30
        assert responses(alert) == ["try 1", *(f"try {number}" for number in range(22, 31))]

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"code": "NET-302"}, id="another code"),
            pytest.param({"nature": Nature.PERMANENT}, id="another nature"),
            pytest.param({"level": Level.EMAIL}, id="another level"),
            pytest.param({"direction": OUT}, id="the other direction"),
            pytest.param({"object_kind": "system", "object_id": 0, "level": Level.SYSTEM, "direction": None},
                         id="another object"),
        ],
    )  # fmt: skip
    async def test_another_key_is_another_alert(self, store, box, changes):
        first = await raise_(store, raised(store, box))
        other = await raise_(store, raised(store, box, **changes))
        assert other.id != first.id

    async def test_a_key_without_a_direction_is_still_one(self, store, box):
        system = raised(store, box, object_kind="system", object_id=0, level=Level.SYSTEM, direction=None)
        first = await raise_(store, system)
        again = await raise_(store, system)
        assert (again.id, again.count, again.object_name, again.profile_id) == (first.id, 2, "system", None)

    async def test_two_at_once_open_one(self, store, other, box):
        await asyncio.gather(*(raise_(place, raised(store, box)) for place in (store, other) * 5))
        async with store.read() as tx:
            (alert,) = await alerts.listing(tx)
        assert alert.count == 10

    async def test_an_acknowledged_one_counts_on_acknowledged(self, store, box):
        alert = await raise_(store, raised(store, box))
        async with store.write() as tx:
            await alerts.acknowledge(tx, alert.id, "ana@example.org")
        again = await raise_(store, raised(store, box))
        assert (again.status, again.acknowledged_by, again.count) == ("acknowledged", "ana@example.org", 2)


class TestReopening:
    @pytest.mark.parametrize(
        ("pause", "same"),
        [
            pytest.param(59 * MINUTE, True, id="within an hour: the same alert"),
            pytest.param(61 * MINUTE, False, id="later: a new one"),
        ],
    )
    async def test_a_resolved_alert_that_comes_back(self, store, box, pause, same):
        first = await raise_(store, raised(store, box))
        assert await resolve(store, box) == 1
        store.shift += pause
        again = await raise_(store, raised(store, box))
        assert (again.id == first.id) is same
        assert again.count == (2 if same else 1)
        assert (again.status, again.resolved_at, again.resolved_why) == ("open", None, None)

    async def test_one_that_was_superseded_is_not_reopened(self, store, box):
        warning = await raise_(store, raised(store, box))
        await supersede(store, permanent(store, box))
        again = await raise_(store, raised(store, box))
        assert again.id != warning.id


class TestInformation:
    async def test_it_is_born_resolved(self, store, box):
        told = await raise_(store, raised(store, box, nature=None, severity=Severity.INFORMATION))
        assert (told.status, told.nature, told.resolved_at) == ("resolved", None, told.first_seen)

    async def test_the_same_within_an_hour_counts_on(self, store, box):
        one = raised(store, box, nature=None, severity=Severity.INFORMATION)
        first = await raise_(store, one)
        again = await raise_(store, replace(one, at=one.at + MINUTE))
        assert (again.id, again.count, again.status) == (first.id, 2, "resolved")
        later = await raise_(store, replace(one, at=one.at + 2 * HOUR))
        assert (later.id == first.id, later.count) == (False, 1)


class TestSuperseding:
    async def test_a_spent_budget_turns_the_warning_into_an_error_that_carries_it(self, store, box):
        warning = await raise_(store, raised(store, box, 1))
        store.shift += MINUTE
        await raise_(store, raised(store, box, 2))
        store.shift += MINUTE
        error = await supersede(store, permanent(store, box, 3))
        old = await get(store, warning.id)
        assert (old.status, old.superseded_by) == ("resolved", error.id)
        assert (error.supersedes, error.code, error.nature) == (old.id, old.code, Nature.PERMANENT)
        assert (error.count, error.first_seen) == (3, warning.first_seen)
        assert responses(error) == ["try 1", "try 2", "try 3"]

    async def test_a_direct_permanent_one_has_nothing_to_supersede(self, store, box):
        error = await supersede(store, permanent(store, box))
        assert (error.supersedes, error.count) == (None, 1)

    async def test_the_warning_of_another_code_stays(self, store, box):
        other = await raise_(store, raised(store, box, code="NET-302"))
        await supersede(store, permanent(store, box))
        assert (await get(store, other.id)).status == "open"

    async def test_an_incident_is_superseded_by_name(self, store, box):
        warning, error = await raise_(store, raised(store, box)), await raise_(store, permanent(store, box))
        async with store.write() as tx:
            await alerts.supersede(tx, warning.id, error.id)
        assert (await get(store, warning.id)).superseded_by == error.id


class TestIncidents:
    def of_profile(self, store, box, **changes) -> Raised:
        return raised(
            store, box, level=Level.PROFILE, object_kind="profile", object_id=box.profile_id, **changes
        )  # fmt: skip

    async def test_the_open_incident_of_a_profile_is_found(self, store, box):
        alert = await raise_(store, self.of_profile(store, box))
        async with store.write() as tx:
            found = await alerts.open_incident(tx, box.profile_id, IN)
            assert await alerts.open_incident(tx, box.profile_id, OUT) is None
        assert found == alert
        assert (found.object_name, found.profile_owner, found.mailbox_owner) == ("office", "olga@example.org", None)

    async def test_further_faults_are_evidence_in_it(self, store, box):
        alert = await raise_(store, self.of_profile(store, box))
        async with store.write() as tx:
            await alerts.add_evidence(tx, alert.id, {"response": "another code"}, tx.now + MINUTE)
        after = await get(store, alert.id)
        assert (after.count, responses(after)) == (2, ["try 1", "another code"])
        assert after.last_seen > alert.last_seen

    async def test_recovery_closes_it(self, store, box):
        await raise_(store, self.of_profile(store, box))
        async with store.write() as tx:
            assert await alerts.resolve_profile(tx, box.profile_id, IN, "the server answers again") == 1
            assert await alerts.open_incident(tx, box.profile_id, IN) is None


class TestResolving:
    async def test_a_success_resolves_all_of_the_direction_whatever_their_codes(self, store, box):
        first = await raise_(store, raised(store, box))
        second = await raise_(store, permanent(store, box, code="IMAP-101"))
        other_way = await raise_(store, raised(store, box, direction=OUT))
        grouped = await raise_(store, permanent(store, box, level=Level.EMAIL))
        assert await resolve(store, box, why="it works again") == 2
        assert [(await get(store, one.id)).status for one in (first, second, other_way, grouped)] == [
            "resolved", "resolved", "open", "open",
        ]  # fmt: skip
        assert (await get(store, first.id)).resolved_why == "it works again"

    async def test_a_system_alert_is_resolved_by_its_code(self, store, box):
        system = raised(store, box, object_kind="system", object_id=0, level=Level.SYSTEM, direction=None)
        await raise_(store, system)
        async with store.write() as tx:
            assert await alerts.resolve_system(tx, "OWN-999", "no") == 0
            assert await alerts.resolve_system(tx, system.code, "it can be written again") == 1

    async def test_a_grouped_line_resolves_when_no_such_email_is_left(self, store, box):
        held = await leased(store)
        place = CursorRow(7, 1, 2, 2)
        async with store.write() as tx:
            await emails.store(tx, held, "INBOX", [a_message(1, raw=b"", code="MSG-301"), a_message(2)], place)
        kept = await raise_(store, permanent(store, box, code="MSG-301", level=Level.EMAIL, folder="INBOX", uid=1))
        gone = await raise_(store, permanent(store, box, code="MSG-302", level=Level.EMAIL))
        assert kept.evidence[0]["uid"] == 1
        async with store.write() as tx:
            assert await alerts.resolve_emails(tx, box.id, "none is set aside any more") == 1
        assert [(await get(store, one.id)).status for one in (kept, gone)] == ["open", "resolved"]
        async with store.write() as tx:
            await emails.store(tx, held, "INBOX", [a_message(1)], place)
            assert await alerts.resolve_emails(tx, box.id, "none is set aside any more") == 1


class TestReading:
    async def test_unresolved_ones_and_the_last_days_information(self, store, box):
        old = await raise_(store, raised(store, box, code="OLD-1", nature=None, severity=Severity.INFORMATION))
        resolved = await raise_(store, raised(store, box, code="DONE-1"))
        await resolve(store, box)
        store.shift += timedelta(days=2)
        news = await raise_(store, raised(store, box, code="NEW-1", nature=None, severity=Severity.INFORMATION))
        error = await raise_(store, permanent(store, box))
        async with store.read() as tx:
            assert [one.id for one in await alerts.listing(tx)] == [error.id, news.id]
            assert [one.id for one in await alerts.listing(tx, severity="error")] == [error.id]
            everything = {one.id for one in await alerts.listing(tx, all_=True)}
            assert len(await alerts.listing(tx, all_=True, most=3)) == 3
            assert await alerts.counts(tx) == {"error": 1}
        assert everything == {old.id, resolved.id, news.id, error.id}

    async def test_what_is_not_there_is_said(self, store, box):
        async with store.read() as tx:
            with pytest.raises(NotThere, match="99"):
                await alerts.get(tx, 99)


class TestAnswering:
    async def test_acknowledging(self, store, box):
        alert = await raise_(store, raised(store, box))
        async with store.write() as tx:
            known = await alerts.acknowledge(tx, alert.id, None)
        assert (known.status, known.acknowledged_by) == ("acknowledged", "admin")

    async def test_a_resolved_one_can_not_be_acknowledged(self, store, box):
        alert = await raise_(store, raised(store, box))
        await resolve(store, box)
        async with store.read() as tx:
            with pytest.raises(Refused, match="it works again"):
                await alerts.acknowledge(tx, alert.id, None)

    async def test_dismissing_hides_it_from_that_viewer_alone(self, store, box):
        alert = await raise_(store, raised(store, box))
        async with store.write() as tx:
            await alerts.dismiss(tx, alert.id, "ana@example.org")
            await alerts.dismiss(tx, alert.id, "ana@example.org")
            hidden = await alerts.dismiss(tx, alert.id, None)
        assert (hidden.dismissed_by, hidden.status) == (("admin", "ana@example.org"), "open")
