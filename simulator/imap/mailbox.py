"""A folder as one session sees it: sequence numbers stay put until the session is told otherwise. RFC 9051 7.5.1."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from simulator.mailstore import Folder, Mailstore

from .parse import ranges


class View:
    """uids: what the session was told of, in order; sequence number n is uids[n - 1]."""

    def __init__(self, folder: Folder, mailstore: Mailstore, *, read_only: bool) -> None:
        self.folder = folder
        self.mailstore = mailstore
        self.read_only = read_only
        self.uids = array("L", folder.uids)
        self._version = folder.version

    def news(self, *, expunges: bool = True) -> list[bytes]:
        """EXPUNGE and EXISTS lines for what came and went; without expunges only what came (during FETCH and such)."""
        folder = self.mailstore.folder(self.folder.account, self.folder.name)
        if folder.version == self._version:
            return []
        lines, there = [], set(folder.uids)
        if expunges:
            for at in range(len(self.uids) - 1, -1, -1):
                if self.uids[at] not in there:
                    del self.uids[at]
                    lines.append(b"* %d EXPUNGE" % (at + 1))
            self._version = folder.version
        last = self.uids[-1] if self.uids else 0
        new = [uid for uid in folder.uids if uid > last]
        if new:
            self.uids.extend(new)
            lines.append(b"* %d EXISTS" % len(self.uids))
        return lines

    def chosen(self, text: bytes, *, by_uid: bool) -> Iterator[tuple[int, int]]:
        """(sequence number, uid) of a sequence set, ascending; what is not there is passed over."""
        highest = (self.uids[-1] if self.uids else 0) if by_uid else len(self.uids)
        chosen: set[int] = set()
        for low, high in ranges(text, highest):
            if by_uid:
                chosen.update(range(bisect_left(self.uids, low), bisect_right(self.uids, high)))
            else:
                chosen.update(range(min(low, len(self.uids) + 1) - 1, min(high, len(self.uids))))
        return ((at + 1, self.uids[at]) for at in sorted(chosen))
