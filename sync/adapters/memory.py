"""A mail server in memory and a session on it: what every other adapter is compared with. No sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from errors.model import Protocol, Signal, Stage
from sync import headers
from sync.ports import Description, Fetched, FolderStatus, Trouble
from sync.signals import ConnectionClosed, network_signal

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class MemoryFolder:
    """Messages by uid, in ascending order."""

    uid_validity: int = 1
    uid_next: int = 1
    messages: dict[int, Fetched] = field(default_factory=dict)


class MemoryServer:
    """One mailbox's folders, and what it does wrong. refused: what it says when a message is fetched, by (folder,
    uid); broken: it hangs up instead; withheld: it lists the message and sends nothing; undescribed: it refuses to
    describe it. locked: what it says when that folder is opened, or asked for; deaf: it only refuses STATUS."""

    def __init__(self) -> None:
        self.folders: dict[str, MemoryFolder] = {"INBOX": MemoryFolder()}
        self.refused: dict[tuple[str, int], Signal] = {}
        self.broken: set[tuple[str, int]] = set()
        self.withheld: set[tuple[str, int]] = set()
        self.undescribed: set[tuple[str, int]] = set()
        self.locked: dict[str, Signal] = {}
        self.deaf: set[str] = set()
        self.tells_uid_next = True
        self.asked: list[str] = []  # every command, for tests of what a poll costs

    def deliver(self, raw: bytes, folder: str = "INBOX", received_at: datetime = START) -> int:
        place = self.folders.setdefault(folder, MemoryFolder())
        uid, place.uid_next = place.uid_next, place.uid_next + 1
        place.messages[uid] = Fetched(uid, raw, received_at)
        return uid

    def expunge(self, *uids: int, folder: str = "INBOX") -> None:
        for uid in uids:
            del self.folders[folder].messages[uid]

    def renumber(self, folder: str = "INBOX") -> None:
        """Another UIDVALIDITY; all messages numbered anew from 1."""
        old = self.folders[folder]
        self.folders[folder] = MemoryFolder(old.uid_validity + 1)
        for message in old.messages.values():
            self.deliver(message.raw, folder, message.received_at)

    def session(self) -> MemorySource:
        return MemorySource(self)


class MemorySource:
    """A session. It does to callers what a server may do: what is open goes stale, what is broken stays broken."""

    def __init__(self, server: MemoryServer) -> None:
        self._server = server
        self._open: str | None = None
        self._alive = True

    async def folders(self) -> Sequence[str]:
        self._ask("LIST", Stage.SELECT)
        return sorted(self._server.folders, key=lambda name: (name != "INBOX", name))

    async def status(self, folder: str) -> FolderStatus:
        self._ask("STATUS", Stage.POLL)
        self._open = None
        return self._status(folder, Stage.POLL)

    async def open(self, folder: str) -> FolderStatus:
        self._ask("EXAMINE", Stage.SELECT)
        self._open = None
        status = self._status(folder, Stage.SELECT)
        self._open = folder
        return status

    async def uids(self, low: int, high: int | None, since: date | None) -> Sequence[int]:
        self._ask("SEARCH", Stage.POLL)
        return [
            uid
            for uid, message in sorted(self._messages().items())
            if low <= uid and (high is None or uid <= high) and (since is None or message.received_at.date() >= since)
        ]

    async def describe(self, uids: Sequence[int]) -> Sequence[Description]:
        self._ask("DESCRIBE", Stage.FETCH)
        if any((self._open, uid) in self._server.undescribed for uid in uids):
            raise Trouble(Signal(Protocol.IMAP, Stage.FETCH, "NO Internal error", status="NO"))
        found = [self._messages()[uid] for uid in uids if uid in self._messages()]
        return [Description(one.uid, len(one.raw), one.received_at, headers.message_id(one.raw)) for one in found]

    async def fetch(self, uids: Sequence[int], expected: Mapping[int, int]) -> AsyncIterator[Fetched]:
        self._ask("FETCH", Stage.FETCH)
        assert expected.keys() >= set(uids), "a size is announced for every message"
        for uid in uids:
            key = (self._open or "", uid)
            if key in self._server.broken:
                self._alive = False
                raise Trouble(network_signal(Stage.FETCH, ConnectionClosed()))
            if key in self._server.refused:
                raise Trouble(self._server.refused[key])
            if uid in self._messages() and key not in self._server.withheld:
                yield self._messages()[uid]

    async def headers(self, uid: int) -> bytes | None:
        self._ask("HEADERS", Stage.FETCH)
        message = self._messages().get(uid)
        if message is None:
            return None
        head, separator, _ = message.raw.partition(b"\r\n\r\n")
        return head + separator

    def alive(self) -> bool:
        return self._alive

    async def close(self) -> None:
        self._alive = False

    # -- inner parts

    def _ask(self, what: str, stage: Stage) -> None:
        if not self._alive:
            raise Trouble(network_signal(stage, ConnectionClosed()))
        self._server.asked.append(what)

    def _messages(self) -> Mapping[int, Fetched]:
        assert self._open is not None, "no folder is open"
        return self._server.folders[self._open].messages

    def _status(self, folder: str, stage: Stage) -> FolderStatus:
        place = self._server.folders.get(folder)
        if folder in self._server.locked:
            raise Trouble(replace(self._server.locked[folder], stage=stage))
        if folder in self._server.deaf and stage is Stage.POLL:
            raise Trouble(Signal(Protocol.IMAP, stage, "NO STATUS not allowed here", status="NO"))
        if place is None:
            text = "NO [NONEXISTENT] Mailbox doesn't exist"
            raise Trouble(Signal(Protocol.IMAP, stage, text, status="NO", response_code="NONEXISTENT"))
        uid_next = place.uid_next if self._server.tells_uid_next else None
        return FolderStatus(place.uid_validity, uid_next, len(place.messages))
