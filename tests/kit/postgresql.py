"""Debian's PostgreSQL on a free loopback port, in a temporary folder, for flow tests; the system's own is left alone.

Use the fixture: `from tests.kit.postgresql import postgresql  # noqa: F401`. One server serves the whole test session;
`database()` makes an empty database, `migrated()` gives the one that has Postroom's tables, emptied.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from store.migrate import migrate
from store.schema import counters, metadata

PATIENCE = 30.0  # seconds, for the server to answer or to be gone
COUNTER = count(1)
USER, PASSWORD = "postroom", "hidden word"
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "32MB",
         "max_connections": "100"}  # fmt: skip
# children first; much quicker than TRUNCATE or another database for each test
EMPTY = "; ".join([
    *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables) if table is not counters),
    "DELETE FROM counters WHERE name <> 'seq'",
])  # fmt: skip


def binaries() -> Path | None:
    """Of the newest PostgreSQL that Debian's packages have put here."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[-3]))
    return found[-1].parent if found else None


class PostgreSQL:
    """One server. Databases are named by their URL (user and password in it)."""

    host = "127.0.0.1"

    def __init__(self, bin_: Path) -> None:
        self._bin = bin_
        self.home = Path(tempfile.mkdtemp(prefix="postgresql-"))
        self.home.chmod(0o755)
        self.port = _free_port()
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": ()} if os.geteuid() == 0 else {}
        self._process: subprocess.Popen[bytes] | None = None
        self._tables: str | None = None
        self._init()

    def _init(self) -> None:
        secret = self.home / "password"
        secret.write_text(PASSWORD)
        if self._as:
            owner = pwd.getpwnam("postgres")
            for path in (self.home, secret):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb", "--pgdata", str(self.data), "--username", USER, "--pwfile", str(secret),
            "--auth", "md5", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip

    @property
    def data(self) -> Path:
        return self.home / "data"

    def start(self) -> None:
        """Start, and come back when it answers."""
        settings = {**QUICK, "listen_addresses": self.host, "port": str(self.port),
                    "unix_socket_directories": str(self.home)}  # fmt: skip
        self._process = subprocess.Popen(
            [self._bin / "postgres", "-D", self.data, *(f"--{name}={value}" for name, value in settings.items())],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=(self.home / "log").open("ab"),
            stderr=subprocess.STDOUT,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (no other thread forks meanwhile)
            **self._as,
        )
        deadline = time.monotonic() + PATIENCE
        while self._run("pg_isready", "-q", "-h", self.host, "-p", str(self.port), check=False):
            assert self.running(), (self.home / "log").read_text()
            assert time.monotonic() < deadline, (self.home / "log").read_text()
            time.sleep(0.05)

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Sessions are cut off (SIGINT, "fast")."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def url(self, name: str, password: str = PASSWORD) -> str:
        secret = password.replace(" ", "%20")
        return f"postgresql+asyncpg://{USER}:{secret}@{self.host}:{self.port}/{name}"

    def database(self) -> str:
        """A new, empty database's URL."""
        name = f"test{next(COUNTER)}"
        self.sql(f"CREATE DATABASE {name}")
        return self.url(name)

    async def migrated(self) -> str:
        """The URL of the one database that has Postroom's tables: made once, emptied for each test that asks."""
        if self._tables is None:
            url = self.database()
            await migrate(url)
            self._tables = url
        connection = await asyncpg.connect(self._tables.replace("+asyncpg", ""))
        try:
            await connection.execute(EMPTY)
        finally:
            await connection.close()
        return self._tables

    def sql(self, words: str, database: str = "postgres") -> None:
        """As the program's own user, outside the program."""
        self._run("psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-h", self.host, "-p", str(self.port), "-U", USER,
                  "-d", database, "-c", words)  # fmt: skip

    def _run(self, program: str, *words: str, check: bool = True) -> int:
        done = subprocess.run(
            [self._bin / program, *words], cwd="/", capture_output=True, text=True, check=False,
            env={**os.environ, "PGPASSWORD": PASSWORD, "LC_ALL": "C.UTF-8"}, **self._as,
        )  # fmt: skip
        if check:
            assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.returncode


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


SERVER = pytest.StashKey[PostgreSQL]()


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> PostgreSQL:
    """The session's one PostgreSQL, running (started again when the test before stopped it)."""
    found = binaries()
    if found is None:
        message = "PostgreSQL is not installed (Debian: postgresql; `make servers`)"
        if os.environ.get("POSTROOM_TESTS_NEED_SERVERS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    stash = request.config.stash
    if SERVER not in stash:
        stash[SERVER] = PostgreSQL(found)
        request.config.add_cleanup(stash[SERVER].remove)
    if not stash[SERVER].running():
        stash[SERVER].start()
    return stash[SERVER]
