"""A server's wait as people read it: what it asks for, and what is kept to of that. Pure."""

from __future__ import annotations

from datetime import timedelta

from .decide import HINT_CAP, THROTTLE_CAP, THROTTLES
from .model import Kind

UNITS = ((86400.0, "days"), (3600.0, "h"), (60.0, "min"))
FROM = 2  # of a unit at least, before it is used: 90 s stay 90 s


def wait(asked: timedelta | None, kind: Kind) -> str:
    """What the server asks for, and where that is more than is believed, for how long it is obeyed."""
    if asked is None:
        return "the server names none"
    cap = THROTTLE_CAP if kind in THROTTLES else HINT_CAP
    if asked > cap:
        return f"asked for {length(asked)}, kept to {length(cap)}"
    return f"{length(asked)}, as the server asks"


def length(span: timedelta) -> str:
    """In the largest unit of which there are two at least, without what does not matter beside it: "24 h", "92.4 s"."""
    seconds = span.total_seconds()
    for unit, name in UNITS:
        whole = seconds / unit
        if whole >= FROM:
            return f"{_short(whole)} {name}"
    return f"{_short(seconds)} s"


def _short(number: float) -> str:
    digits = 0 if number >= 100 else 1 if number >= 10 else 3
    return f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{number:.0f}"
