"""Votes on a profile's health: which mailboxes got through lately, and which met what any mailbox would have met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from redis import Redis

from errors.evidence import Vote
from worker.redis_keys import OURS
from worker.redis_url import where
from worker.unavailable import reaching

if TYPE_CHECKING:
    from redis.client import Pipeline

NEWEST = 500  # of a window's votes are read: enough to judge any profile by


class Votes:
    """Per profile and direction, in Redis, forgotten after the window. Blocking; QueueUnavailable.

    Two sorted sets by time of casting: all votes, and the bad ones. A member says `mailbox:bad:microseconds`.
    """

    def __init__(self, connection: Redis) -> None:
        self._connection = connection
        self._where = where(connection)

    def record(self, profile_id: int, direction: str, votes: Sequence[Vote], window: timedelta) -> None:
        """One round trip, however many."""
        if not votes:
            return
        with reaching(self._where), self._connection.pipeline(transaction=False) as pipe:
            _record(pipe, _keys(profile_id, direction), votes, window)
            pipe.execute()

    def read(
        self, profile_id: int, direction: str, window: timedelta, now: datetime
    ) -> tuple[list[Vote], datetime | None]:
        """The votes of the last window, oldest first, and when its first bad one was cast (None: none was)."""
        return self.cast(profile_id, direction, (), window, now)

    def cast(
        self, profile_id: int, direction: str, votes: Sequence[Vote], window: timedelta, now: datetime
    ) -> tuple[list[Vote], datetime | None]:
        """record, then read, in one round trip."""
        keys = _keys(profile_id, direction)
        since = (now - window).timestamp()
        with reaching(self._where), self._connection.pipeline(transaction=False) as pipe:
            if votes:
                _record(pipe, keys, votes, window)
            pipe.zrevrangebyscore(keys[0], "+inf", since, start=0, num=NEWEST)
            pipe.zrangebyscore(keys[1], since, "+inf", start=0, num=1)
            *_, newest, first_bad = pipe.execute()
        return [_vote(member) for member in reversed(newest)], _vote(first_bad[0]).at if first_bad else None

    def forget(self, profile_id: int, direction: str) -> None:
        """What was cast before counts no more."""
        with reaching(self._where):
            self._connection.delete(*_keys(profile_id, direction))


def _keys(profile_id: int, direction: str) -> tuple[str, str]:
    key = f"{OURS}votes:{profile_id}:{direction}"
    return key, f"{key}:bad"


def _record(pipe: Pipeline, keys: tuple[str, str], votes: Sequence[Vote], window: timedelta) -> None:
    bad = [vote for vote in votes if vote.shared_bad]
    forget_before = (max(vote.at for vote in votes) - window).timestamp()
    for key, cast in zip(keys, (votes, bad), strict=True):
        if cast:
            pipe.zadd(key, {_member(vote): vote.at.timestamp() for vote in cast})
            pipe.expire(key, window)
        pipe.zremrangebyscore(key, "-inf", f"({forget_before}")


def _member(vote: Vote) -> str:
    return f"{vote.mailbox_id}:{int(vote.shared_bad)}:{round(vote.at.timestamp() * 1_000_000)}"


def _vote(member: bytes) -> Vote:
    mailbox, bad, at = member.split(b":")
    return Vote(int(mailbox), datetime.fromtimestamp(int(at) / 1_000_000, UTC), bad == b"1")
