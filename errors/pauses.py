"""How long to wait: doubling, capped, spread. Pure arithmetic; who waits, and why, is said elsewhere."""

from __future__ import annotations

from datetime import timedelta

MOST_DOUBLINGS = 40  # by then every cap is reached, and timedelta has not overflowed


def doubled(base: timedelta, times: int, cap: timedelta) -> timedelta:
    """The base, doubled that often, never above the cap."""
    seconds = base.total_seconds() * 2.0 ** min(max(times, 0), MOST_DOUBLINGS)
    return timedelta(seconds=min(seconds, cap.total_seconds()))


def spread(full: timedelta, dice: float) -> timedelta:
    """Somewhere in the upper half, so that a fleet never wakes at once. 0 <= dice < 1."""
    return full * (0.5 + dice / 2)


def prolonged(told: timedelta, dice: float) -> timedelta:
    """Up to a tenth longer than told, never shorter: whoever was told the same wait comes back one by one."""
    return told * (1 + dice / 10)
