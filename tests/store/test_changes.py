"""What changed lately, as the pages that are open ask for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Actor, Direction, Health, Level, Nature, Severity
from store import alerts, changes, emails, health, people, profiles, sessions
from store.records import CursorRow, Raised
from store.session import Store
from tests.kit.stores import a_mailbox, a_message, a_profile, leased, put

MINUTE = timedelta(minutes=1)
IN = Direction.INCOMING


@pytest.fixture
async def box(store: Store):
    await a_profile(store, owner="olga@example.org")
    return await a_mailbox(store, owner="ana@example.org")


async def raise_(store: Store, level: Level, kind: str, object_id: int) -> int:
    one = Raised(
        code="NET-301", nature=Nature.TRANSIENT, severity=Severity.WARNING, level=level, object_kind=kind,
        object_id=object_id, direction=None if kind == "system" else IN, who_acts=Actor.NOBODY, headline="no answer",
        remedy="Nothing to do.", at=store.clock(),
    )  # fmt: skip
    async with store.write() as tx:
        return await alerts.raise_(tx, one)


async def changed(store: Store, ago: timedelta = MINUTE) -> list[changes.ChangedAlert]:
    async with store.read() as tx:
        found = await changes.of_alerts(tx, tx.now - ago)
    assert found is not None
    return sorted(found, key=lambda one: one.id)


async def person(store: Store, address: str) -> int:
    async with store.write() as tx:
        return (await people.mention(tx, address)).id


async def test_a_changed_alert_says_whose_it_is(store, box):
    ana, olga = await person(store, "ana@example.org"), await person(store, "olga@example.org")
    ids = [
        await raise_(store, Level.MAILBOX, "mailbox", box.id),
        await raise_(store, Level.PROFILE, "profile", box.profile_id),
        await raise_(store, Level.SYSTEM, "system", 0),
    ]
    whose = [(one.id, one.mailbox_id, one.profile_id, one.mailbox_owner, one.profile_owner)
             for one in await changed(store)]  # fmt: skip
    assert whose == [
        (ids[0], box.id, box.profile_id, ana, olga),
        (ids[1], None, box.profile_id, None, olga),
        (ids[2], None, None, None, None),
    ]


@pytest.mark.parametrize("act", ["acknowledge", "dismiss", "resolve"])
async def test_an_alert_changes_by_whatever_is_done_to_it(store, box, act):
    alert = await raise_(store, Level.MAILBOX, "mailbox", box.id)
    store.shift = 2 * MINUTE
    before = await changed(store)
    async with store.write() as tx:
        if act == "acknowledge":
            await alerts.acknowledge(tx, alert, None)
        elif act == "dismiss":
            await alerts.dismiss(tx, alert, "ana@example.org")
        else:
            await alerts.resolve_direction(tx, box.id, IN, "it works again")
    assert (before, [one.id for one in await changed(store)]) == ([], [alert])


async def test_more_than_can_be_told_apart_is_not_told_apart(store, box, monkeypatch):
    monkeypatch.setattr(changes, "MOST", 1)
    await raise_(store, Level.MAILBOX, "mailbox", box.id)
    assert len(await changed(store)) == 1
    await raise_(store, Level.SYSTEM, "system", 0)
    async with store.read() as tx:
        assert await changes.of_alerts(tx, tx.now - MINUTE) is None


async def test_only_those_who_watch_and_own_a_mailbox_on_the_profile_are_named(store, box):
    other = await a_profile(store, "other")
    ana, olga = await person(store, "ana@example.org"), await person(store, "olga@example.org")
    async with store.read() as tx:
        assert await changes.owners_on(tx, {box.profile_id, other.id}, {ana, olga}) == {(box.profile_id, ana)}
        assert await changes.owners_on(tx, {box.profile_id}, {olga}) == set()


async def test_a_mailbox_stands_otherwise_after_an_attempt(store, box):
    async def standing() -> changes.Standing:
        async with store.read() as tx:
            return (await changes.of_mailboxes(tx, {box.id, 999}))[box.id]

    before = await standing()
    assert before == await standing()
    at = store.clock().replace(microsecond=0)
    await put(store, box.incoming.id, state=State.RETRYING, streak=1, last_attempt_at=at)
    after = await standing()
    assert after.marks != before.marks
    assert (after.mailbox_id, after.profile_id, after.attempted_at) == (box.id, box.profile_id, at)


async def test_a_profile_stands_otherwise_when_its_health_or_its_mailboxes_do(store, box):
    async def marks() -> tuple[object, ...]:
        async with store.read() as tx:
            return (await changes.of_profiles(tx, {box.profile_id}))[box.profile_id].marks

    seen = [await marks(), await marks()]
    await put(store, box.incoming.id, state=State.HALTED)
    seen.append(await marks())
    async with store.write() as tx:
        row = await health.get(tx, box.profile_id, IN)
        await health.put(tx, type(row)(**{**_columns(row), "health": Health.DOWN}))
    seen.append(await marks())
    async with store.write() as tx:
        await profiles.change(tx, "office", port=1993)
    seen.append(await marks())
    assert seen[0] == seen[1]
    assert len(set(seen)) == 4


def _columns(row) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}


async def test_an_email_stands_by_its_state_and_names_its_mailbox(store, box):
    held = await leased(store)
    async with store.write() as tx:
        await emails.store(tx, held, "INBOX", [a_message(1)], CursorRow(1, 1, 1, 1))
        (mail,) = await emails.listing(tx)
    async with store.read() as tx:
        found = await changes.of_emails(tx, {mail.id, mail.id + 1})
    assert set(found) == {mail.id}
    assert (found[mail.id].mailbox_id, found[mail.id].profile_id) == (box.id, box.profile_id)
    assert "received" in found[mail.id].marks


async def test_sessions_that_ended_are_signed_in_no_more(store):
    ana = await person(store, "ana@example.org")
    async with store.write() as tx:
        tokens = [await sessions.begin(tx, ana) for _ in range(2)]
        await sessions.end(tx, tokens[0])
    hashes = [sessions.hashed(token) for token in tokens]
    async with store.read() as tx:
        assert await changes.signed_in(tx, hashes) == {hashes[1]}
    store.shift = sessions.LASTS + MINUTE
    async with store.read() as tx:
        assert await changes.signed_in(tx, hashes) == set()
