"""How long a server asks to be left alone: its own words and headers, as a duration. What of it is obeyed is decided
elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from .model import Signal

READ = 4000  # characters of a text; a stranger may send megabytes

# At most nine digits, so that no sum overflows; `decide` caps what is left.
NUMBER = r"(\d{1,9}(?:\.\d{1,3})?)\s*"
UNIT = r"(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?)?\b"
BACKOFF = re.compile(rf"back-?off(?: time)?(?: for)?:?\s*{NUMBER}{UNIT}", re.IGNORECASE)
AGAIN = re.compile(
    rf"(?:\b(?:try|retry|again)\b[^.;\n\d]{{0,20}}?(?:\bin|\bafter|-after:?)|\bwait\b)[^.;\n\d]{{0,12}}{NUMBER}{UNIT}",
    re.IGNORECASE,
)
UNITS = {
    "ms": 0.001,
    "mi": 60.0,
    "m": 60.0,
    "s": 1.0,
    "se": 1.0,
    "h": 3600.0,
    "ho": 3600.0,
    "hr": 3600.0,
    "da": 86400.0,
}


def retry_after(seen: Signal) -> timedelta | None:
    """The wait that the server named; None where it named none."""
    return _from_headers(seen) or _from_text(seen.text)


def _from_text(text: str) -> timedelta | None:
    found = BACKOFF.search(text, 0, READ) or AGAIN.search(text, 0, READ)
    if found is None:
        return None
    return timedelta(seconds=float(found[1]) * _unit(found[2]))


def _unit(word: str | None) -> float:
    """Seconds where nothing else is said."""
    if word is None:
        return 1.0
    return 0.001 if word.lower().startswith("milli") else UNITS[word.lower()[:2]]


def _from_headers(seen: Signal) -> timedelta | None:
    """Retry-After in seconds or as a date, which is counted from Date where that is there (RFC 9110 section 10.2.3)."""
    headers = {name.lower(): value.strip() for name, value in seen.headers.items()}
    told = headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}", told):
        return timedelta(seconds=int(told))
    until, since = _date(told), _date(headers.get("date", "")) or seen.observed_at
    return max(until - since, timedelta()) if until and since else None


def _date(text: str) -> datetime | None:
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # slow to import, and rarely needed

    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
