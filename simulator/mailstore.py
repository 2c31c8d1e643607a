"""What every simulated mailbox holds. Only numbers are kept; a message's octets are made when somebody asks."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import inf

from .message import Content, compose, dice, moment
from .script import Birth, Script

MONTH = 30 * 86400.0  # the first messages came within the month before the start
CONTENTS_KEPT = 2048
SYSTEM_FLAGS = ("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft")


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in. The user's name is the address."""

    address: str
    profile: str
    password: str
    folders: tuple[str, ...]
    messages: int
    arrivals: float  # a minute


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a mailbox, for comparison with what a client stored. poison: the fault that it was born with."""

    address: str
    folder: str
    uid_validity: int
    uid: int
    size: int
    sha256: str
    poison: str | None


class Folder:
    """uids[i], numbers[i] and born[i] belong together; number is what a message is made from and never changes."""

    __slots__ = ("_at", "_chance", "_gap", "_last", "account", "appended", "born", "changed", "flags", "name",
                 "numbers", "served", "uid_next", "uid_validity", "uids", "version")  # fmt: skip

    def __init__(self, account: Account, name: str, seed: int) -> None:
        self.account = account
        self.name = name
        self.version = 0  # rises when messages come, go or are renumbered
        self.flags: dict[int, frozenset[str]] = {}  # by number
        self.appended: dict[int, bytes] = {}  # by number
        self.served: dict[int, str] = {}  # sha256 by number, of what was sent whole
        self.changed: set[Callable[[], None]] = set()  # who idles here
        self._chance = dice(seed, account.address, name, "arrivals")
        self.uid_validity = 1_600_000_000 + self._chance.randrange(10_000_000)
        ages = sorted((self._chance.uniform(1, MONTH) for _ in range(account.messages)), reverse=True)
        self.born = array("d", (-age for age in ages))
        self.numbers = array("L", range(1, account.messages + 1))
        self.uids = array("L", self.numbers)
        self.uid_next = account.messages + 1
        self._last = account.messages
        self._gap = 60 / account.arrivals if account.arrivals and name == "INBOX" else inf
        self._at = self._draw(0.0)

    @property
    def next_arrival(self) -> float:
        """Seconds since the start."""
        return self._at

    def catch_up(self, now: float) -> None:
        """Let the messages arrive that are due."""
        while self._at <= now:
            self._add(self._at)
            self._at = self._draw(self._at)

    def append(self, raw: bytes, flags: frozenset[str], born: float) -> int:
        """A client's own message; its uid."""
        number = self._add(born)
        self.appended[number] = raw
        self.flags[number] = flags
        self.tell()
        return self.uid_next - 1

    def expunge(self, uids: Iterable[int]) -> None:
        gone = set(uids)
        keep = [at for at, uid in enumerate(self.uids) if uid not in gone]
        self._keep(keep, [self.uids[at] for at in keep])

    def renumber(self) -> None:
        """As after a restore: another UIDVALIDITY, uids from 1."""
        self.uid_validity += 1
        self._keep(range(len(self.uids)), range(1, len(self.uids) + 1))
        self.uid_next = len(self.uids) + 1

    def position(self, uid: int) -> int | None:
        """Where a uid is in the arrays."""
        at = bisect_left(self.uids, uid)
        return at if at < len(self.uids) and self.uids[at] == uid else None

    def tell(self) -> None:
        for wake in tuple(self.changed):
            wake()

    def _draw(self, after: float) -> float:
        return after + self._chance.expovariate(1 / self._gap) if self._gap < inf else inf

    def _add(self, born: float) -> int:
        self._last += 1
        self.numbers.append(self._last)
        self.uids.append(self.uid_next)
        self.born.append(born)
        self.uid_next += 1
        self.version += 1
        return self._last

    def _keep(self, positions: Iterable[int], uids: Iterable[int]) -> None:
        positions = list(positions)
        self.numbers = array("L", (self.numbers[at] for at in positions))
        self.born = array("d", (self.born[at] for at in positions))
        self.uids = array("L", uids)
        self.version += 1
        self.tell()


class Mailstore:
    """Folders, made when first asked for; arrivals go on until stop()."""

    def __init__(self, accounts: Iterable[Account], script: Script, seed: int, now: Callable[[], float]) -> None:
        self.accounts = {account.address.casefold(): account for account in accounts}
        self._script = script
        self._seed = seed
        self._now = now
        self._stopped_at = inf
        self._folders: dict[tuple[str, str], Folder] = {}
        self._made = lru_cache(CONTENTS_KEPT)(self._make)

    def folder(self, account: Account, name: str) -> Folder:
        """Brought up to date with the clock."""
        folder = self._folders.get((account.address, name))
        if folder is None:
            folder = self._folders[account.address, name] = Folder(account, name, self._seed)
        folder.catch_up(min(self._now(), self._stopped_at))
        return folder

    def stop_arrivals(self) -> None:
        self._stopped_at = min(self._stopped_at, self._now())

    def due(self, folder: Folder) -> float:
        """When the next message arrives there; inf for never."""
        return folder.next_arrival if folder.next_arrival <= self._stopped_at else inf

    def content(self, folder: Folder, at: int) -> Content:
        number = folder.numbers[at]
        raw = folder.appended.get(number)
        if raw is not None:
            return Content(raw)
        return self._made(folder.account, folder.name, number, folder.born[at])

    def received_at(self, folder: Folder, at: int) -> datetime:
        return moment(folder.born[at])

    def note_served(self, folder: Folder, at: int, content: Content) -> None:
        number = folder.numbers[at]
        if number not in folder.served:
            folder.served[number] = content.sha256()

    def held(self, account: Account, folder: str = "INBOX") -> list[Message]:
        """All that is in the folder now."""
        kept = self.folder(account, folder)
        return [self._message(kept, at) for at in range(len(kept.uids))]

    def served(self) -> list[tuple[str, str, str]]:
        """(address, folder, sha256) of every message that was sent whole at least once, in no order."""
        return [(a, name, digest) for (a, name), kept in self._folders.items() for digest in kept.served.values()]

    def _message(self, folder: Folder, at: int) -> Message:
        content, account = self.content(folder, at), folder.account
        number = folder.numbers[at]
        poison = self._script.blemish(Birth(account.profile, account.address, folder.name, number, folder.born[at]))
        return Message(
            account.address, folder.name, folder.uid_validity, folder.uids[at], content.size, content.sha256(), poison
        )

    def _make(self, account: Account, name: str, number: int, born: float) -> Content:
        content = compose(self._seed, account.address, name, number, born)
        return self._script.shape(content, Birth(account.profile, account.address, name, number, born))
