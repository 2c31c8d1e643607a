"""Who tried a mail server lately, and who of those that had worked was refused: by server, over all its profiles."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog
from redis import Redis

from errors.model import Direction, Stage
from errors.refused_together import Tried
from store.records import Profile
from worker.queue import Queues
from worker.redis_keys import OURS
from worker.redis_url import where
from worker.unavailable import QueueUnavailable, reaching

log = structlog.get_logger(__name__)

NEWEST = 500  # of a window's tries are read: what was before them is history
SPEAKS_FOR_ONE = frozenset({"graph", "ews"})  # one host name, many servers: a profile's tries stand alone


def server_of(profile: Profile, direction: Direction) -> str:
    """The same for all profiles that talk to one server."""
    if profile.protocol in SPEAKS_FOR_ONE:
        return f"profile-{profile.id}:{direction.value}"
    host, port = profile.host, profile.port
    if direction is Direction.OUTGOING:
        host = str(profile.outgoing.get("smtp_host") or host)
        port = int(str(profile.outgoing.get("smtp_port") or port))
    return f"{host.rstrip('.').casefold()}:{port}"


class RefusalVotes:
    """In Redis, forgotten after the window. Blocking; QueueUnavailable.

    A sorted set by time; a member says `mailbox:profile:stage:code:microseconds`.
    """

    def __init__(self, connection: Redis) -> None:
        self._connection = connection
        self._where = where(connection)

    def cast(self, server: str, tried: Sequence[Tried], window: timedelta) -> None:
        """One round trip, however many."""
        if not tried:
            return
        key, newest = _key(server), max(one.at for one in tried)
        with reaching(self._where), self._connection.pipeline(transaction=False) as pipe:
            pipe.zadd(key, {_member(one): one.at.timestamp() for one in tried})
            pipe.zremrangebyscore(key, "-inf", f"({(newest - window).timestamp()}")
            pipe.expire(key, window)
            pipe.execute()

    def read(self, server: str, window: timedelta, now: datetime) -> list[Tried]:
        """Of the last window, oldest first."""
        with reaching(self._where):
            newest = self._connection.zrevrangebyscore(
                _key(server), "+inf", (now - window).timestamp(), start=0, num=NEWEST
            )
        return [_tried(member) for member in reversed(newest) if isinstance(member, bytes)]

    def forget(self, server: str) -> None:
        """What was tried before counts no more."""
        with reaching(self._where):
            self._connection.delete(_key(server))


async def note(queues: Queues, profile: Profile, direction: Direction, tried: Sequence[Tried]) -> None:
    """Cast these. Without Redis nothing is noted: then refusals are judged one by one."""
    votes, server = RefusalVotes(queues.connection), server_of(profile, direction)
    try:
        await asyncio.to_thread(votes.cast, server, tried, profile.policy.refusal_window)
    except QueueUnavailable as error:
        log.warning("votes.unreachable", why=str(error))


async def noted(queues: Queues, profile: Profile, direction: Direction, tried: Tried, now: datetime) -> Sequence[Tried]:
    """Cast this one, and see what was tried lately."""
    votes, server, window = (
        RefusalVotes(queues.connection),
        server_of(profile, direction),
        profile.policy.refusal_window,
    )
    try:
        await asyncio.to_thread(votes.cast, server, [tried], window)
        return await asyncio.to_thread(votes.read, server, window, now)
    except QueueUnavailable as error:
        log.warning("votes.unreachable", why=str(error))
        return [tried]


async def forget(queues: Queues, profile: Profile, direction: Direction) -> None:
    """The server takes mailboxes again: what it refused before says nothing of what it refuses from now on."""
    try:
        await asyncio.to_thread(RefusalVotes(queues.connection).forget, server_of(profile, direction))
    except QueueUnavailable as error:
        log.warning("votes.unreachable", why=str(error))


def _key(server: str) -> str:
    return f"{OURS}tried:{server}"


def _member(one: Tried) -> str:
    stage = one.stage.value if one.stage is not None else ""
    return f"{one.mailbox_id}:{one.profile_id}:{stage}:{one.code or ''}:{round(one.at.timestamp() * 1_000_000)}"


def _tried(member: bytes) -> Tried:
    mailbox, profile, stage, code, at = member.decode().split(":")
    moment = datetime.fromtimestamp(int(at) / 1_000_000, UTC)
    return Tried(int(mailbox), int(profile), moment, Stage(stage) if stage else None, code or None)
