"""What somebody looks for among the emails, as it stands in the page's address. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from errors.model import Direction
from store.columns import clean
from store.email_search import Wanted, words_of

from .forms import Answers

FIELDS = ("words", "mailbox", "state", "code", "direction", "since", "until")
LEFT_BEHIND = "left_behind"
STATES = (("", "any"), ("received", "received"), ("set_aside", "set aside"))
OF_REMOVED = (LEFT_BEHIND, "of removed mailboxes")
DIRECTIONS = (("", "both"), *((one.value, one.value) for one in Direction))
LONGEST = 500  # characters of a field
LAST_SEQ = 2**63 - 1
NO_DATE = "Write a date as year-month-day, like 2026-03-31."
NO_SPAN = "This day is before the first one."


def answers_of(asked: Mapping[str, str]) -> Answers:
    return Answers({name: asked.get(name, "")[:LONGEST].strip() for name in FIELDS})


def wanted(answers: Answers, before: str, zone: ZoneInfo) -> Wanted:
    """What is wrong is told in answers.wrong, and not looked for. Days are those of the reader's zone."""
    state = answers.get("state")
    since = _day(answers, "since", zone)
    until = _day(answers, "until", zone, timedelta(days=1))
    if since is not None and until is not None and until <= since:
        answers.wrong["until"] = NO_SPAN
    return Wanted(
        mailbox=answers.get("mailbox") or None,
        state=state if state in ("received", "set_aside") else None,
        code=clean(answers.get("code")).upper() or None,
        direction=next((one for one in Direction if one.value == answers.get("direction")), None),
        left_behind=state == LEFT_BEHIND,
        words=words_of(answers.get("words")),
        since=since,
        until=until,
        before=_seq(before),
    )


def _day(answers: Answers, name: str, zone: ZoneInfo, after: timedelta = timedelta()) -> datetime | None:
    """When that day, or so much after it, begins."""
    typed = answers.get(name)
    if not typed:
        return None
    try:
        return datetime.combine(date.fromisoformat(typed) + after, time(), zone)
    except (ValueError, OverflowError):
        answers.wrong[name] = NO_DATE
        return None


def _seq(before: str) -> int | None:
    """What is no number is the newest ones."""
    number = int(before) if before.isascii() and before.isdigit() and len(before) <= 19 else 0
    return number if 0 < number <= LAST_SEQ else None


def address(answers: Answers, before: int | None = None) -> str:
    """Of the page that shows this search, or the part of it before a seq."""
    asked = [(name, answers.get(name)) for name in FIELDS if answers.get(name)]
    if before is not None:
        asked.append(("before", str(before)))
    return f"/emails?{urlencode(asked)}" if asked else "/emails"
