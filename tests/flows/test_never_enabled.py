"""A test that fails on a mailbox that was never enabled: nothing tries it again, and every place says what is next."""

from __future__ import annotations

import json

import pytest

from errors.machine import State
from errors.model import Direction
from store import profiles
from tests.kit.dovecot import Dovecot
from tests.kit.house import House
from worker import outage

NEXT = "postroom mailbox test"


@pytest.fixture
async def failed(house: House, dovecot: Dovecot, unused_tcp_port: int):
    """A mailbox on a profile whose port was mistyped, tested once."""
    (user,) = dovecot.add_users(1)
    await house.profile(dovecot, port=unused_tcp_port)
    await house.mailbox(user)
    assert not (await house.enable(user)).ok
    return user


def the_wall(house: House, person: str = "admin") -> list[dict[str, object]]:
    shown = json.loads(house.postroom("alert", "list", "--wall", person, "--json").stdout)
    return [one for one in shown if one["severity"] != "information"]


async def test_its_alert_promises_nothing_and_names_the_next_command(house, failed):
    (alert,) = the_wall(house)
    assert (alert["level"], alert["not_enabled"]) == ("profile", [failed.name])
    assert f"`{NEXT} {failed.name}`" in alert["remedy"]
    for words in alert["remedies"].values():
        assert "not enabled yet" in words
        assert "Nothing to do" not in words
        assert "keeps trying" not in words


async def test_when_nobody_of_the_profile_runs_what_is_left_is_the_mailboxs_own_alert(house, failed):
    async with house.office.store.write() as tx:
        await outage.calm(tx, 1, Direction.INCOMING, house.office.clock())  # as the scheduler does
    assert await house.codes() == [("mailbox", "NET-202")]
    (alert,) = the_wall(house)
    assert (alert["object"]["name"], alert["not_enabled"]) == (failed.name, [failed.name])
    assert f"`{NEXT} {failed.name}`" in alert["remedy"]


async def test_a_server_that_answers_again_does_not_close_what_is_untested_still(house, failed, dovecot):
    async with house.office.store.write() as tx:
        await profiles.change(tx, "office", port=dovecot.port)
    said = house.postroom("profile", "test", "office")
    assert failed.name in said.stderr
    assert f"{NEXT} {failed.name}" in said.stderr
    assert await house.codes() == [("mailbox", "NET-202")]
    gone = [one for one in await house.alerts(all_=True) if one.level.value == "profile" and one.nature]
    assert [one.resolved_why for one in gone] == ["the server answers"]
    assert (await house.enable(failed)).ok
    assert await house.codes() == []


async def test_others_that_get_through_do_not_close_it_either(house, failed, dovecot):
    async with house.office.store.write() as tx:
        await profiles.change(tx, "office", port=dovecot.port)
    users = dovecot.add_users(4)
    await house.add_enabled(users)
    assert await house.codes() == [("mailbox", "NET-202")]
    assert await house.state(failed) is State.UNTESTED


async def test_the_failed_test_a_sync_and_doctor_name_the_next_command(house, failed):
    assert f"{NEXT} {failed.name}" in house.postroom("mailbox", "test", failed.name, check=False).stderr
    synced = house.postroom("sync", failed.name, "--wait", check=False)
    assert synced.returncode == 1
    assert f"{NEXT} {failed.name}" in synced.stdout
    doctor = house.postroom("doctor", check=False)
    (line,) = [one for one in doctor.stdout.splitlines() if "mailboxes" in one and "not enabled" in one]
    assert line.startswith("✘")
    assert failed.name in line
    assert f"{NEXT} {failed.name}" in doctor.stdout


async def test_an_unknown_name_of_a_mailbox_in_an_old_alert_is_no_trouble(house, failed):
    house.postroom("mailbox", "remove", failed.name, "--yes")
    (alert,) = the_wall(house)
    assert alert["not_enabled"] == []
    async with house.office.store.write() as tx:
        await outage.calm(tx, 1, Direction.INCOMING, house.office.clock())
    assert await house.codes() == []
