"""RQ's queues as a loop worker has them: their maintenance lock does not outlive whoever was killed holding it."""

from __future__ import annotations

from rq import Queue

LOCK_LIFE = 30  # seconds that we keep the lock at most; tidying a queue takes a moment
STOCK_LIFE = 899  # seconds for which RQ's own worker sets it
STALE = 60  # seconds after which a lock is nobody's any more: RQ would wait for a quarter of an hour


class TidiedQueue(Queue):
    def acquire_maintenance_lock(self) -> bool:
        """Whether this queue is ours to tidy now."""
        key = self.registry_cleaning_key
        if self.connection.set(key, 1, nx=True, ex=LOCK_LIFE):
            return True
        left: int = self.connection.ttl(key)
        if LOCK_LIFE < left < STOCK_LIFE - STALE:
            return bool(self.connection.set(key, 1, ex=LOCK_LIFE))
        return False
