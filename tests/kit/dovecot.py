"""Debian's Dovecot 2.3 on free loopback ports, with its own configuration and Maildirs, for flow tests and figures.

Use the fixture: `from tests.kit.dovecot import dovecot  # noqa: F401` (in a conftest or in the test's own file).
One server serves the whole test session, whoever imports the fixture; every test makes users of its own.
Nothing outside its temporary folder is touched; the system's own Dovecot, if any, is left alone.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import imaplib
import itertools
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.kit.certificates import issue

BINARY = "/usr/sbin/dovecot"
PATIENCE = 15.0  # seconds, for a server to answer or to be gone
COUNTER = itertools.count(1)

CONFIGURATION = """\
base_dir = {home}/run
state_dir = {home}/state
instance_name = {name}
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
default_process_limit = 200
default_client_limit = 5000
first_valid_uid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:~/Maildir
mail_max_userip_connections = 10000
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_username_chars =
auth_username_format =
auth_failure_delay = 0
auth_cache_size = 0
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%Mu {users}/%Mu
}}
userdb {{
  driver = passwd-file
  args = username_format=%Mu {users}/%Mu
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
service imap {{
  client_limit = 100
  service_count = 0
}}
service imap-login {{
  chroot =
  client_limit = 5000
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class User:
    """A mailbox on the server. home holds its Maildir."""

    name: str
    password: str
    home: Path


class Dovecot:
    """One server process and its Maildirs. `port` speaks plain and STARTTLS, `tls_port` TLS; `ca` is PEM text."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="dovecot-"))  # short: unix sockets live in it
        self.home.chmod(0o755)
        self.port, self.tls_port = _free_port(), _free_port()
        self._rewrites = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = _mail_owner()
        certificate = issue("localhost", "127.0.0.1")
        self.ca = certificate.ca
        self.ca_file = self.home / "ca.pem"
        self.ca_file.write_text(certificate.ca)
        self._configure(*certificate.write(self.home))

    def __repr__(self) -> str:
        return f"Dovecot(port={self.port} tls_port={self.tls_port})"

    # -- the process

    def start(self) -> None:
        """Start, and come back when it answers on both ports."""
        self._process = subprocess.Popen(
            [BINARY, "-F", "-c", str(self.home / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.home / "stderr.log").open("ab"),
            start_new_session=True,
        )
        _until(self._answers, f"Dovecot does not answer: {self.log()}")

    def stop(self) -> None:
        """Stop politely (SIGTERM: sessions get their BYE), and come back when the ports are free."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL to the master and all that it started."""
        self._end(signal.SIGKILL)

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        """What the server wrote so far, for messages of failed tests."""
        files = [self.home / "dovecot.log", self.home / "stderr.log"]
        return "".join(file.read_text(errors="replace") for file in files if file.exists())[-4000:]

    def remove(self) -> None:
        if self.running():
            self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    # -- users and mail

    def add_user(self, name: str | None = None, password: str = "secret") -> User:
        """A new mailbox; without a name, one that nobody else has."""
        number = next(COUNTER)
        name = name or f"user{number}@example.org"
        user = User(name, password, self.home / "mail" / f"u{number:05d}")
        user.home.mkdir(parents=True)
        self._give(user.home)
        self._write_user(user)
        return user

    def add_users(self, number: int) -> list[User]:
        return [self.add_user() for _ in range(number)]

    def set_password(self, user: User, password: str) -> User:
        """Comes back when the new password holds: Dovecot looks at a user's file once a second."""
        changed = User(user.name, password, user.home)
        self._write_user(changed)
        _until(lambda: self._lets_in(changed), "the new password does not hold")
        return changed

    def maildir(self, user: User, folder: str = "INBOX") -> Path:
        """Where the folder's cur, new and tmp are. Subfolders are Maildir++: `.Parent.Child`, in modified UTF-7."""
        root = user.home / "Maildir"
        return root if folder == "INBOX" else root / ("." + folder.replace("/", "."))

    def deliver(self, user: User, raw: bytes, folder: str = "INBOX", received_at: datetime | None = None) -> Path:
        """Put a message into new/, as a delivery agent does. Give CRLF lines to get the same bytes back."""
        place = self.maildir(user, folder)
        self._make_maildir(place)
        number = next(COUNTER)
        draft = place / "tmp" / f"{1_700_000_000 + number}.M{number:09d}P1.test"
        draft.write_bytes(raw)
        if received_at is not None:
            os.utime(draft, (received_at.timestamp(), received_at.timestamp()))
        self._give(draft)
        return draft.rename(place / "new" / draft.name)

    def deliver_all(self, user: User, messages: Sequence[bytes], folder: str = "INBOX") -> None:
        for raw in messages:
            self.deliver(user, raw, folder)

    def expunge(self, user: User, number: int, folder: str = "INBOX") -> None:
        """Take that many of the oldest messages away, behind the server's back."""
        place = self.maildir(user, folder)
        files = sorted([*(place / "cur").iterdir(), *(place / "new").iterdir()], key=lambda file: file.name)
        for file in files[:number]:
            file.unlink()

    def change_uidvalidity(self, user: User, folder: str = "INBOX") -> None:
        """As after a restore from backup: another UIDVALIDITY, and all messages numbered anew from 1.

        Sessions that have the folder open get `NO Mailbox was deleted under us` and must sign in anew; stop() before
        and start() after to have none.
        """
        place = self.maildir(user, folder)
        listing = place / "dovecot-uidlist"
        old = re.match(r"3 V(\d+)", listing.read_text())
        assert old, "the folder was never opened: it has no UIDVALIDITY yet"
        for file in place.glob("dovecot.index*"):
            file.unlink()
        draft = place / "dovecot-uidlist.new"
        draft.write_text(f"3 V{int(old[1]) + 1} N1 G{os.urandom(16).hex()}\n")
        self._give(draft)
        draft.rename(listing)

    # -- inner parts

    def _configure(self, certificate: Path, key: Path) -> None:
        root = os.geteuid() == 0
        me = pwd.getpwuid(os.geteuid())
        group = subprocess.run(["id", "-gn"], capture_output=True, text=True, check=True).stdout.strip()
        uid, gid = self._owner
        text = CONFIGURATION.format(
            home=self.home,
            name=self.home.name,
            internal="dovecot" if root else me.pw_name,
            internal_group="dovecot" if root else group,
            login="dovenull" if root else me.pw_name,
            uid=uid,
            gid=gid,
            certificate=certificate,
            key=key,
            users=self.home / "users",
            port=self.port,
            tls_port=self.tls_port,
        )
        (self.home / "dovecot.conf").write_text(text)
        (self.home / "mail").mkdir()
        self._give(self.home / "mail")
        (self.home / "users").mkdir()

    def _write_user(self, user: User) -> None:
        """One file a user, so that a new one is seen at once; a comment makes its size differ from the last one's."""
        uid, gid = self._owner
        password = base64.b64encode(user.password.encode()).decode()
        escaped = re.sub(r"""(["'\\])""", r"\\\1", user.name)  # as Dovecot expands %u, but not in the file's path
        line = f"{_md5(escaped)}:{{PLAIN.b64}}{password}:{uid}:{gid}::{user.home}::\n#{'.' * next(self._rewrites)}\n"
        draft = self.home / "users" / "draft"
        draft.write_text(line)
        draft.chmod(0o644)
        draft.rename(self.home / "users" / _md5(user.name))

    def _lets_in(self, user: User) -> bool:
        client = imaplib.IMAP4(self.host, self.port, timeout=PATIENCE)
        try:
            client.authenticate("PLAIN", lambda _: f"\0{user.name}\0{user.password}".encode())
        except imaplib.IMAP4.error:
            return False
        finally:
            client.shutdown()
        return True

    def _make_maildir(self, place: Path) -> None:
        for folder in (place.parent, place, place / "cur", place / "new", place / "tmp"):
            if not folder.exists():
                folder.mkdir(mode=0o700, parents=True)
                self._give(folder)

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, *self._owner)

    def _answers(self) -> bool:
        if not self.running():
            raise AssertionError(f"Dovecot ended at once: {self.log()}")
        return _greets(self.port) and _accepts(self.tls_port)

    def _end(self, by: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if by is signal.SIGKILL:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.send_signal(by)
        process.wait(PATIENCE)
        _until(lambda: not _accepts(self.port), "Dovecot's port is still taken")
        with contextlib.suppress(FileNotFoundError):
            (self.home / "run" / "master.pid").unlink()


def _mail_owner() -> tuple[int, int]:
    """Dovecot gives no mailbox to root; as root the Maildirs belong to nobody."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _md5(name: str) -> str:
    return hashlib.md5(name.encode()).hexdigest()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _greets(port: int) -> bool:
    """Whether it says hello: Dovecot listens before its authentication is ready."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            return connection.recv(1000).startswith(b"* OK")
    except OSError:
        return False


def _until(condition, otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        time.sleep(0.02)


SERVER = pytest.StashKey[Dovecot]()


@pytest.fixture
def dovecot(request: pytest.FixtureRequest) -> Dovecot:
    """The session's one Dovecot, running (started again when the test before stopped it)."""
    if not Path(BINARY).exists():
        message = "Dovecot is not installed (Debian: dovecot-imapd; `make servers`)"
        if os.environ.get("POSTROOM_TESTS_NEED_SERVERS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    stash = request.config.stash
    if SERVER not in stash:
        stash[SERVER] = Dovecot()
        request.config.add_cleanup(stash[SERVER].remove)
    if not stash[SERVER].running():
        stash[SERVER].start()
    return stash[SERVER]
