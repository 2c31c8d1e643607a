"""What is to be done in a folder, from what the server and the ledger say. Pure: no I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from .ports import Cursor, Description, FolderStatus, Stuck

MOST_MESSAGES = 200  # stored together
MOST_OCTETS = 4 * 1024 * 1024  # stored together; one message may be larger alone
DESCRIBED_AT_ONCE = 500
WIDEST_ZONE = timedelta(hours=14)  # SEARCH SINCE goes by the date in the zone that the server wrote down


def is_idle(status: FolderStatus, cursor: Cursor | None) -> bool:
    """Whether all that the server shows is in the ledger, and nothing went away."""
    return (
        cursor is not None
        and cursor.uid_validity == status.uid_validity
        and cursor.low == 1
        and status.uid_next == cursor.high + 1
        and status.messages == cursor.messages
    )


def due(stuck: Sequence[Stuck], now: datetime, most_tries: int) -> Sequence[Stuck]:
    """Those whose time has come, and those that had all their tries."""
    return [one for one in stuck if one.tries >= most_tries or one.next_try_at <= now]


def top(status: FolderStatus) -> int | None:
    """The highest uid that may be there; what comes in later is the next poll's. None: the server does not say."""
    return None if status.uid_next is None else status.uid_next - 1


def beginning(status: FolderStatus, high: int, *, anew: bool) -> Cursor:
    """Where a folder that has no cursor begins: above everything, so that the newest is taken first. anew: a sync that
    was cut short left messages behind, which may have gone meanwhile: the count is not to be believed."""
    return Cursor(status.uid_validity, high + 1, high, None if anew else status.messages)


def grown_up(cursor: Cursor, covered: Sequence[int]) -> Cursor:
    """After these were stored above it. Each is one message more than at the last count."""
    if not covered:
        return cursor
    count = None if cursor.messages is None else cursor.messages + len(covered)
    return replace(cursor, high=max(cursor.high, covered[-1]), messages=count)


def grown_down(cursor: Cursor, covered: Sequence[int], lowest: int) -> Cursor:
    """After these were stored below it; at the lowest that was listed the folder is complete."""
    if not covered:
        return cursor
    return replace(cursor, low=1 if covered[0] <= lowest else covered[0])


def chunks(uids: Sequence[int], downward: bool, size: int = DESCRIBED_AT_ONCE) -> Iterator[Sequence[int]]:
    """Ascending pieces of ascending uids; downward: the last piece first."""
    if downward:
        for end in range(len(uids), 0, -size):
            yield uids[max(0, end - size) : end]
    else:
        for start in range(0, len(uids), size):
            yield uids[start : start + size]


def segments(
    uids: Sequence[int], sizes: Mapping[int, int], downward: bool, most: int = MOST_MESSAGES
) -> Iterator[Sequence[int]]:
    """Ascending pieces that are fetched and stored together, bounded by number and octets, in the same order."""
    piece: list[int] = []
    octets = 0
    for uid in reversed(uids) if downward else uids:
        size = sizes.get(uid, 0)
        if piece and (len(piece) >= most or octets + size > MOST_OCTETS):
            yield sorted(piece)
            piece, octets = [], 0
        piece.append(uid)
        octets += size
    if piece:
        yield sorted(piece)


def covered(segment: Sequence[int], handled: set[int], downward: bool) -> Sequence[int]:
    """The part that the cursor may pass: from its side on, up to the first message that is not dealt with."""
    inner = list(reversed(segment)) if downward else list(segment)
    count = next((at for at, uid in enumerate(inner) if uid not in handled), len(inner))
    return sorted(inner[:count])


def is_older(one: Description, since: date | None) -> bool:
    """Whether a server gave us what it should not have found. Its own word counts within a day's zones."""
    if since is None or not one.size:  # not described: its date is not known
        return False
    return one.received_at < datetime.combine(since, time.min, UTC) - WIDEST_ZONE
