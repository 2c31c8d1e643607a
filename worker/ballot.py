"""Casting votes on a profile's health, off the loop. Where Redis cannot be reached, what was seen here stands alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from errors.evidence import Vote
from errors.model import Direction
from store.records import Profile
from worker.outage import Poll
from worker.queue import Queues, QueueUnavailable
from worker.votes import Votes

log = structlog.get_logger(__name__)


async def cast(queues: Queues, profile: Profile, direction: Direction, votes: Sequence[Vote], now: datetime) -> Poll:
    """Cast these, and see how the votes stand."""
    ballot = Votes(queues.connection)
    try:
        return await asyncio.to_thread(_cast, ballot, profile.id, direction, votes, _window(profile), now)
    except QueueUnavailable as error:
        log.warning("votes.unreachable", why=str(error))
        return Poll(votes, now if any(vote.shared_bad for vote in votes) else None)


async def forget(queues: Queues, profile: Profile, direction: Direction) -> None:
    """What was cast so far counts no more."""
    try:
        await asyncio.to_thread(Votes(queues.connection).forget, profile.id, direction.value)
    except QueueUnavailable as error:
        log.warning("votes.unreachable", why=str(error))


def _cast(
    ballot: Votes, profile_id: int, direction: Direction, votes: Sequence[Vote], window: timedelta, now: datetime
) -> Poll:
    return Poll(*ballot.cast(profile_id, direction.value, votes, window, now))


def _window(profile: Profile) -> timedelta:
    """How far back votes count: long enough for two tries that time out."""
    policy = profile.policy
    return max(policy.outage_window, 2 * profile.timeout + 1.5 * policy.suspect_pause)
