"""What the sync engine asks of the world: a source of mail, and a ledger that remembers.

Protocols and frozen data only. Adapters do not inherit from the protocols; they sign the contract
tests in tests/contracts/. The ledger is implemented by worker/ on top of store/.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from errors.model import Signal
from errors.redacted import redacted


class Trouble(Exception):
    """Something failed at the edge; all that is known of it is the signal. The only exception that adapters raise."""

    def __init__(self, signal: Signal) -> None:
        super().__init__(f"{signal.protocol}/{signal.stage}: {redacted(signal.text) or signal.exception}")
        self.signal = signal


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """RFC 9051 STATUS: uid_next is None where the server does not say."""

    uid_validity: int
    uid_next: int | None
    messages: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder is stored: every message with low <= uid <= high that the server showed is in the ledger.

    low > 1 says that older mail is still to come (a first sync takes the newest first); low == 1: complete.
    messages: the server's count when the folder was last listed in full (None: not yet); a difference to STATUS
    at the same uid_next means that messages went away.
    """

    uid_validity: int
    low: int
    high: int
    messages: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What a server says of a message before it is fetched. size in octets; received_at is INTERNALDATE, aware."""

    uid: int
    size: int
    received_at: datetime
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message as the server gave it, byte for byte."""

    uid: int
    raw: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message ready to be stored. raw is byte for byte as fetched; set_aside carries the signal that says why the
    message is not whole (then raw holds what was had: its headers, or nothing)."""

    uid: int
    raw: bytes
    received_at: datetime
    size: int  # of the whole message, as the server says it
    message_id: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    set_aside: Signal | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a way to reach mail can do besides; its adapter declares it.

    refreshes_tokens: it signs in with a token that runs out, and can fetch a fresh one by itself.
    """

    refreshes_tokens: bool = False


class MailSource(Protocol):
    """Where mail comes from. One session of one mailbox; raises Trouble and nothing else (CancelledError aside)."""

    async def folders(self) -> Sequence[str]:
        """Every folder that can be opened, INBOX first."""

    async def status(self, folder: str) -> FolderStatus:
        """One round trip. No folder is open after it: of an open one servers may tell old news. Trouble(poll)."""

    async def open(self, folder: str) -> FolderStatus:
        """Open read-only (EXAMINE). Trouble(stage=select)."""

    async def uids(self, low: int, high: int | None, since: date | None) -> Sequence[int]:
        """Ascending uids of the open folder within [low, high] (high None: no end), received on or after since."""

    async def describe(self, uids: Sequence[int]) -> Sequence[Description]:
        """Sizes, dates and Message-IDs; vanished messages are simply not in the answer."""

    def fetch(self, uids: Sequence[int], expected: Mapping[int, int]) -> AsyncIterator[Fetched]:
        """Whole messages as they come in, never marked as read; vanished ones are not in the answer. expected gives
        each uid's announced size: a literal much larger than that is not read to its end (Trouble)."""

    async def headers(self, uid: int) -> bytes | None:
        """The header section only; None when it vanished."""

    def alive(self) -> bool:
        """Whether the session can be used, as far as the socket tells without a round trip."""

    async def close(self) -> None:
        """Sign out, politely and quickly. Never raises."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that could not be fetched so far: to be tried again from that time on."""

    uid: int
    tries: int
    next_try_at: datetime


class Ledger(Protocol):
    """What is remembered of one mailbox's incoming mail. Every method is one transaction, whole or not at all;
    all raise the ledger's own exceptions, which the engine lets pass."""

    async def cursor(self, folder: str) -> Cursor | None: ...

    async def store(self, folder: str, arrivals: Sequence[Arrival], cursor: Cursor) -> int:
        """Store these messages and move the cursor, together; how many were new. An arrival whose uid is already
        there is passed over; one that matches a gone or old-epoch row of this folder by (message_id, size,
        received_at) re-keys that row instead."""

    async def rekey(self, folder: str, uid_validity: int, seen: Sequence[Description]) -> Sequence[int]:
        """Of these messages, the uids that matched rows of an earlier uid_validity or gone rows (counted as often as
        they are there): those rows now carry the new key and are no longer gone; nothing else need be fetched."""

    async def has_orphans(self, folder: str, uid_validity: int) -> bool:
        """Whether rekey could match anything: rows of an earlier uid_validity, or gone ones."""

    async def reset(self, folder: str, uid_validity: int) -> None:
        """The folder's uid_validity changed: forget the cursor, keep the rows for rekey, note it at Information."""

    async def known_uids(self, folder: str, uid_validity: int) -> Sequence[int]:
        """Ascending uids that are stored and not gone."""

    async def mark_gone(self, folder: str, uid_validity: int, uids: Sequence[int], cursor: Cursor) -> None:
        """These went away on the server; in the same transaction the cursor is written, its messages count up to date,
        and what was noted of them as stuck is forgotten."""

    async def stuck(self, folder: str) -> Sequence[Stuck]: ...

    async def note_stuck(self, folder: str, uid: int, signal: Signal) -> Stuck:
        """One more try of this message failed; when and whether to try again is the ledger's policy."""

    async def holding(self, folder: str, uid: int | None) -> None:
        """Called before each single message in careful mode (after a death): a crash now counts against it."""
