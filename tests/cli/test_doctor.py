"""`postroom doctor` finds what is wrong with a machine before anybody loses mail over it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import checkup
from cli.checkup import Finding
from config.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def settings(home: Path, **changes: object) -> Settings:
    values = {"home": home, "database_url": f"sqlite+aiosqlite:///{home / 'postroom.db'}", "redis_url": None}
    return Settings(**{**values, "secret_keys": (), "log": "json", **changes})


def postroom(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Ours, started where somebody stands: that folder comes first on the path."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "POSTROOM_HOME": str(cwd / "home")}
    command = [sys.executable, "-m", "postroom", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "module"), [("config", "settings"), ("store", "faults"), ("errors", "model"), ("worker", "office")]
)
def test_a_folder_that_hides_a_module_of_ours_is_named(tmp_path, name, module):
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    (tmp_path / name / f"{module}.py").write_text("DEBUG = True\n")
    for arguments in (("doctor",), ("mailbox", "test", "ana@example.org")):
        ran = postroom(*arguments, cwd=tmp_path)
        assert ran.returncode in {1, 2}
        assert f"{name} is taken from {tmp_path / name}" in ran.stdout + ran.stderr
        assert "Traceback" not in ran.stdout + ran.stderr


def test_doctor_says_so_in_json_too(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "__init__.py").touch()
    found = json.loads(postroom("doctor", "--json", cwd=tmp_path).stdout)
    assert [(one["check"], one["ok"]) for one in found] == [("python", True), ("modules", False)]
    assert "PYTHONPATH" in found[1]["advice"]


def test_here_every_module_is_ours():
    assert checkup.modules() == Finding("modules", True, f"all in {ROOT}")


def test_a_home_that_others_may_look_into_is_told_with_the_command_that_mends_it(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    finding = checkup.home(settings(home))
    assert (finding.ok, finding.advice) == (False, f"chmod 700 {home}")
    home.chmod(0o700)
    assert checkup.home(settings(home)).ok


def test_a_home_that_is_not_there_yet_is_well_where_it_can_be_made(tmp_path):
    assert checkup.home(settings(tmp_path / "new" / "home")).ok
    (tmp_path / "file").touch()
    assert not checkup.home(settings(tmp_path / "file" / "home")).ok


def test_a_disk_that_is_nearly_full_is_told(tmp_path, monkeypatch):
    assert checkup.disk(settings(tmp_path)).ok
    monkeypatch.setattr(checkup, "ENOUGH", 2**62)
    assert not checkup.disk(settings(tmp_path)).ok


def test_a_database_for_many_machines_needs_a_queue_for_many_machines(tmp_path):
    url = "postgresql+asyncpg://db.example.org/postroom"
    (finding,) = checkup.queue_for_one(settings(tmp_path, database_url=url))
    assert not finding.ok
    assert "POSTROOM_REDIS_URL" in finding.advice
    assert (
        list(checkup.queue_for_one(settings(tmp_path, database_url=url, redis_url="redis://queue.example.org"))) == []
    )
    assert list(checkup.queue_for_one(settings(tmp_path))) == []


def test_doctor_leaves_an_untouched_machine_untouched(run, home):
    ran = run("doctor", "--json")
    checks = {one["check"]: one for one in ran.json}
    assert [name for name, one in checks.items() if not one["ok"]] == ["workers"]
    assert "not running" in checks["redis"]["found"]
    assert not home.exists()


def test_doctor_makes_no_key_and_starts_no_valkey_in_a_home_that_has_none(run, home, office, in_store):
    (home / "secret.key").unlink()
    found = {one["check"]: one for one in run("doctor", "--json").json}
    assert (found["secret key"]["ok"], found["secret key"]["found"]) == (True, "none yet")
    assert found["redis"]["ok"]
    assert {path.name for path in home.iterdir()} <= {
        "postroom.db",
        "postroom.db.lock",
        "postroom.db-wal",
        "postroom.db-shm",
    }


def test_doctor_tells_of_a_valkey_that_did_not_start(run, home):
    (home / "valkey").mkdir(mode=0o700, parents=True)
    (home / "valkey" / "failed").touch()
    checks = {one["check"]: one for one in run("doctor", "--json").json}
    assert (checks["redis"]["ok"], str(home / "valkey" / "valkey.log") in checks["redis"]["advice"]) == (False, True)


def test_doctor_makes_no_database(run, home):
    checks = {one["check"]: one for one in run("--redis-url", "redis://127.0.0.1:9", "doctor", "--json").json}
    assert checks["database"]["ok"] is True
    assert "not there yet" in checks["database"]["found"]
    assert (checks["redis"]["ok"], "127.0.0.1:9" in checks["redis"]["found"]) == (False, True)
    assert not (home / "postroom.db").exists()


@pytest.mark.parametrize(
    ("octets", "told"),
    [pytest.param(b"no database at all, but a file of some length " * 9, "no SQLite database", id="not a database")],
)
def test_a_broken_database_is_told_by_doctor_and_by_every_command(run, home, octets, told):
    home.mkdir(mode=0o700)
    (home / "postroom.db").write_bytes(octets)
    checks = {one["check"]: one for one in run("--redis-url", "redis://127.0.0.1:9", "doctor", "--json").json}
    assert (checks["database"]["ok"], told in checks["database"]["found"]) == (False, True)
    for arguments in (("profile", "list"), ("profile", "add", "a", "--protocol", "imap", "--host", "imap.example.org")):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (1, "")
        assert told in ran.err


def test_a_database_that_cannot_be_reached_is_told_without_its_password(run):
    url = "postgresql+asyncpg://ana:hunter2@127.0.0.1:9/postroom"
    ran = run("--database-url", url, "profile", "list")
    assert (ran.code, ran.out) == (1, "")
    assert "127.0.0.1:9" in ran.err
    checks = {one["check"]: one for one in run("--database-url", url, "doctor", "--json").json}
    assert checks["database"]["ok"] is False
    assert "hunter2" not in ran.err + json.dumps(checks)


def test_a_worker_warns_of_a_queue_that_other_machines_cannot_reach(run):
    ran = run("--database-url", "postgresql+asyncpg://127.0.0.1:9/postroom", "worker", "--burst")
    assert (ran.code, ran.out) == (1, "")
    assert "POSTROOM_REDIS_URL" in ran.err.splitlines()[0]
