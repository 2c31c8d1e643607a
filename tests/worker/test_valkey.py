"""The embedded Valkey: one per home, nobody's child, gone when nobody wants it, whatever is killed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from worker import valkey
from worker.redis_url import connect
from worker.unavailable import QueueUnavailable
from worker.valkey_keeper import Place, answers

pytestmark = pytest.mark.flow


@pytest.fixture
def home():
    """Short, since a socket lives in it; whatever runs for it is ended."""
    path = Path(tempfile.mkdtemp(prefix="home-"))
    yield path
    valkey.stop(path)
    shutil.rmtree(path, ignore_errors=True)


def until(condition, seconds: float = 15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def keeper(home: Path) -> psutil.Process:
    return psutil.Process(int(Place.of(home).keeper.read_text()))


def server(home: Path) -> psutil.Process:
    (child,) = keeper(home).children()
    return child


def remember(url: str, value: str) -> None:
    with connect(url) as connection:
        connection.set("word", value)


def recall(url: str) -> bytes | None:
    with connect(url) as connection:
        return connection.get("word")


def test_every_command_of_a_home_shares_one_server(home: Path):
    with ThreadPoolExecutor(8) as pool:
        urls = set(pool.map(lambda _: valkey.ensure(home), range(16)))
    assert len(urls) == 1
    assert len(keeper(home).children()) == 1


def test_a_home_that_it_makes_is_nobody_elses(tmp_path: Path):
    made = tmp_path / "new home"
    try:
        valkey.ensure(made)
        assert made.stat().st_mode & 0o777 == 0o700
    finally:
        valkey.stop(made)


def test_it_is_started_fast_and_found_faster(home: Path):
    began = time.perf_counter()
    valkey.ensure(home)
    assert time.perf_counter() - began < 5
    times = []
    for _ in range(20):
        began = time.perf_counter()
        valkey.ensure(home)
        times.append(time.perf_counter() - began)
    assert sorted(times)[10] < 0.005


def test_it_listens_on_a_private_socket_and_on_no_port(home: Path):
    path = Path(valkey.ensure(home).removeprefix("unix://"))
    assert path.stat().st_mode & 0o777 == 0o700
    assert (home / "valkey").stat().st_mode & 0o777 == 0o700
    assert not [c for c in server(home).net_connections() if c.status == psutil.CONN_LISTEN]


def test_it_outlives_the_command_that_started_it_even_a_killed_one(home: Path):
    script = (
        "import sys, pathlib; from worker import valkey; print(valkey.ensure(pathlib.Path(sys.argv[1])), flush=True)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", f"{script}; input()", home],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    url = starter.stdout.readline().strip()
    os.killpg(starter.pid, signal.SIGKILL)
    starter.wait()
    remember(url, "there")
    assert valkey.ensure(home) == url
    assert recall(url) == b"there"


def test_stopped_and_started_again_it_knows_what_it_knew(home: Path):
    remember(valkey.ensure(home), "kept")
    before = server(home)
    valkey.stop(home)
    assert not before.is_running()
    assert not Place.of(home).kept()
    valkey.stop(home)
    assert recall(valkey.ensure(home)) == b"kept"


def test_it_ends_after_its_last_client_and_not_before(home: Path):
    url = valkey.ensure(home, idle=timedelta(seconds=0.4))
    before = server(home)
    with connect(url) as connection:
        connection.ping()
        time.sleep(1)  # more than twice the idle time, with a client that says nothing
        assert before.is_running()
    until(lambda: not Place.of(home).kept())
    assert not before.is_running()
    assert not answers(url.removeprefix("unix://"))


def test_clients_that_come_and_go_keep_it_alive(home: Path):
    url = valkey.ensure(home, idle=timedelta(seconds=0.5))
    before = server(home)
    for _ in range(12):
        remember(url, "x")
        time.sleep(0.1)
    assert before.is_running()


def test_a_killed_server_comes_back_by_itself_with_what_it_knew(home: Path):
    url = valkey.ensure(home)
    remember(url, "kept")
    time.sleep(1.1)  # appendfsync everysec: what is older is on the disk
    before = server(home)
    before.kill()
    until(lambda: answers(url.removeprefix("unix://")) and not before.is_running())
    assert recall(url) == b"kept"
    assert valkey.ensure(home) == url


def test_a_killed_keeper_leaves_no_orphan_and_the_next_command_starts_anew(home: Path):
    url = valkey.ensure(home)
    remember(url, "kept")
    orphan = server(home)
    keeper(home).kill()
    until(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)
    assert recall(valkey.ensure(home)) == b"kept"
    assert len(keeper(home).children()) == 1


def test_all_killed_at_once_leaves_files_that_do_no_harm(home: Path):
    url = valkey.ensure(home)
    remember(url, "kept")
    time.sleep(1.1)
    victims = [keeper(home), server(home)]
    for victim in victims:
        victim.kill()
    assert recall(valkey.ensure(home)) == b"kept"


def test_a_removed_home_ends_its_server_and_spares_the_next_one(home: Path):
    valkey.ensure(home, idle=timedelta(seconds=4))
    before = server(home)
    shutil.rmtree(home)
    url = valkey.ensure(home)
    until(lambda: not before.is_running())
    remember(url, "next")
    assert recall(url) == b"next"


def test_a_long_home_has_its_socket_elsewhere_in_a_folder_of_its_own(tmp_path: Path, monkeypatch):
    home = tmp_path / ("long" * 30)
    monkeypatch.setenv("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run-"))
    try:
        path = Path(valkey.ensure(home).removeprefix("unix://"))
        assert len(os.fsencode(path)) <= 100
        assert path.parent.stat().st_mode & 0o777 == 0o700
        monkeypatch.delenv("XDG_RUNTIME_DIR")  # a command without it (cron) finds the same server
        assert valkey.ensure(home) == f"unix://{path}"
    finally:
        valkey.stop(home)


def test_a_foreign_folder_is_not_trusted_with_the_socket(tmp_path: Path, monkeypatch):
    home = tmp_path / ("long" * 30)
    monkeypatch.setenv("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run-"))
    path = Path(valkey.ensure(home).removeprefix("unix://"))
    valkey.stop(home)
    path.parent.chmod(0o777)
    with pytest.raises(QueueUnavailable, match="not a private folder"):
        valkey.ensure(home)


def test_a_home_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(QueueUnavailable, match="set POSTROOM_REDIS_URL"):
        valkey.ensure(tmp_path / "file" / "home")


def test_a_server_that_cannot_start_is_told_in_its_own_words(home: Path):
    (home / "valkey").mkdir()
    (home / "valkey" / "appendonlydir").write_text("no folder")
    began = time.monotonic()
    with pytest.raises(QueueUnavailable, match=r"does not start: .*appendonlydir"):
        valkey.ensure(home)
    assert time.monotonic() - began < 10
    until(lambda: not Place.of(home).kept())
    (home / "valkey" / "appendonlydir").unlink()
    assert valkey.ensure(home)


def test_a_platform_without_a_binary_is_told_with_what_to_do(home: Path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(QueueUnavailable, match=r"no embedded Valkey for .* set POSTROOM_REDIS_URL"):
        valkey.ensure(home)
