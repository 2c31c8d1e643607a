"""What can be told to a running loop worker over RQ's channel, by `rq` or by a program: stop, kill, stop one job."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError

from worker.redis_url import where
from worker.unavailable import reaching

log = structlog.get_logger(__name__)

SILENCE = 2.0  # seconds before a lost connection is tried again


@dataclass(frozen=True, slots=True)
class ShutDown:
    pass


@dataclass(frozen=True, slots=True)
class KillAll:
    """RQ's kill-horse: end what runs; it counts as failed."""


@dataclass(frozen=True, slots=True)
class StopJob:
    job_id: str


@dataclass(frozen=True, slots=True)
class StopExecution:
    execution_id: str


Command = ShutDown | KillAll | StopJob | StopExecution


def parse(message: bytes) -> Command | None:
    """A message of RQ's channel; None where it is not one that we know."""
    try:
        said = json.loads(message)
        match said["command"]:
            case "shutdown":
                return ShutDown()
            case "kill-horse":
                return KillAll()
            case "stop-job":
                return StopJob(str(said["job_id"]))
            case "stop-execution":
                return StopExecution(str(said["execution_id"]))
    except (ValueError, KeyError, TypeError):
        pass
    return None


class Ear:
    """Listens in a thread of its own, however often the connection is lost."""

    def __init__(self, connection: Redis, channel: str, wake: str) -> None:
        self._pubsub: Any = connection.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
        self._channel, self._wake = channel, wake
        self._where = where(connection)
        self._thread: Any = None

    def listen(self, on_command: Callable[[Command], None], on_wake: Callable[[], None]) -> None:
        """Raises QueueUnavailable when the channel cannot be had."""

        def heard(message: dict[str, Any]) -> None:
            command = parse(message["data"])
            if command is None:
                log.warning("worker.command_unknown")
            else:
                on_command(command)

        with reaching(self._where):
            self._pubsub.subscribe(**{self._channel: heard, self._wake: lambda _: on_wake()})
        self._thread = self._pubsub.run_in_thread(sleep_time=15, daemon=True, exception_handler=self._lost)

    def close(self) -> None:
        if self._thread is None:
            return
        self._thread.stop()
        try:
            self._pubsub.unsubscribe()  # the thread wakes from it
        except RedisError:
            return  # the thread is a daemon, and finds out by itself
        self._thread.join(timeout=1)

    def _lost(self, error: BaseException, _pubsub: Any, thread: Any) -> None:
        if not isinstance(error, RedisError | OSError | ValueError):
            thread.stop()
            raise error
        time.sleep(SILENCE)
