"""Lengths of time as servers write them, in several languages: "5 minutes", "1 h 30 min", "eine Stunde", "00:05:00".
Whether one of them is a wait that is asked for is not said here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .patterns import compiled

MOST = 64  # lengths of time in one answer that are looked at
LONGEST_CLOCK = 5  # hours: 00:05:00 is a length of time, 14:30:00 a time of day

SECONDS_OF = {
    0.001: r"ms|msecs?|milli\w{3,10}",
    1.0: r"s|secs?|seconds?|sekunden?|secondes?|segundos?|second[io]|seconden|секунд\w?|秒",
    60.0: r"m|mn|mins?|minut(?:e[ns]?|os?|i|en)|минут\w?|分钟|分鐘|分",
    3600.0: r"h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur|uren|час\w{0,2}|小时|小時|時間",
    86400.0: r"d|days?|tage?n?|jours?|d[ií]as?|giorn[io]|dag(?:en)?|дн\w{1,2}|день|天",
}
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "sixty": 60, "half an": 0.5,
    "ein": 1, "eine": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "fünf": 5, "zehn": 10, "fünfzehn": 15,
    "dreißig": 30,
    "un": 1, "une": 1, "deux": 2, "cinq": 5, "dix": 10, "quinze": 15, "trente": 30,
    "una": 1, "uno": 1, "dos": 2, "cinco": 5, "diez": 10, "treinta": 30,
    "um": 1, "uma": 1, "dez": 10, "trinta": 30, "due": 2, "cinque": 5, "dieci": 10, "trenta": 30,
    "een": 1, "twee": 2, "vijf": 5, "tien": 10, "dertig": 30,
}  # fmt: skip

DIGITS = r"\d{1,8}(?:[.,]\d{1,3})?"
WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
UNIT = "|".join(SECONDS_OF.values())
UNIT_SOON = r"(?=[a-zд-ч分秒小時天])"  # before the many words for a unit are tried
NO_MORE = r"(?![a-zà-ž])"
ALONE = r"(?<![0-9A-Za-z_.,:/-])"
LENGTH = (
    rf"{ALONE}(?:(?P<hours>\d{{1,2}}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d)(?![\w:])|"
    rf"(?P<number1>{DIGITS})\s?{UNIT_SOON}(?P<unit1>{UNIT}){NO_MORE}"
    rf"(?:,?\s?(?:and |und |et |y |e |en )?(?P<number2>{DIGITS})\s?{UNIT_SOON}(?P<unit2>{UNIT}){NO_MORE})?)"
)
WORDED = rf"\b(?P<number>{WORDS})\s(?=[hmstujdo])(?P<unit>{UNIT})\b"
WORTH_A_LOOK = ("minut", "hour", "second", "stunde", "sekunde", "heure", "hora", " ora", " uur", " day", " tag")


@dataclass(frozen=True, slots=True)
class Length:
    """seconds; start and end: where in the text it stands."""

    seconds: float
    start: int
    end: int


def lengths(text: str) -> Iterator[Length]:
    """Those in digits in the order in which they stand, then those in words."""
    for found, _ in zip(compiled(LENGTH).finditer(text), range(MOST), strict=False):
        seconds = _clock(found) if found["hours"] else _sum(found)
        if seconds is not None:
            yield Length(seconds, found.start(), found.end())
    lowered = text.lower()
    if any(part in lowered for part in WORTH_A_LOOK):
        for found, _ in zip(compiled(WORDED).finditer(text), range(MOST), strict=False):
            yield Length(number(found["number"]) * seconds_of(found["unit"]), found.start(), found.end())


def _clock(found: re.Match[str]) -> float | None:
    hours, minutes, seconds = int(found["hours"]), int(found["minutes"]), int(found["seconds"])
    return 3600.0 * hours + 60.0 * minutes + seconds if hours <= LONGEST_CLOCK else None


def _sum(found: re.Match[str]) -> float:
    parts = [(found["number1"], found["unit1"]), (found["number2"], found["unit2"])]
    return sum(number(digits) * seconds_of(unit) for digits, unit in parts if digits)


def number(written: str) -> float:
    """A comma before three digits parts thousands, before fewer it is a decimal one."""
    word = NUMBERS.get(" ".join(written.lower().split()))
    if word is not None:
        return float(word)
    whole, comma, rest = written.partition(",")
    return float(whole + rest if len(rest) == 3 else f"{whole}.{rest}" if comma else written)


def seconds_of(unit: str) -> float:
    """One of UNIT, in seconds."""
    return next(seconds for seconds, words in SECONDS_OF.items() if compiled(words).fullmatch(unit))
