"""The README's first minutes on a real Dovecot, by the command line alone: what is printed, and each kind of no."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import structlog

from cli.edge import main
from tests.kit.house import House
from tests.kit.mails import mail, mails

EMAIL = {
    "id", "seq", "mailbox", "direction", "state", "message_id", "subject", "from", "to", "size", "sha256",
    "received_at", "gone_at", "folder", "uid",
}  # fmt: skip
DIRECTION = {"state", "test", "streak", "budget_left", "next_attempt_at", "last_success_at", "last_code"}
MAILBOX = {
    "address", "profile", "owner", "username", "incoming", "outgoing", "emails_stored", "emails_set_aside",
    "last_email_at",
}  # fmt: skip
PROFILE = {"name", "protocol", "owner", "health", "next_probe_at", "mailboxes"}
ALERT = {
    "id", "code", "nature", "severity", "level", "object", "direction", "status", "first_seen", "last_seen", "count",
    "who_acts", "headline", "remedy", "action_needed", "superseded_by", "evidence",
}  # fmt: skip
EVIDENCE = {"at", "stage", "response", "code", "next_attempt_at"}
FAILED = {"job_id", "queue", "mailbox", "direction", "code", "attempts", "failed_at", "headline"}
STEP = {"name", "direction", "ok", "took_ms", "evidence", "code"}
COUNTS = {"queued", "started", "scheduled", "failed"}
STATES = {"untested", "active", "retrying", "suspended", "halted", "disabled"}


async def test_the_first_five_minutes_and_the_first_bad_one(house, dovecot, at):
    """One story, since its commands stand on each other."""
    user, sent = dovecot.add_user("Ana.Q@example.org"), mails(5)
    dovecot.deliver_all(user, sent)

    await at.says(
        "profile", "add", "office", "--protocol", "imap", "--host", "127.0.0.1", "--port", str(dovecot.port),
        "--security", "starttls", "--ca-file", str(dovecot.ca_file), "--owner", "pat@example.org",
        "--poll-interval", "1",
    )  # fmt: skip
    await at.says(
        "mailbox", "add", user.name, "--profile", "office", "--owner", "bo@example.org", "--no-outgoing",
        "--password-stdin", stdin=user.password + "\n",
    )  # fmt: skip
    tested = await at.says("mailbox", "test", user.name)
    for step in ("connect", "tls", "greeting", "auth", "select"):
        assert f"✔ {step}" in tested
    assert "INBOX: 5 messages" in tested
    again = await at.json("mailbox", "test", user.name.upper())
    assert again["ok"] is True
    assert all(step.keys() >= STEP and step["ok"] for step in again["steps"])

    house.worker("--concurrency", "10")
    (synced,) = await at.json("sync", user.name, "--wait")
    assert synced.items() >= {"address": user.name, "ok": True, "code": None}.items()
    await mail_is_there(at, user, sent)
    await mail_can_be_followed(at, house, dovecot, user)
    await a_refused_password_is_told_to_everybody(at, house, dovecot, user)
    await the_new_password_mends_it(at, house, user)
    await what_is_disabled_rests(at, user)
    await what_is_not_needed_is_removed(at, user)


async def mail_is_there(at: Desk, user, sent) -> None:
    listed = await at.json("email", "list", "--mailbox", user.name)
    assert len(listed) == 5
    assert all(email.keys() >= EMAIL for email in listed)
    assert {email["state"] for email in listed} == {"received"}
    raws = [await at.bytes("email", "raw", str(email["id"])) for email in listed[:2]]
    assert set(raws) <= set(sent)
    assert [hashlib.sha256(raw).hexdigest() for raw in raws] == [email["sha256"] for email in listed[:2]]
    shown = await at.json("email", "show", str(listed[0]["id"]))
    assert shown.items() >= listed[0].items()
    box = await at.json("mailbox", "show", user.name)
    assert box.keys() >= MAILBOX
    assert box["incoming"].keys() >= DIRECTION <= box["outgoing"].keys()
    assert (box["incoming"]["state"], box["outgoing"]["state"], box["emails_stored"]) == ("active", "none", 5)
    profile = await at.json("profile", "show", "office")
    assert profile.keys() >= PROFILE
    assert profile["health"]["incoming"] == "healthy"
    assert profile["mailboxes"].items() >= {"active": 1}.items()


async def mail_can_be_followed(at: Desk, house: House, dovecot, user) -> None:
    last = max(email["seq"] for email in await at.json("email", "list"))
    assert await at.json("email", "list", "--after", str(last)) == []
    dovecot.deliver(user, mail(6))
    await house.until(lambda: _stored(house, 6), "new mail is not found")
    (new,) = await at.json("email", "list", "--after", str(last), "--limit", "10")
    assert new["seq"] > last
    assert await at.bytes("email", "raw", str(new["id"])) == mail(6)


async def a_refused_password_is_told_to_everybody(at: Desk, house: House, dovecot, user) -> None:
    dovecot.set_password(user, "another")
    refused = await at.says("mailbox", "test", user.name, code=1)  # a fresh sign-in
    assert "✘ auth" in refused
    await house.until(lambda: _failed(house), "the mailbox is not halted")
    for person, needed in (("bo@example.org", True), ("admin", False)):
        (alert,) = [one for one in await at.json("alert", "list", "--wall", person) if one["severity"] == "error"]
        assert alert.keys() >= ALERT
        assert all(one.keys() >= EVIDENCE for one in alert["evidence"])
        assert (alert["level"], alert["object"]["name"], alert["status"]) == ("mailbox", user.name, "open")
        assert (alert["who_acts"], alert["action_needed"]) == ("mailbox_owner", needed)
    assert "Authentication failed" in str(alert["evidence"]), "the server's own words"
    assert await at.json("alert", "list", "--wall", "pat@example.org", "--severity", "error") == []
    assert await at.json("alert", "show", str(alert["id"])) == alert
    (job,) = await at.json("failed", "list")
    assert job.keys() >= FAILED
    assert (job["mailbox"], job["queue"], job["direction"], job["code"]) == (
        user.name, "retry", "incoming", alert["code"]
    )  # fmt: skip
    assert await at.json("failed", "show", job["job_id"]) == job
    assert alert["code"] in await at.says("errors", "show", alert["code"])
    dry = await at.json("failed", "requeue", "--code", job["code"], "--dry-run")
    assert [one["job_id"] for one in dry] == [job["job_id"]]
    assert await at.json("failed", "list") == [job]
    (answer,) = await at.json("sync", user.name, "--wait", code=1)
    assert answer.items() >= {"address": user.name, "ok": False, "new_emails": 0, "code": job["code"]}.items()
    counted = await at.json("queue")
    assert all(counted[name].keys() >= COUNTS for name in ("sync", "send", "retry"))
    assert counted["retry"]["failed"] == 1
    assert counted["mailboxes"].keys() >= STATES
    assert counted["mailboxes"]["halted"] == 1


async def the_new_password_mends_it(at: Desk, house: House, user) -> None:
    wrong = await at.says("mailbox", "password", user.name, "--password-stdin", stdin="Not-This-One", code=1)
    assert "Not-This-One" not in wrong
    await at.says("mailbox", "password", user.name, "--password-stdin", stdin="another\n")
    assert await at.json("failed", "list") == []
    assert [one for one in await at.json("alert", "list") if one["severity"] != "information"] == []
    (synced,) = await at.json("sync", "--all", "--wait")
    assert synced["ok"] is True
    found = await at.json("doctor")
    assert [one for one in found if not one["ok"]] == []
    assert all(one.keys() >= {"check", "ok", "found", "advice"} for one in found)


async def what_is_disabled_rests(at: Desk, user) -> None:
    await at.says("mailbox", "disable", user.name)
    assert (await at.json("mailbox", "show", user.name))["incoming"]["state"] == "disabled"
    await at.json("sync", user.name, "--wait", code=1)
    await at.says("mailbox", "enable", user.name)
    assert (await at.json("mailbox", "show", user.name))["incoming"]["state"] == "active"


async def what_is_not_needed_is_removed(at: Desk, user) -> None:
    said = await at.says("profile", "remove", "office", code=1)
    assert "mailbox" in said
    await at.says("mailbox", "remove", user.name, "--delete-mail", "--yes")
    assert await at.json("email", "list") == []
    await at.says("mailbox", "show", user.name, code=1)
    await at.says("profile", "remove", "office")
    assert await at.json("profile", "list") == []


@pytest.mark.parametrize(
    ("code", "words", "named"),
    [
        pytest.param(1, "mailbox show nobody@example.org", "nobody@example.org", id="no such mailbox"),
        pytest.param(1, "profile show nowhere", "nowhere", id="no such profile"),
        pytest.param(1, "email show 4711", "4711", id="no such email"),
        pytest.param(1, "alert show 4711", "4711", id="no such alert"),
        pytest.param(1, "errors show XYZ-1", "XYZ-1", id="no such code"),
        pytest.param(1, "sync nobody@example.org", "nobody@example.org", id="nothing of that name to sync"),
        pytest.param(2, "profile add x --protocol pop3", "--protocol", id="a protocol that we do not speak"),
        pytest.param(2, "profile add x --protocol imap --host h --port 70000", "--port", id="no port"),
        pytest.param(2, "profile add x --protocol imap", "--host", id="no host"),
        pytest.param(2, "mailbox add a@example.org", "--profile", id="no profile said"),
        pytest.param(2, "email list --limit -1", "--limit", id="a limit below nothing"),
        pytest.param(2, "lunch", "lunch", id="no such command"),
        pytest.param(0, "email list", "", id="nothing is there, and that is no trouble"),
    ],
)
async def test_each_kind_of_no_has_its_exit_code_and_names_what_it_means(at, code, words, named):
    assert named in await at.says(*words.split(), code=code)


@dataclass
class Desk:
    """Runs command lines beside the test's own loop, and expects exit codes; nothing printed is ever a traceback."""

    house: House
    printed: pytest.CaptureFixture[bytes]

    async def says(self, *words: str, stdin: str = "", code: int = 0) -> str:
        out, err = await self._run(words, stdin.encode(), code)
        return (out + err).decode()

    async def json(self, *words: str, code: int = 0) -> Any:
        """One document on standard output, and nothing else there."""
        out, _ = await self._run((*words, "--json"), b"", code)
        return json.loads(out)

    async def bytes(self, *words: str) -> bytes:
        out, _ = await self._run(words, b"", 0)
        return out

    async def _run(self, words: tuple[str, ...], stdin: bytes, code: int) -> tuple[bytes, bytes]:
        self.printed.readouterr()
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
        ended = await asyncio.to_thread(main, words)
        out, err = self.printed.readouterr()
        assert ended == code, (words, out + err)
        assert b"Traceback" not in out + err
        return out, err


@pytest.fixture
def at(house: House, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Desk]:
    for name, value in house.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdin", sys.stdin)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield Desk(house, capsysbinary)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


async def _stored(house, count):
    return len(await house.emails()) == count


async def _failed(house):
    return bool(house.office.queues.failed())


async def test_waiting_for_a_sync_that_nobody_does_ends_in_time(house, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.add_enabled([user])
    ran = house.postroom("sync", user.name, "--wait", "--timeout", "1", check=False)
    assert ran.returncode == 1
    assert "no worker is running" in ran.stderr
    assert "not tried in time" in ran.stdout
