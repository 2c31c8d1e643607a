"""How long a server asks to be left alone: its own words and headers, as a duration. What of it is obeyed is decided
elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from .durations import DIGITS, UNIT, Length, lengths, number, seconds_of
from .model import Signal
from .patterns import compiled
from .window import window

NAMED = (
    rf"(?:back[- ]?off|retry[-_]?after|retry[-_]?delay)[\s_-]?(?:time)?[\s_-]?(?P<within>milliseconds?|ms|seconds?)?"
    rf"[\"'>:=\s]{{1,8}}(?:for\s)?(?P<number>{DIGITS})(?![\d:-])\s?(?P<unit>{UNIT})?(?!\w)"
)
BARE = rf"(?:\b(?:retry|again)\s(?:in|after)|\bwait(?:\sfor)?)\s(?P<number>{DIGITS})(?!\d|\s?\w|[.:/-]\w)"
MOMENT = r"\b(?:retry|again) after:?\s(?P<moment>20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,6})?Z"

AGAIN = (  # what is to be done again
    r"(?:re-?)?try(?:ing)?|again|re-?connect\w{0,3}|re-?send|come back|return|available|resets?|resume|"
    r"enabled|unblocked|unlocked|lifted|next|"
    r"versuch\w{0,3}|erneut|wieder|nochmals?|"
    r"r[ée]-?essa[iy]\w{0,3}|essay\w{0,3}|nouveau|renouvel\w{0,3}|"
    r"int[eé]nt\w{0,6}|nuevo|nuevamente|riprova\w{0,3}|prova\w{0,2}|nuovo|tent[ea]\w{0,4}|novamente|novo|"
    r"probeer|opnieuw|попыт\w{0,3}|попроб\w{0,6}|повтор\w{0,6}"
)
LATER = r"in|after|dans|apr[eè]s|en|dentro de|despu[eé]s de|tra|fra|dopo|em|ap[oó]s|daqui a|over|na|nach|через"
WAIT = (
    r"wait|warten(?: sie)?|patiente[rz]|attend(?:re|ez|ere|i|ete)|esper[ea]r?|aguard[ea]r?|wacht(?:en)?|подожд\w{1,4}"
)
SHUT = (
    r"(?:b?lock|suspend|bann|disabl|throttl|limit|gr[ea]y-?list)(?:ed|ing)|gesperrt|bloqu\w{1,4}|"
    r"bloccat[oa]|geblokkeerd"
)
ABOUT = (
    r"(?:about|approximately|approx\.?|around|at least|a minimum of|up to|another|the next|etwa|ca\.|mindestens|"
    r"environ|au moins|unos|al menos|circa|almeno|cerca de|pelo menos|ongeveer|minstens)?"
)
FILLED = r"(?:[\s,]{1,2}(?!timed|fail|exceed|within|limit|attempt)[a-zà-ÿ'-]{1,12}){0,3}?"
BEFORE = (
    rf"(?:\b(?:{AGAIN}){FILLED}[\s,:-]{{1,3}}(?:{LATER})|\b(?:{WAIT})(?: sie)?(?: time)?(?: for)?:?|"
    rf"\b(?:{SHUT})(?: out)?(?: for| f[üu]r| pendant| por| per| durante| voor)|"
    rf"\b(?:do not|don't|not) (?:\w{{1,12}} ){{0,2}}(?:try again|retry|re-?connect) for|"
    rf"\b(?:retry|try again):?)\s{{1,2}}{ABOUT}\s?$"
)
AFTER = (
    r"\s{0,2}(?:erneut|noch ?mal|wieder|opnieuw|(?:and|then|and then|before) (?:re)?try(?:ing)?\b|"
    r"before (?:you )?(?:send|connect|attempt)ing|[后後]\s?(?:再|重|お|に|もう))"
)
CUES = ("retry", "again", "wait")  # one of them stands before a number without a unit
NEARBY = 70  # characters before a length of time that may ask for it


def retry_after(seen: Signal) -> timedelta | None:
    """The wait that the server named; None where it named none."""
    told = _from_headers(seen)
    return _from_text(seen) if told is None else told


def unread_wait(seen: Signal) -> str | None:
    """A Retry-After that is no wait ("soon"), as it was sent; None where there is none, or it can be read."""
    told = _lowered(seen.headers).get("retry-after")
    return told if told is not None and _from_headers(seen) is None else None


def _from_text(seen: Signal) -> timedelta | None:
    text = window(seen.text)
    lowered = text.lower()
    named = compiled(NAMED).search(text) if "retry" in lowered or "back" in lowered else None
    if named is not None:
        return timedelta(seconds=number(named["number"]) * _unit(named["unit"] or named["within"]))
    length = next((one for one in lengths(text) if _is_asked_for(text, one)), None)
    if length is not None:
        return timedelta(seconds=length.seconds)
    return _bare(text, seen) if any(cue in lowered for cue in CUES) else None


def _bare(text: str, seen: Signal) -> timedelta | None:
    """A number of seconds without their name; a moment."""
    bare = compiled(BARE).search(text)
    return timedelta(seconds=number(bare["number"])) if bare else _until_moment(text, seen)


def _is_asked_for(text: str, length: Length) -> bool:
    return (
        compiled(BEFORE).search(text[max(length.start - NEARBY, 0) : length.start]) is not None
        or compiled(AFTER).match(text, length.end) is not None
    )


def _unit(word: str | None) -> float:
    """Seconds where nothing else is said."""
    return 1.0 if word is None else seconds_of(word)


def _until_moment(text: str, seen: Signal) -> timedelta | None:
    """Gmail's API names the moment."""
    found = compiled(MOMENT).search(text)
    since = _since(_lowered(seen.headers), seen)
    if found is None or since is None:
        return None
    try:
        until = datetime.fromisoformat(found["moment"]).replace(tzinfo=UTC)
    except ValueError:
        return None
    return max(until - since, timedelta())


def _from_headers(seen: Signal) -> timedelta | None:
    """Retry-After in seconds or as a date, which is counted from Date where that is there (RFC 9110 section 10.2.3);
    Azure's and others' finer header counts milliseconds."""
    if not seen.headers:
        return None
    headers = _lowered(seen.headers)
    for name, unit in (("retry-after-ms", 0.001), ("x-ms-retry-after-ms", 0.001), ("retry-after", 1.0)):
        told = headers.get(name, "")
        counted = re.match(r"(\d{1,9}(?:\.\d{1,9})?)\s?(?:s|sec|seconds)?(?:,|$)", told, re.ASCII)
        if counted is not None:  # a proxy may have joined two headers with a comma
            return timedelta(seconds=float(counted[1]) * unit)
    until, since = _date(headers.get("retry-after", "")), _since(headers, seen)
    return max(until - since, timedelta()) if until and since else None


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in headers.items()}


def _since(headers: Mapping[str, str], seen: Signal) -> datetime | None:
    return _date(headers.get("date", "")) or seen.observed_at


def _date(text: str) -> datetime | None:
    if not text:
        return None
    from email.utils import parsedate_to_datetime  # slow to import, and rarely needed

    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # of a day, a year or a zone with too many digits
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
