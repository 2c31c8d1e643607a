"""structlog for the whole process, to standard error; libraries at WARNING; nothing secret comes this far."""

from __future__ import annotations


def set_up(log: str, level: str = "info") -> None:
    """log: console | json."""
    raise NotImplementedError
