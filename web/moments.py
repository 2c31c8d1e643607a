"""Times as people read them: in their own zone, near ones in words, with the exact UTC on hover. Pure but for the
clock that a page is made by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

TIME = Markup('<time datetime="{}" title="{}"{}>{}</time>')
FROM_NOW = Markup(" data-ago")  # the script keeps it true
PLANNED = Markup(" data-due")  # so too
TO_THE_SECOND = timedelta(hours=1)  # around now: retries follow one another within seconds
NOTHING = Markup("")
NOW = timedelta(seconds=10)
DAY = timedelta(days=1)

MOST_UNITS = 2
UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def told(at: datetime, zone: ZoneInfo, now: datetime) -> Markup:
    """ "14:05", "yesterday 14:05", "3 Mar 14:05", "3 Mar 2025 14:05"."""
    return _marked(at, clock(at, zone, now))


def told_from_now(at: datetime, zone: ZoneInfo, now: datetime) -> Markup:
    """ "3 min ago", "in 20 s"; what is a day away and more as a time."""
    if abs(at - now) >= DAY:
        return told(at, zone, now)
    return _marked(at, away(at - now), FROM_NOW)


def planned(at: datetime, zone: ZoneInfo, now: datetime) -> Markup:
    """ "in 20 s", "due now": what is to happen did not happen yet, though its time may have passed."""
    if at - now < NOW:
        return _marked(at, "due now", PLANNED)
    return told(at, zone, now) if at - now >= DAY else _marked(at, away(at - now), PLANNED)


def clock(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H:%M:%S}" if abs(at - now) < TO_THE_SECOND else f"{local:%H:%M}"
    if abs(days) == 1:
        return f"{'tomorrow' if days > 0 else 'yesterday'} {local:%H:%M}"
    return f"{local:%-d %b %H:%M}" if local.year == today.year else f"{local:%-d %b %Y %H:%M}"


def away(length: timedelta) -> str:
    """length: until then; below zero: since then. One unit, rounded down."""
    if abs(length) < NOW:
        return "now" if length > timedelta() else "just now"
    seconds = int(abs(length).total_seconds())
    size, unit = next((size, unit) for size, unit in UNITS if seconds >= size)
    number = f"{seconds // size} {unit}"
    return f"in {number}" if length > timedelta() else f"{number} ago"


def span(length: timedelta | None) -> str:
    """The two largest units: "2 h 5 min"."""
    seconds = round(length.total_seconds()) if length else 0
    parts: list[str] = []
    for size, unit in UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number} {unit}")
        if len(parts) == MOST_UNITS or (parts and not number):
            break
    return " ".join(parts) or "0 s"


def _marked(at: datetime, shown: str, more: Markup = NOTHING) -> Markup:
    exact = at.astimezone(UTC)
    return TIME.format(f"{exact:%Y-%m-%dT%H:%M:%SZ}", f"{exact:%Y-%m-%d %H:%M:%S} UTC", more, shown)
