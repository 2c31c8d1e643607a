"""From POSTROOM_REDIS_URL to a connection. Knows URLs, no queues."""

from __future__ import annotations

from redis import Redis


def connect(url: str) -> Redis:
    """A client for redis://, rediss://, unix:// or redis+sentinel://host:port[,host:port]/service/db, tried once.

    Raises QueueUnavailable, which names the host and never the password; ValueError for a URL of another kind.
    """
    raise NotImplementedError


def safe(url: str) -> str:
    """The URL as it may be shown: its password masked."""
    raise NotImplementedError
