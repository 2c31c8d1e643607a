"""What no rule knew, on the walls: an administrator sees each fingerprint once, a mailbox's owner their own mailbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, people
from store.records import Raised
from tests.kit.stores import NOON, a_mailbox, a_profile

MINUTE = timedelta(minutes=1)


def raised(number: int, mailbox_id: int, fingerprint: str | None, nature: Nature, code: str = "UNK-901") -> Raised:
    at = NOON + number * MINUTE
    evidence = {"at": at.isoformat(), "stage": "poll", "response": "NO quux", "code": code, "fingerprint": fingerprint}
    severity = Severity.ERROR if nature is Nature.PERMANENT else Severity.WARNING
    return Raised(
        code, nature, severity, Level.MAILBOX, "mailbox", mailbox_id, Direction.INCOMING, Actor.NOBODY,
        f"trouble with {mailbox_id}", "wait", at, evidence,
    )  # fmt: skip


@pytest.fixture
def told(in_store):
    """Four mailboxes met aaaa, the third for good; the second met bbbb too; one met what has a name."""

    async def fill(store):
        await a_profile(store)
        boxes = [
            await a_mailbox(store, f"m{number}@example.org", owner=f"o{number}@example.org") for number in range(4)
        ]
        async with store.write() as tx:
            await people.set_administrator(tx, "o1@example.org", True)
            for number, box in enumerate(boxes):
                nature = Nature.PERMANENT if number == 2 else Nature.TRANSIENT
                await alerts.raise_(tx, raised(number, box.id, "aaaa", nature))
            await alerts.raise_(tx, raised(5, boxes[1].id, "bbbb", Nature.TRANSIENT, "UNK-906"))
            await alerts.raise_(tx, raised(6, boxes[0].id, None, Nature.TRANSIENT, "IMAP-201"))

    in_store(fill)


def wall(run, *arguments):
    """(object, severity, count) of each line."""
    lines = run("alert", "list", *arguments, "--json").json
    return [(one["object"]["kind"], one["object"]["name"], one["severity"], one["count"]) for one in lines]


def test_an_administrator_sees_a_fingerprint_once_with_its_gravest_severity(run, told):
    assert wall(run) == [
        ("mailbox", "m0@example.org", "warning", 1),
        ("mailbox", "m1@example.org", "warning", 1),
        ("fingerprint", "aaaa", "error", 4),
    ]
    line = run("alert", "list", "--json").json[-1]
    assert "4 mailboxes" in line["headline"]
    assert (line["first_seen"], line["last_seen"]) == ("2026-03-01T12:00:00Z", "2026-03-01T12:03:00Z")


def test_such_a_line_names_its_mailboxes_and_so_does_each_alert_in_it_when_it_is_shown(run, told):
    everybody = [f"m{number}@example.org" for number in range(4)]
    line = run("alert", "list", "--json").json[-1]
    assert line["mailboxes"] == everybody
    assert run("alert", "show", str(line["id"]), "--json").json == line
    assert all(address in run("alert", "show", str(line["id"])).out for address in everybody)
    for number in (1, 2, 3, 4):
        shown = run("alert", "show", str(number), "--json").json
        assert (shown["id"], shown["count"], shown["mailboxes"]) == (number, 4, everybody)
    other = run("alert", "show", "5", "--json").json
    assert (other["count"], other["mailboxes"]) == (1, ["m1@example.org"])
    mine = run("alert", "show", "3", "--wall", "o2@example.org", "--json").json
    assert (mine["count"], mine["mailboxes"]) == (1, ["m2@example.org"])


def test_a_mailbox_s_owner_sees_their_own_mailbox(run, told):
    assert wall(run, "--wall", "o2@example.org") == [("mailbox", "m2@example.org", "error", 1)]


def test_an_administrator_with_a_mailbox_sees_that_one_apart(run, told):
    assert ("mailbox", "m1@example.org", "warning", 1) in wall(run, "--wall", "o1@example.org")
    assert ("fingerprint", "aaaa", "error", 3) in wall(run, "--wall", "o1@example.org")


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_one_severity_is_asked_for_and_only_that_is_counted(run, told, severity):
    shown = [one for one in wall(run, "--severity", severity) if one[0] == "fingerprint" or severity == "error"]
    assert shown == [("mailbox", "m2@example.org", "error", 1)] if severity == "error" else [
        ("fingerprint", "aaaa", "warning", 3)
    ]  # fmt: skip


def test_a_line_that_was_dismissed_is_gone_whole(run, told):
    line = run("alert", "list", "--json").json[-1]
    assert run("alert", "dismiss", str(line["id"])).code == 0
    assert all(kind == "mailbox" and severity == "warning" for kind, _, severity, _ in wall(run))
    assert len(wall(run)) == 2


def test_a_line_that_was_acknowledged_says_so(run, told):
    line = run("alert", "list", "--json").json[-1]
    assert run("alert", "ack", str(line["id"])).code == 0
    assert run("alert", "list", "--json").json[-1]["status"] == "acknowledged"
