"""One leader among any number of processes. What a leader does must bear being done twice."""

from __future__ import annotations

from datetime import timedelta

from redis import Redis


class Leader:
    def __init__(self, connection: Redis, name: str, ttl: timedelta) -> None: ...

    def hold(self) -> bool:
        """Become or stay leader for ttl more; whether we are. Blocking; QueueUnavailable."""
        raise NotImplementedError

    def is_leader(self) -> bool:
        """Whether the last hold() still holds, by this process's monotonic clock; asks nobody."""
        raise NotImplementedError

    def release(self) -> None:
        """Step down, so that another need not wait for the ttl. Blocking; never raises."""
        raise NotImplementedError
