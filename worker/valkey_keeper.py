"""The embedded Valkey's keeper: a tiny process that starts the server, starts it again when it dies, and ends it when
nobody has used it for a while. Standard library only: it is run as a script, alone (`python -I -S`).

A keeper holds the lock on keeper.pid as long as it lives; its server is told by the kernel (on Linux) when it is gone.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

GIVE_UP = 5  # deaths in a row within QUICK seconds each
QUICK = 2.0
ANSWER_SECONDS = 2.0
LEAVE_SECONDS = 10.0
HAND_OVER_SECONDS = 3.0  # for another keeper, whose server has just ended, to be gone too
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one home's server."""

    folder: Path

    @classmethod
    def of(cls, home: Path) -> Place:
        return cls(home.expanduser().absolute() / "valkey")

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def keeper(self) -> Path:
        return self.folder / "keeper.pid"

    @property
    def socket_file(self) -> Path:
        return self.folder / "socket"

    @property
    def log(self) -> Path:
        return self.folder / "valkey.log"

    @property
    def failed(self) -> Path:
        return self.folder / "failed"

    def recorded_socket(self) -> str | None:
        """Where the server listens, or last did; None where none ever ran."""
        try:
            return self.socket_file.read_text() or None
        except OSError:
            return None

    def kept(self) -> bool:
        """Whether a keeper lives."""
        try:
            with self.keeper.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def gave_up(self) -> bool:
        return self.failed.exists()

    def ask_to_end(self) -> None:
        """Only while kept(): then the number in the file is a keeper's."""
        with suppress(OSError, ValueError):
            os.kill(int(self.keeper.read_text()), signal.SIGTERM)


def answers(path: str) -> bool:
    """Whether a server says PONG there."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(ANSWER_SECONDS)
            link.connect(path)
            link.sendall(b"PING\r\n")
            return link.recv(64).startswith(b"+PONG")
    except OSError:
        return False


class Watch:
    """One connection to the server that asks who else is there."""

    def __init__(self, path: str) -> None:
        self._link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._link.settimeout(ANSWER_SECONDS)
        self._link.connect(path)
        self._came = 0

    def used(self) -> bool:
        """Whether anybody else is connected, or has been since the last call."""
        said = self._ask(b"INFO")
        others, came = int(said["connected_clients"]) - 1, int(said["total_connections_received"])
        used, self._came = others > 0 or came != self._came, came
        return used

    def close(self) -> None:
        self._link.close()

    def _ask(self, command: bytes) -> dict[str, str]:
        self._link.sendall(command + b"\r\n")
        answer = b""
        while b"\r\n" not in answer:
            answer += self._receive()
        head, _, body = answer.partition(b"\r\n")
        while len(body) < int(head[1:]) + 2:
            body += self._receive()
        return dict(line.split(":", 1) for line in body.decode().splitlines() if ":" in line)

    def _receive(self) -> bytes:
        chunk = self._link.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        return chunk


class Keeper:
    """held: the keeper's own file, locked."""

    def __init__(self, place: Place, held: IO[str], binary: str, path: str, idle: float) -> None:
        self.place, self.held, self.binary, self.path, self.idle = place, held, binary, path, idle
        self.server: subprocess.Popen[bytes] | None = None
        self.watch: Watch | None = None
        self.used_at = time.monotonic()
        self._wake, self._waker = os.pipe()

    def run(self) -> None:
        """Until told to end, until nobody came for `idle` seconds, or until the server won't live."""
        os.set_blocking(self._waker, False)
        signal.set_wakeup_fd(self._waker)
        told: list[int] = []
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda number, _: told.append(number))
        signal.signal(signal.SIGCHLD, lambda *_: None)  # a death wakes the select
        deaths = 0
        while deaths < GIVE_UP:
            began = time.monotonic()
            self._start()
            if self._attend(told):
                break
            deaths = deaths + 1 if time.monotonic() - began < QUICK else 1
        else:
            self.place.failed.touch()
        self._end()

    def _attend(self, told: list[int]) -> bool:
        """Watch over the server until it is not wanted any more (True), or died (False)."""
        while self._alive():
            if self._homeless():
                self._drop()
                return True
            if told or self._left_alone():
                return True
            self._sleep(min(self.idle / 4, 5.0))
        return bool(told)

    def _start(self) -> None:
        self._forget_watch()
        if self.server is None and answers(self.path):
            return  # left behind by a keeper that was killed, where the kernel does not tell the server
        Path(self.path).unlink(missing_ok=True)
        self.server = subprocess.Popen(
            [self.binary, *_options(self.place, self.path)],
            stdin=subprocess.DEVNULL,
            cwd=self.place.folder,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (this process has one thread)
        )

    def _alive(self) -> bool:
        return answers(self.path) if self.server is None else self.server.poll() is None

    def _homeless(self) -> bool:
        """Whether the home was removed (and perhaps made again, with another keeper)."""
        try:
            return self.place.keeper.stat().st_ino != os.fstat(self.held.fileno()).st_ino
        except OSError:
            return True

    def _drop(self) -> None:
        """End a server whose home is gone: an orderly end would take the socket of the next one away."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()

    def _left_alone(self) -> bool:
        """Nobody came for long enough. The last look is under the lock under which others start a server."""
        now = time.monotonic()
        if self._used():
            self.used_at = now
        if now - self.used_at < self.idle:
            return False
        with self.place.start_lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if self._used():
                self.used_at = now
                return False
            self._end()
            return True

    def _used(self) -> bool:
        try:
            self.watch = self.watch or Watch(self.path)
            return self.watch.used()
        except (OSError, KeyError, ValueError):
            self._forget_watch()  # not up yet, or about to be found dead
            return False

    def _forget_watch(self) -> None:
        if self.watch is not None:
            self.watch.close()
            self.watch = None

    def _sleep(self, seconds: float) -> None:
        if self.watch is None:
            seconds = min(seconds, 0.1)
        if select.select([self._wake], [], [], seconds)[0]:
            os.read(self._wake, 512)

    def _end(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()  # it writes what it has, then goes
            try:
                self.server.wait(LEAVE_SECONDS)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        elif self.server is None:
            shut_down(self.path)
        if not self._homeless():
            Path(self.path).unlink(missing_ok=True)


def _options(place: Place, path: str) -> list[str]:
    said = {
        "port": "0",
        "unixsocket": path,
        "unixsocketperm": "700",
        "dir": str(place.folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "no",
        "maxmemory-policy": "noeviction",
        "loglevel": "notice",
    }
    return [word for name, value in said.items() for word in (f"--{name}", value)]


def _end_with_parent() -> None:
    """In the child, before it becomes the server: be told when the keeper dies, however it dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def shut_down(path: str) -> None:
    """End a server that has no keeper, orderly."""
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(LEAVE_SECONDS)
        link.connect(path)
        link.sendall(b"SHUTDOWN\r\n")
        link.recv(64)


def _hold(place: Place) -> IO[str] | None:
    """The keeper's lock with its number written in; None where another keeper lives and goes on living."""
    file = place.keeper.open("a+")
    deadline = time.monotonic() + HAND_OVER_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                return None
            time.sleep(0.01)
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def main(folder: str, binary: str, path: str, idle: str) -> None:
    if os.fork():
        os._exit(0)  # whoever called goes on at once, and the keeper is nobody's child
    os.umask(0o077)
    os.chdir(folder)
    place = Place(Path(folder))
    held = _hold(place)
    if held is None:
        return
    with held:
        place.socket_file.write_text(path)
        Keeper(place, held, binary, path, float(idle)).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
