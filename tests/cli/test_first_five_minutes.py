"""The README's first steps and the daily ones: simulated server, embedded Valkey, a worker process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.flow

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
SCENARIO = '[profiles.north]\nmailboxes = 3\nmessages = 4\ndomain = "example.org"\n'
SETTINGS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "LOG", "CONFIG")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A short path: Valkey's socket lies in it."""
    path = Path(tempfile.mkdtemp(prefix="postroom-cli-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def environment(place: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name not in {f"POSTROOM_{one}" for one in SETTINGS}}
    return {**plain, "POSTROOM_HOME": str(place / "home"), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One home for all tests of this module, which tell one story in this order."""
    for name in SETTINGS:
        monkeypatch.delenv(f"POSTROOM_{name}", raising=False)
    monkeypatch.setenv("POSTROOM_HOME", str(place / "home"))
    return place / "home"


@pytest.fixture(scope="module")
def server(place: Path, environment: dict[str, str]) -> Iterator[dict[str, Any]]:
    """What `simulate serve --json` says of itself."""
    (place / "scenario.toml").write_text(SCENARIO)
    serve = [sys.executable, "-m", "postroom", "simulate", "serve", str(place / "scenario.toml"), "--json"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=environment, cwd=place) as process:
        assert process.stdout is not None
        document = ""
        for line in process.stdout:
            document += line
            if line == "}\n":
                break
        yield json.loads(document)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130


@pytest.fixture(scope="module")
def worker(place: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`postroom worker`, from when its first line is logged; a SIGTERM ends it in order."""
    log = place / "worker.log"
    with log.open("wb") as file:
        command = [sys.executable, "-m", "postroom", "worker", "--concurrency", "10"]
        with subprocess.Popen(command, stderr=file, env=environment, cwd=place) as process:
            deadline = time.monotonic() + PATIENCE
            while b"worker.started" not in log.read_bytes():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0, log.read_text()


@pytest.fixture
def accounts(server: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["address"], one["password"]) for one in server["mailboxes"]]


def test_a_profile_is_added_and_its_server_answers(run, server):
    (profile,) = server["profiles"]
    added = run(
        "profile", "add", "north", "--protocol", "imap", "--host", profile["host"], "--port", str(profile["tls_port"]),
        "--ca-file", server["ca_file"],
    )  # fmt: skip
    assert added.code == 0, added.err
    tested = run("profile", "test", "north", "--json").json
    assert tested["ok"] is True
    assert [step["name"] for step in tested["steps"]] == ["dns", "connect", "tls", "greeting"]


def test_mailboxes_are_imported_and_tested_step_by_step(run, accounts, place):
    rows = "".join(f"{address},north,,,{password}\n" for address, password in accounts)
    (place / "mailboxes.csv").write_text("address,profile,owner,username,password\n" + rows)
    assert run("mailbox", "import", str(place / "mailboxes.csv")).code == 0
    for address, password in accounts:
        ran = run("mailbox", "test", address)
        assert ran.code == 0, ran.err
        assert password not in ran.out + ran.err
        assert all(name in ran.out for name in ("dns", "connect", "tls", "auth", "select"))
        assert "✘" not in ran.out
    listed = run("mailbox", "list", "--json").json
    assert {(one["incoming"]["state"], one["incoming"]["test"]) for one in listed} == {("active", "success")}


def test_without_a_worker_doctor_and_sync_say_so(run, accounts):
    checks = {one["check"]: one for one in run("doctor", "--json").json}
    assert run("doctor").code == 1
    assert [name for name, one in checks.items() if not one["ok"]] == ["workers"]
    assert "postroom worker" in checks["workers"]["advice"]
    assert "postroom worker" in run("sync", accounts[0][0]).err


def test_a_sync_brings_all_mail_byte_for_byte(run, accounts, worker):
    results = run("sync", "--all", "--wait", "--json").json
    assert [(one["address"], one["ok"], one["code"]) for one in results] == [
        (a, True, None) for a, _ in sorted(accounts)
    ]
    emails = run("email", "list", "--json").json
    assert len(emails) == 12
    for one in emails[:2]:
        raw = subprocess.run(
            [sys.executable, "-m", "postroom", "email", "raw", str(one["id"])],
            cwd=ROOT, capture_output=True, check=True,
        ).stdout  # fmt: skip
        assert (len(raw), hashlib.sha256(raw).hexdigest()) == (one["size"], one["sha256"])


def test_with_a_worker_doctor_finds_nothing(run, worker):
    ran = run("doctor", "--json")
    assert [one for one in ran.json if not one["ok"]] == []
    assert ran.code == 0
    (rq,) = [one["found"] for one in ran.json if one["check"] == "rq"]
    assert rq.startswith("rq info --url unix://")


def test_a_wrong_password_halts_and_says_so_everywhere(run, accounts, worker):
    address = accounts[0][0]
    ran = run("mailbox", "password", address, "--password-stdin", stdin=b"hunter2\n")
    assert ran.code == 1
    assert "✘" in ran.out
    assert "hunter2" not in ran.out + ran.err
    incoming = run("mailbox", "show", address, "--json").json["incoming"]
    assert (incoming["state"], incoming["test"]) == ("halted", "failure")
    (alert,) = run("alert", "list", "--severity", "error", "--json").json
    assert (alert["object"]["name"], alert["code"]) == (address, incoming["last_code"])
    (job,) = run("failed", "list", "--json").json
    assert (job["mailbox"], job["direction"], job["code"], job["queue"]) == (
        address, "incoming", incoming["last_code"], "retry",
    )  # fmt: skip
    assert run("failed", "show", job["job_id"], "--json").json == job
    queue = run("queue", "--json").json
    assert queue["retry"] == {"queued": 0, "started": 0, "scheduled": 0, "failed": 1}
    assert (queue["mailboxes"]["halted"], queue["mailboxes"]["active"]) == (1, 2)


def test_people_are_shown_the_same_in_words(run, accounts, worker):
    address = accounts[0][0]
    (job,) = run("failed", "list", "--json").json
    (alert,) = run("alert", "list", "--severity", "error", "--json").json
    email = run("email", "list", "--limit", "1", "--json").json[0]
    for arguments, words in (
        (("profile", "list"), ("north", "healthy", "2 active", "1 halted")),
        (("profile", "show", "north"), ("poll interval s", "300", "halted 1")),
        (("mailbox", "show", address), ("halted", "auth", job["code"])),
        (("failed", "list"), (job["job_id"], address, job["code"])),
        (("failed", "show", job["job_id"]), (address, job["headline"])),
        (("alert", "list"), (alert["headline"], "mailbox owner")),
        (("alert", "show", str(alert["id"])), (alert["remedy"][:60], "auth", address)),
        (("email", "show", str(email["id"])), (email["sha256"], email["message_id"])),
        (("queue",), ("retry", "halted")),
        (("doctor",), ("✔ workers", "rq info --url")),
    ):
        ran = run(*arguments)
        assert ran.code == 0, ran.err
        assert [word for word in words if word not in ran.out] == [], ran.out


def test_a_dry_requeue_changes_nothing_and_a_code_narrows_it(run, worker):
    (job,) = run("failed", "list", "--json").json
    dry = run("failed", "requeue", "--code", job["code"].lower(), "--dry-run", "--json")
    assert (dry.code, dry.json) == (0, [{"job_id": job["job_id"], "would_requeue": True}])
    assert run("failed", "requeue", "--code", "NET-202", "--json").json == []
    assert run("failed", "list", "--json").json == [job]


def test_the_right_password_lifts_the_halt_and_empties_the_failed_list(run, accounts, worker):
    address, password = accounts[0]
    ran = run("mailbox", "password", address, "--password-stdin", "--json", stdin=password.encode())
    assert (ran.code, ran.json["ok"]) == (0, True)
    assert run("mailbox", "show", address, "--json").json["incoming"]["state"] == "active"
    assert run("failed", "list", "--json").json == []
    assert run("alert", "list", "--severity", "error", "--json").json == []
    assert run("sync", address, "--wait").code == 0


def test_a_disabled_mailbox_is_not_synced_until_it_is_enabled(run, accounts, worker):
    address = accounts[1][0]
    assert run("mailbox", "disable", address, "--direction", "incoming").code == 0
    ran = run("sync", address, "--wait")
    assert ran.code == 1
    assert "disabled" in ran.out
    assert run("mailbox", "enable", address).code == 0
    assert run("sync", address, "--wait").code == 0


def test_a_deleted_job_leaves_its_mailbox_halted(run, accounts, worker):
    address, password = accounts[2]
    run("mailbox", "password", address, "--password-stdin", stdin=b"hunter2")
    (job,) = run("failed", "list", "--json").json
    assert run("failed", "delete", job["job_id"], "--json").json == [{"job_id": job["job_id"], "deleted": True}]
    assert run("failed", "list", "--json").json == []
    assert run("mailbox", "show", address, "--json").json["incoming"]["state"] == "halted"
    assert run("mailbox", "password", address, "--password-stdin", stdin=password.encode()).code == 0


def test_a_requeue_has_a_worker_test_and_resume(run, accounts, worker, server):
    address, password = accounts[2]
    run("mailbox", "password", address, "--password-stdin", stdin=b"hunter2")
    (job,) = run("failed", "list", "--json").json
    assert run("failed", "requeue", job["job_id"], "--json").json == [{"job_id": job["job_id"], "requeued": True}]
    deadline = time.monotonic() + PATIENCE
    while not run("failed", "list", "--json").json:  # the worker has tried it, and it failed again
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert run("mailbox", "show", address, "--json").json["incoming"]["state"] == "halted"
    assert run("mailbox", "password", address, "--password-stdin", stdin=password.encode()).code == 0


@pytest.mark.parametrize("verb", ["requeue", "delete", "show"])
def test_a_job_that_is_not_there_is_a_no(run, worker, verb):
    ran = run("failed", verb, "retry-999-1")
    assert ran.code == 1
    assert "retry-999-1" in ran.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        pytest.param(("sync",), "--all", id="sync: nothing named"),
        pytest.param(("sync", "ana@example.org", "--all"), "--all", id="sync: twice"),
        pytest.param(("sync", "--profile", "north", "--all"), "--all", id="sync: two groups"),
        pytest.param(("failed", "requeue"), "--code", id="requeue: nothing named"),
        pytest.param(("failed", "requeue", "a", "--code", "b"), "--code", id="requeue: twice"),
        pytest.param(("worker", "--concurrency", "0"), "--concurrency", id="no concurrency"),
        pytest.param(("worker", "--queues", "sync,lunch"), "--queues", id="no such queue"),
        pytest.param(("worker", "--queues", "sync,sync"), "--queues", id="a queue twice"),
        pytest.param(("simulate", "serve", "nosuch"), "SCENARIO", id="no such scenario"),
    ],
)
def test_what_cannot_be_asked_is_named(run, arguments, named):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err


def test_an_unreachable_queue_is_a_sentence(run, accounts):
    ran = run("--redis-url", "redis://:hunter2@127.0.0.1:9", "queue")
    assert (ran.code, ran.out) == (1, "")
    assert "127.0.0.1:9" in ran.err
    assert "hunter2" not in ran.err


def test_a_key_that_does_not_read_the_credentials_is_bad_settings(run, accounts, monkeypatch):
    monkeypatch.setenv("POSTROOM_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
    ran = run("mailbox", "test", accounts[0][0])
    assert (ran.code, ran.out) == (2, "")
    assert "MDEy" not in ran.err
