"""One leader among any number of processes. What a leader does must bear being done twice."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

from redis import Redis

from worker.redis_keys import OURS
from worker.redis_url import where
from worker.unavailable import QueueUnavailable, reaching

TAKE_OR_KEEP = """
local holder = redis.call('GET', KEYS[1])
if holder == ARGV[1] then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return 1
end
if holder then
    return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""

GIVE_UP = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""


class Leader:
    """A lock with a time to live; whoever holds it leads. name is shown to who looks into Redis."""

    def __init__(self, connection: Redis, name: str, ttl: timedelta) -> None:
        self._where = where(connection)
        self._key = f"{OURS}leader"
        self._token = f"{name}:{secrets.token_hex(8)}"
        self._ttl = ttl
        self._until = 0.0
        self._take = connection.register_script(TAKE_OR_KEEP)
        self._give_up = connection.register_script(GIVE_UP)

    def hold(self) -> bool:
        """Become or stay leader for ttl more; whether we are. Blocking; QueueUnavailable."""
        asked_at = time.monotonic()  # before asking: Redis counts from a later moment, never from an earlier one
        with reaching(self._where):
            ours = self._take(keys=[self._key], args=[self._token, int(self._ttl.total_seconds() * 1000)])
        self._until = asked_at + self._ttl.total_seconds() if ours else 0.0
        return self.is_leader()

    def is_leader(self) -> bool:
        """Whether the last hold() still holds, by this process's monotonic clock; asks nobody."""
        return time.monotonic() < self._until

    def release(self) -> None:
        """Step down, so that another need not wait for the ttl. Blocking; never raises."""
        self._until = 0.0
        try:
            with reaching(self._where):
                self._give_up(keys=[self._key], args=[self._token])
        except QueueUnavailable:
            return  # then the lock runs out by itself
