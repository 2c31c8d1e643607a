"""The peer: isync's mbsync, with Maildirs on the same disk."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.kit.dovecot import Dovecot, User

CHANNEL = """
IMAPAccount a{number}
Host {host}
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far{number}
Account a{number}

MaildirStore near{number}
Path {folder}/{number}/
Inbox {folder}/{number}/INBOX
SubFolders Verbatim

Channel c{number}
Far :far{number}:
Near :near{number}:
Patterns INBOX
Create Near
Sync Pull
SyncState *
"""


class Mbsync:
    def __init__(self, server: Dovecot, users: Sequence[User], folder: Path) -> None:
        folder.mkdir()
        for number in range(len(users)):
            (folder / str(number)).mkdir()
        self._rc = folder / "mbsyncrc"
        channels = (self._channel(server, user, folder, number) for number, user in enumerate(users))
        self._rc.write_text("".join(channels))

    def _channel(self, server: Dovecot, user: User, folder: Path, number: int) -> str:
        return CHANNEL.format(
            number=number, host=server.host, port=server.port, user=user.name, password=user.password, folder=folder
        )

    def run(self) -> float:
        """One pass over all mailboxes: seconds."""
        began = time.perf_counter()
        subprocess.run(["mbsync", "-q", "-c", str(self._rc), "-a"], check=True, capture_output=True)
        return time.perf_counter() - began
