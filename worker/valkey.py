"""The embedded Valkey: one detached server per home, shared by every command of that home."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

IDLE = timedelta(minutes=10)


def ensure(home: Path, *, idle: timedelta = IDLE) -> str:
    """The redis URL (unix://...) of this home's server, started when none runs. Blocking.

    idle: how long the server outlives its last client; told to a server that this call starts.
    Raises QueueUnavailable: no binary for this platform, home not writable, disk full.
    """
    raise NotImplementedError


def stop(home: Path) -> None:
    """End this home's server where one runs, orderly, and wait until it is gone. Blocking."""
    raise NotImplementedError
