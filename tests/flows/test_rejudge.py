"""Taking halts back: what other rules halted and today's would not have is tested and resumed, a few at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from errors.classify import classify
from errors.machine import State
from errors.memory import signal_document
from errors.model import Protocol, Signal, Stage
from errors.version import catalogue_version
from store import halts, leases, mailboxes
from tests.kit.dovecot import Dovecot
from tests.kit.house import House
from worker import rejudge
from worker.attempt import Seen
from worker.settle import settle

REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
THROTTLE = Signal(
    Protocol.IMAP, Stage.AUTH, "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded", "NO",
    "UNAVAILABLE",
)  # fmt: skip
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
    (tried,) = [await rejudge._try(house.office, one) for one in found]
    assert (tried.ok, tried.why) == (False, rejudge.CHANGED)
    assert await house.state(ana) is State.DISABLED


async def test_while_their_server_is_down_nobody_is_tested(house, dovecot, monkeypatch):
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
    assert len(await _pending(house)) == 3, "they are listed until a server has said something of them"


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
    assert 1 <= max(at_once) <= rejudge.OF_ONE_PROFILE


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
    assert (line["count"], line["mailboxes"], line["known_as"]) == (6, 3, None)
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


async def halted_before(house: House, user) -> None:
    """By other rules, without a word of it in the queue: many that are refused today would be believed of none."""
    now = house.office.clock()
    await written(house, user, state=State.HALTED, streak=1, proofs=1, halted_at=now, failing_since=now, **MISJUDGED)


async def written(house: House, user, **columns: object) -> None:
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=(row.state,), only_due=False)
    async with house.office.at_work(held), house.office.store.write() as tx:
        await leases.settle(tx, row.id, held.direction.fence, **columns)


async def met(house: House, user, signal: Signal) -> None:
    row = await house.direction(user)
    (held,) = await house.office.take([row.id], states=(State.ACTIVE, State.RETRYING), only_due=False)
    async with house.office.at_work(held):
        await settle(house.office, Seen(held, house.office.clock(), timedelta(), fresh=True, signal=signal))


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
