"""A ledger in memory, with the promises of sync.ports.Ledger: what the engine's tests sync into.

kill_before and kill_after (that many calls from now) stand for a process that ends in front of a transaction,
or behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from errors.model import Signal
from sync.ports import Arrival, Cursor, Description, Stuck


class Killed(BaseException):
    """The process ended here."""


@dataclass(frozen=True, slots=True)
class Row:
    folder: str
    uid_validity: int
    arrival: Arrival
    gone: bool = False

    @property
    def identity(self) -> tuple[str, int, datetime]:
        return (self.arrival.message_id, self.arrival.size, self.arrival.received_at)


class MemoryLedger:
    """rows: all that was ever stored, in order."""

    def __init__(self, pause: timedelta = timedelta(0)) -> None:
        self.rows: list[Row] = []
        self.cursors: dict[str, Cursor] = {}
        self.stuck_rows: dict[tuple[str, int], Stuck] = {}
        self.resets: list[tuple[str, int]] = []
        self.held: list[tuple[str, int | None]] = []
        self.calls: list[str] = []
        self.kill_before: int | None = None
        self.kill_after: int | None = None
        self.meddle: Callable[[], None] = lambda: None  # what happens elsewhere each time that mail was stored
        self._pause = pause

    async def cursor(self, folder: str) -> Cursor | None:
        self._begin("cursor")
        return self._end(self.cursors.get(folder))

    async def store(self, folder: str, arrivals: Sequence[Arrival], cursor: Cursor) -> int:
        self._begin("store")
        new = sum(self._store_one(folder, cursor.uid_validity, arrival) for arrival in arrivals)
        self.cursors[folder] = cursor
        self.meddle()
        return self._end(new)

    async def rekey(self, folder: str, uid_validity: int, seen: Sequence[Description]) -> Sequence[int]:
        self._begin("rekey")
        matched = []
        for one in seen:
            at = self._orphan(folder, uid_validity, (one.message_id, one.size, one.received_at))
            if at is not None and not self._has(folder, uid_validity, one.uid):
                self._rekey(at, uid_validity, one.uid)
                matched.append(one.uid)
        return self._end(matched)

    async def has_orphans(self, folder: str, uid_validity: int) -> bool:
        self._begin("has_orphans")
        return self._end(any(self._is_orphan(row, folder, uid_validity) for row in self.rows))

    async def reset(self, folder: str, uid_validity: int) -> None:
        self._begin("reset")
        self.cursors.pop(folder, None)
        self.stuck_rows = {key: row for key, row in self.stuck_rows.items() if key[0] != folder}
        self.resets.append((folder, uid_validity))
        self._end(None)

    async def known_uids(self, folder: str, uid_validity: int) -> Sequence[int]:
        self._begin("known_uids")
        here = [row for row in self.rows if (row.folder, row.uid_validity) == (folder, uid_validity)]
        return self._end(sorted(row.arrival.uid for row in here if not row.gone))

    async def mark_gone(self, folder: str, uid_validity: int, uids: Sequence[int], cursor: Cursor) -> None:
        self._begin("mark_gone")
        for at, row in enumerate(self.rows):
            if (row.folder, row.uid_validity) == (folder, uid_validity) and row.arrival.uid in uids:
                self.rows[at] = replace(row, gone=True)
        for uid in uids:
            self.stuck_rows.pop((folder, uid), None)
        self.cursors[folder] = cursor
        self._end(None)

    async def stuck(self, folder: str) -> Sequence[Stuck]:
        self._begin("stuck")
        return self._end([row for key, row in self.stuck_rows.items() if key[0] == folder])

    async def note_stuck(self, folder: str, uid: int, signal: Signal) -> Stuck:
        self._begin("note_stuck")
        assert signal.message == f"{folder} {uid}"
        before = self.stuck_rows.get((folder, uid))
        now = Stuck(uid, before.tries + 1 if before else 1, datetime.now(UTC) + self._pause)
        self.stuck_rows[folder, uid] = now
        return self._end(now)

    async def holding(self, folder: str, uid: int | None) -> None:
        self._begin("holding")
        self.held.append((folder, uid))
        self._end(None)

    def whole(self, folder: str = "INBOX") -> list[bytes]:
        """What is stored and not gone, in order of storing."""
        return [row.arrival.raw for row in self.rows if row.folder == folder and not row.gone]

    # -- inner parts

    def _begin(self, call: str) -> None:
        self.calls.append(call)
        self.kill_before = self._count_down(self.kill_before)

    def _end(self, answer):
        self.kill_after = self._count_down(self.kill_after)
        return answer

    def _count_down(self, left: int | None) -> int | None:
        if left == 0:
            self.kill_before = self.kill_after = None
            raise Killed
        return None if left is None else left - 1

    def _store_one(self, folder: str, uid_validity: int, arrival: Arrival) -> bool:
        self.stuck_rows.pop((folder, arrival.uid), None)
        if self._has(folder, uid_validity, arrival.uid):
            return False
        identity = (arrival.message_id, arrival.size, arrival.received_at)
        at = self._orphan(folder, uid_validity, identity)
        if at is not None:
            self._rekey(at, uid_validity, arrival.uid)
            return False
        self.rows.append(Row(folder, uid_validity, arrival))
        return True

    def _has(self, folder: str, uid_validity: int, uid: int) -> bool:
        key = (folder, uid_validity, uid, False)
        return any((row.folder, row.uid_validity, row.arrival.uid, row.gone) == key for row in self.rows)

    def _is_orphan(self, row: Row, folder: str, uid_validity: int) -> bool:
        return row.folder == folder and (row.gone or row.uid_validity != uid_validity)

    def _orphan(self, folder: str, uid_validity: int, identity: tuple[str, int, datetime]) -> int | None:
        fitting = (
            at
            for at, row in enumerate(self.rows)
            if self._is_orphan(row, folder, uid_validity) and row.identity == identity
        )
        return next(fitting, None)

    def _rekey(self, at: int, uid_validity: int, uid: int) -> None:
        row = self.rows[at]
        self.rows[at] = Row(row.folder, uid_validity, replace(row.arrival, uid=uid))
