"""What goes wrong becomes an exit code and a sentence; a bug becomes a report, never a traceback on the terminal."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from cli import desk, passwords, report
from config.settings import BadSettings
from store.faults import DatabaseTooNew, NotMigrated, NotThere, Refused, StaleLease, StoreUnavailable, WrongKey
from worker.queue import NoSuchJob, QueueUnavailable

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch):
    """Make any command that reads the settings end with this exception."""

    def arrange(error: BaseException) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(desk, "settings", fail)

    return arrange


def test_an_unreachable_queue_comes_with_the_next_step(run, raising):
    raising(QueueUnavailable("Redis is away"))
    ran = run("doctor", "--json")
    assert (ran.code, ran.out) == (1, "")
    first, second = ran.err.splitlines()
    assert first == "postroom: Redis is away"
    assert "POSTROOM_REDIS_URL" in second
    assert "postroom doctor" in second


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(NotThere("no mailbox x"), 1, id="not there"),
        pytest.param(Refused("not like this"), 1, id="refused"),
        pytest.param(StoreUnavailable("disk full"), 1, id="the store can't be reached"),
        pytest.param(NotMigrated("run postroom worker"), 1, id="an old database"),
        pytest.param(DatabaseTooNew("install the newer one"), 1, id="a database from the future"),
        pytest.param(StaleLease("it was lost to another holder"), 1, id="a worker took it meanwhile"),
        pytest.param(NoSuchJob("no job x"), 1, id="no such job"),
        pytest.param(WrongKey("another key"), 2, id="the wrong secret key"),
        pytest.param(BadSettings("a = 1\nb = 2"), 2, id="bad settings"),
        pytest.param(ExceptionGroup("tasks", [StoreUnavailable("disk full")]), 1, id="the same, out of a task group"),
    ],
)
def test_what_was_to_be_expected_is_one_sentence_and_a_code(run, raising, error, code):
    raising(error)
    ran = run("doctor", "--json")
    text = str(error.exceptions[0] if isinstance(error, ExceptionGroup) else error)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err == "".join(f"postroom: {line}\n" for line in text.splitlines())


def test_a_bug_leaves_a_report_in_the_home_and_no_traceback_on_the_terminal(run, raising, home):
    passwords.READ.add("hunter2")
    raising(RuntimeError("sign-in of ana with hunter2 at redis://:hunter3@queue failed, token='hunter4'"))
    ran = run("doctor")
    assert (ran.code, ran.out) == (3, "")
    (written,) = (home / "reports").iterdir()
    assert str(written) in ran.err
    assert "Traceback" not in ran.err
    text = written.read_text()
    assert "Traceback" in text
    assert "RuntimeError: sign-in of ana with *** at redis://:***@queue failed" in text
    assert "hunter" not in text
    assert written.stat().st_mode & 0o077 == 0


def test_a_report_finds_another_place_when_the_home_cannot_be_made(run, raising, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("POSTROOM_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setattr(report.tempfile, "tempdir", str(tmp_path))
    raising(RuntimeError("a bug"))
    assert run("doctor").code == 3
    assert len(list(tmp_path.glob("postroom-bug-*.txt"))) == 1


def test_what_the_environment_keeps_secret_is_in_no_report(monkeypatch):
    monkeypatch.setenv("POSTROOM_SECRET_KEY", "MDEyMzQ1Njc4OWFi")
    assert report.scrubbed("ring of MDEyMzQ1Njc4OWFi") == "ring of $POSTROOM_SECRET_KEY"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", [("errors", "list"), ("errors", "list", "--json")])
def test_a_disk_too_full_for_the_output_is_no_bug_of_ours(arguments):
    command = [sys.executable, "-m", "postroom", *arguments]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "postroom: No space left on device: make room on the disk\n")


def test_a_file_that_belongs_to_somebody_else_is_named_with_what_to_do(run, raising):
    raising(PermissionError(errno.EACCES, "Permission denied", "/home/bo/postroom.db"))
    ran = run("doctor")
    assert (ran.code, ran.out) == (1, "")
    assert "/home/bo/postroom.db: Permission denied: run postroom as the user whose it is" in ran.err


def test_an_interrupt_ends_with_130(run, raising):
    raising(KeyboardInterrupt())
    ran = run("doctor")
    assert (ran.code, ran.out) == (130, "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(("nosuch",), "nosuch", id="no such command"),
        pytest.param(("profile", "nosuch"), "nosuch", id="no such verb"),
        pytest.param(("doctor", "--nosuch"), "--nosuch", id="no such option"),
        pytest.param(("mailbox", "show"), "ADDRESS", id="an argument is missing"),
    ],
)
def test_bad_usage_is_named_and_ends_with_2(run, arguments, told):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "--help" in ran.err


def test_bad_settings_are_all_told_and_end_with_2(run, monkeypatch):
    monkeypatch.setenv("POSTROOM_LOG", "xml")
    monkeypatch.setenv("POSTROOM_REDIS_URL", "http://queue")
    ran = run("doctor")
    assert ran.code == 2
    assert "postroom: POSTROOM_LOG = 'xml'" in ran.err
    assert "postroom: POSTROOM_REDIS_URL = 'http://queue'" in ran.err


def test_a_flag_before_the_command_is_a_setting(run):
    ran = run("--log", "xml", "doctor")
    assert ran.code == 2
    assert "--log = 'xml': allowed are console and json" in ran.err


def test_a_reader_that_goes_away_is_met_with_silence():
    command = f"{sys.executable} -m postroom errors list --json | head -c 1"
    ran = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("[", "")
