"""What is raised when Redis cannot do what it is asked, and the one place where redis-py's exceptions become it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError


class QueueUnavailable(Exception):
    """Redis cannot be reached, or refuses (full disk, wrong password). The text names the host, never the password."""


@contextmanager
def reaching(where: str) -> Iterator[None]:
    """Above this line no redis-py exception exists. where is shown: an address without a password."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise QueueUnavailable(f"Redis at {where} is not available: {error}") from error
