"""Taking halts back: what other rules halted and today's would not have is tested and resumed, a few at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from errors.classify import classify
from errors.machine import State
from errors.memory import signal_document
from errors.model import Protocol, Signal, Stage
from errors.version import catalogue_version
from store import halts, leases, mailboxes
from tests.kit.dovecot import Dovecot, User
from tests.kit.house import House
from worker import rejudge
from worker.attempt import Seen
from worker.settle import settle

REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
THROTTLE = Signal(
    Protocol.IMAP, Stage.AUTH, "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded", "NO",
    "UNAVAILABLE",
)  # fmt: skip
WORDLESS = Signal(Protocol.IMAP, Stage.AUTH, "NO LOGIN failed", "NO")
STUMBLED = Signal(Protocol.IMAP, Stage.POLL, "NO [SERVERBUG] internal error", "NO", "SERVERBUG")
LAPSED = Signal(Protocol.IMAP, Stage.SELECT, "NO [NONEXISTENT] Unknown Mailbox", "NO", "NONEXISTENT")
RIDDLE = Signal(Protocol.IMAP, Stage.POLL, "NO [XFROB] quux 4711", "NO", "XFROB")
ANOTHER_DAY = {"halt_catalogue": "another-day"}
MISJUDGED = {
    **ANOTHER_DAY,
    "halt_code": "IMAP-101",
    "halt_rule": "imap.of-old",
    "halt_signal": signal_document(THROTTLE),
}


async def test_a_misjudged_halt_is_listed_tested_and_resumed_and_a_right_one_is_not(house, dovecot):
    ana, bo = dovecot.add_users(2)
    await house.profile(dovecot)
    await house.add_enabled([ana, bo])
    await halted(house, ana, **MISJUDGED)
    await halted(house, bo, **ANOTHER_DAY)

    (listed,) = asked(house)
    assert (listed["address"], listed["direction"], listed["verdict"]) == (ana.name, "incoming", "would_not_halt")
    assert listed["was"] == {"code": "IMAP-101", "rule": "imap.of-old", "catalogue": "another-day"}
    now = classify(THROTTLE)
    assert listed["now"] == {"code": now.code, "rule": now.rule, "nature": "transient"}
    told = house.postroom("doctor", "--json", check=False).stdout
    (check,) = [one for one in json.loads(told) if one["check"] == "halts"]
    assert "1 mailbox" in check["found"]
    assert await house.state(ana) is State.HALTED, "a list changes nothing"

    (tried,) = asked(house, "--apply")
    assert (tried["address"], tried["ok"], tried["code"]) == (ana.name, True, None)
    assert (await house.state(ana), await house.state(bo)) == (State.ACTIVE, State.HALTED)
    assert await house.codes() == [("mailbox", "IMAP-101")]
    assert [job.mailbox for job in house.office.queues.failed()] == [bo.name]
    assert asked(house) == asked(house, "--apply") == []
    assert await memory(house, ana) == {}


async def test_one_that_is_refused_still_stays_halted_and_is_not_listed_again(house, dovecot):
    ana = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([ana])
    await halted(house, ana, **MISJUDGED)
    dovecot.set_password(ana, "another")

    ran = house.postroom("errors", "rejudge", "--apply", check=False)
    assert (ran.returncode, ran.stdout) == (1, f"{ana.name} stays halted: IMAP-101\n")
    assert await house.state(ana) is State.HALTED
    remembered = await memory(house, ana)
    assert remembered["halt_catalogue"] == catalogue_version()
    assert "AUTHENTICATIONFAILED" in remembered["halt_signal"]["text"]
    assert asked(house) == []
    assert len(house.office.queues.failed()) == 1


async def test_a_halt_remembers_what_was_judged_and_why(house, dovecot):
    ana = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([ana])
    await halted(house, ana)
    fault, remembered = classify(REFUSED), await memory(house, ana)
    assert (remembered["halt_code"], remembered["halt_rule"]) == (fault.code, fault.rule)
    assert remembered["halt_catalogue"] == catalogue_version()
    assert remembered["halt_signal"] == signal_document(REFUSED)
    assert (remembered["halt_saw"]["streak"], remembered["halt_saw"]["proofs"]) == (1, 1)
    assert asked(house) == []


async def test_a_halt_of_before_is_judged_by_its_attempt_or_said_to_be_beyond_telling(house, dovecot):
    ana, bo = dovecot.add_users(2)
    await house.profile(dovecot)
    await house.add_enabled([ana, bo])
    before = {"halt_catalogue": None, "halt_signal": None, "halt_saw": None}
    await halted(house, ana, **before)
    await halted(house, bo, **before)
    ids = {user.name: (await house.direction(user)).id for user in (ana, bo)}
    async with house.office.store.write() as tx:
        await tx.connection.exec_driver_sql(
            f"UPDATE attempts SET response = '{THROTTLE.text}' WHERE NOT ok AND direction_id = {ids[ana.name]}"
        )
        await tx.connection.exec_driver_sql(f"DELETE FROM attempts WHERE direction_id = {ids[bo.name]}")
    verdicts = {one["address"]: (one["verdict"], one["now"] is None) for one in asked(house)}
    assert verdicts == {ana.name: ("would_not_halt", False), bo.name: ("cannot_be_told", True)}
    assert [one["address"] for one in asked(house, "--apply")] == [ana.name]
    assert (await house.state(ana), await house.state(bo)) == (State.ACTIVE, State.HALTED)


async def test_one_that_somebody_disabled_meanwhile_is_left_alone(house, dovecot):
    ana = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([ana])
    await halted(house, ana, **MISJUDGED)
    async with house.office.store.read() as tx:
        found = [one async for one in rejudge.doubtful(tx)]
    house.postroom("mailbox", "disable", ana.name)
    (tried,) = [await rejudge.try_one(house.office, one) for one in found]
    assert (tried.ok, tried.why) == (False, rejudge.CHANGED)
    assert await house.state(ana) is State.DISABLED


async def test_while_their_server_is_down_no_more_are_tested_and_who_was_waits_for_it(house, dovecot, monkeypatch):
    users = dovecot.add_users(3)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users:
        await halted_before(house, user)
    monkeypatch.setattr(rejudge, "OF_ONE_PROFILE", 1)
    dovecot.stop()
    done = await rejudge.take_back(house.office)
    dovecot.start()
    assert [one.ok for one in done] == [False] * 3
    assert sum(one.why == rejudge.SICK for one in done) >= 1
    tested = [one for one in done if one.why is None]
    assert {one.state for one in tested} <= {State.RETRYING, State.SUSPENDED}
    assert len(await _pending(house)) == 3 - len(tested) >= 1, "who was not tested is listed still"


async def test_many_are_tested_a_few_at_a_time(house, dovecot, monkeypatch):
    users = dovecot.add_users(9)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users:
        await halted_before(house, user)
    monkeypatch.setattr(halts, "PAGE", 4)
    at_once: list[int] = []
    watching = asyncio.create_task(_watch(house, at_once))
    done = await rejudge.take_back(house.office)
    watching.cancel()
    assert sorted(one.found.halt.address for one in done) == sorted(user.name for user in users)
    assert all(one.ok for one in done)
    assert max(at_once) == rejudge.OF_ONE_PROFILE


@pytest.mark.parametrize(
    ("signal", "state", "proofs"),
    [
        pytest.param(THROTTLE, State.RETRYING, 0, id="something passing: tried again"),
        pytest.param(STUMBLED, State.RETRYING, 0, id="what counts: for the first time"),
        pytest.param(WORDLESS, State.RETRYING, 1, id="a refusal that is not proven: the old halt was none of it"),
        pytest.param(REFUSED, State.HALTED, 1, id="a clear refusal: halted for that"),
    ],
)
async def test_one_that_was_halted_wrongly_is_judged_as_if_it_had_been_running(house, dovecot, signal, state, proofs):
    """Neither its spent budget nor its long silence is held against it."""
    ana = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([ana])
    long_ago = house.office.clock() - timedelta(days=30)
    await halted(house, ana, **{**MISJUDGED, "halt_spent": True, "streak": 14, "counted": 14, "proofs": 14,
                                "failing_since": long_ago})  # fmt: skip
    await met(house, ana, signal, states=(State.HALTED,), test=True)
    row = await house.direction(ana)
    assert (row.state, row.streak) == (state, 1)
    assert not proofs or row.proofs == proofs
    assert await house.codes() == [("mailbox", classify(signal).code)]
    assert (row.next_attempt_at is None) is (state is State.HALTED)
    assert len(house.office.queues.failed()) == (state is State.HALTED)
    assert bool(await memory(house, ana)) is (state is State.HALTED)
    assert asked(house) == []


async def test_one_that_was_halted_for_want_of_proof_is_halted_by_the_second(house, dovecot):
    ana = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([ana])
    await halted(house, ana, **ANOTHER_DAY, proofs=9, halt_signal=signal_document(WORDLESS), halt_saw={"proofs": 1})
    assert [one["verdict"] for one in asked(house)] == ["would_not_halt"]
    house.office.store.shift += timedelta(seconds=1)
    await met(house, ana, WORDLESS, states=(State.HALTED,), test=True)
    row = await house.direction(ana)
    assert (row.state, row.proofs, (await memory(house, ana))["halt_saw"]["proofs"]) == (State.HALTED, 2, 2)


async def test_a_halt_that_stands_is_not_overwritten_by_a_refusal_that_is_seen_once(house, dovecot):
    ana = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([ana])
    await halted(house, ana, proofs=9)
    before = await memory(house, ana)
    for proofs, same in ((1, True), (2, False)):
        house.office.store.shift += timedelta(seconds=1)
        await met(house, ana, LAPSED, states=(State.HALTED,), test=True)
        assert (await house.direction(ana)).proofs == proofs
        assert (await memory(house, ana) == before) is same


async def test_if_all_that_are_tested_are_refused_they_wait_for_their_server_together(house, dovecot):
    """As while its directory of accounts is away: none is halted for good."""
    users = dovecot.add_users(5)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users:
        await halted_before(house, user)
        dovecot.set_password(user, "another")
    done = await rejudge.take_back(house.office)
    assert not any(one.ok for one in done)
    tested = {one.found.halt.address for one in done if one.why is None}
    assert len(tested) >= 3
    assert {await house.state(user) for user in users if user.name in tested} == {State.SUSPENDED}
    assert ("profile", "BOX-301") in await house.codes()
    assert house.office.queues.failed() == []


async def test_a_lease_that_is_lost_meanwhile_ends_nothing_but_its_own_test(house, dovecot):
    users = await freed(house, dovecot, 6)
    row = await house.direction(users[2])
    await on_lease(house, row.id, f"UPDATE directions SET fence = fence + 100 WHERE id = {row.id}")
    done = await rejudge.take_back(house.office)
    assert {one.found.halt.address: one.why for one in done} == {
        user.name: rejudge.LOST if user is users[2] else None for user in users
    }
    assert [one.ok for one in done].count(True) == 5


async def test_a_test_that_is_cancelled_because_its_lease_is_gone_is_told_as_such(house, dovecot):
    users = await freed(house, dovecot, 6)
    row = await house.direction(users[2])
    cancelling = asyncio.create_task(_cancel(house, row.id))
    done = await rejudge.take_back(house.office)
    await cancelling
    (lost,) = [one for one in done if not one.ok]
    assert (lost.found.halt.address, lost.why, len(done)) == (users[2].name, rejudge.LOST, 6)
    assert await house.state(users[2]) is State.HALTED


async def test_a_store_that_can_t_be_written_for_one_is_told_and_the_others_go_on(house, dovecot):
    users = await freed(house, dovecot, 6)
    row = await house.direction(users[2])
    await on_lease(house, row.id, "SELECT RAISE(ABORT, 'disk I/O error')")
    done = await rejudge.take_back(house.office)
    (failed,) = [one for one in done if not one.ok]
    assert failed.found.halt.address == users[2].name
    assert "the disk fails" in (failed.why or "")
    assert len(done) == 6


async def test_a_result_that_can_t_be_written_is_told_and_the_others_go_on(house, dovecot):
    users = await freed(house, dovecot, 6)
    rows = [await house.direction(user) for user in users[1:3]]
    for row in rows:
        await on(house, row.id, f"NEW.state <> 'halted' AND NEW.id = {row.id}", "SELECT RAISE(ABORT, 'disk I/O error')")
    ran = house.postroom("errors", "rejudge", "--apply", check=False)
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.count("is enabled") == 4
    assert [line for line in ran.stdout.splitlines() if "the disk fails" in line]
    assert len(ran.stdout.splitlines()) == 6


async def test_what_no_rule_knew_is_one_line_however_many_met_it(house, dovecot):
    await one_line_for_all(house, dovecot)


async def test_so_it_is_on_postgresql(house_on_postgresql, dovecot):
    await one_line_for_all(house_on_postgresql, dovecot)


async def one_line_for_all(house: House, dovecot: Dovecot) -> None:
    users = dovecot.add_users(3)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for number, user in enumerate(users):
        for _ in range(2):
            await met(house, user, replace(RIDDLE, text=f"NO [XFROB] quux {4711 + number}"))
    (line,) = json.loads(house.postroom("errors", "unclassified", "--json").stdout)
    assert (line["code"], line["protocol"], line["stage"]) == ("UNK-901", "imap", "poll")
    assert (line["count"], line["known_as"]) == (6, None)
    assert line["mailboxes"] == sorted(user.name for user in users)
    assert line["sample"].startswith("NO [XFROB] quux")
    (shown,) = [one for one in json.loads(house.postroom("alert", "list", "--json").stdout) if one["nature"]]
    assert (shown["object"]["kind"], shown["object"]["name"], shown["count"]) == ("fingerprint", line["fingerprint"], 6)


# -- what was done to them -----------------------------------------------------------------------------------------


async def halted(house: House, user, **columns: object) -> None:
    """By a refusal; columns: what other rules would have written."""
    await met(house, user, REFUSED)
    row = await house.direction(user)
    assert row.state is State.HALTED
    if columns:
        await written(house, user, **columns)


async def freed(house: House, dovecot: Dovecot, many: int) -> list[User]:
    """Mailboxes that work and were halted by other rules."""
    users = dovecot.add_users(many)
    await house.profile(dovecot)
    await house.add_enabled(users)
    for user in users:
        await halted_before(house, user)
    return users


async def on_lease(house: House, direction_id: int, does: str) -> None:
    """What the database does as soon as this direction is leased."""
    await on(house, direction_id, f"NEW.id = {direction_id} AND OLD.leased_by IS NULL AND NEW.leased_by NOTNULL", does)


async def on(house: House, direction_id: int, when: str, does: str) -> None:
    trigger = f"CREATE TRIGGER its{direction_id} AFTER UPDATE ON directions WHEN {when} BEGIN {does}; END"
    async with house.office.store.write() as tx:
        await tx.connection.exec_driver_sql(trigger)


async def _cancel(house: House, direction_id: int) -> None:
    """As the holder of the leases does when it finds one of them gone."""
    async with asyncio.timeout(20):
        while (task := house.office.leases.held.get(direction_id)) is None:
            await asyncio.sleep(0)
    task.cancel()


async def halted_before(house: House, user) -> None:
    """By other rules, without a word of it in the queue: many that are refused today would be believed of none."""
    now = house.office.clock()
    await written(house, user, state=State.HALTED, streak=1, proofs=1, halted_at=now, failing_since=now, **MISJUDGED)


async def written(house: House, user, **columns: object) -> None:
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=(row.state,), only_due=False)
    async with house.office.at_work(held), house.office.store.write() as tx:
        await leases.settle(tx, row.id, held.direction.fence, **columns)


async def met(
    house: House, user, signal: Signal, *, states: tuple[State, ...] = (State.ACTIVE, State.RETRYING),
    test: bool = False,
) -> None:  # fmt: skip
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=states, only_due=False)
    async with house.office.at_work(held):
        await settle(house.office, Seen(held, house.office.clock(), timedelta(), fresh=True, signal=signal, test=test))


def asked(house: House, *arguments: str) -> list[dict[str, object]]:
    return json.loads(house.postroom("errors", "rejudge", *arguments, "--json").stdout)


async def memory(house: House, user) -> Mapping[str, object]:
    """What its row remembers of a halt."""
    from sqlalchemy import select

    from store.schema import directions

    names = ("halt_code", "halt_rule", "halt_catalogue", "halt_signal", "halt_saw")
    async with house.office.store.read() as tx:
        box = await mailboxes.get(tx, user.name)
        asked = select(*(directions.c[name] for name in names)).where(directions.c.id == box.incoming.id)
        row = (await tx.connection.execute(asked)).one()
    return {name: value for name, value in row._asdict().items() if value is not None}


async def _pending(house: House) -> list[rejudge.Found]:
    async with house.office.store.read() as tx:
        return [one async for one in rejudge.doubtful(tx)]


async def _watch(house: House, at_once: list[int]) -> None:
    """How many are being tested, over and over."""
    while True:
        at_once.append(len(house.office.leases.held))
        await asyncio.sleep(0)
