"""A short name for what has none: answers that say the same in other words for ids, names and times share it. Pure;
what an answer means is not asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from .model import Signal
from .window import window

LENGTH = 12  # hexadecimal digits
WORDS = 64  # that count; what differs later makes no other answer

NAMED = re.compile(r"<[^<>]{0,500}>|(?<!\w)'[^'\n]{1,80}'(?!\w)")
QUOTED = re.compile(r'"[^"\n]{0,80}"')
PUNCTUATION = re.compile(r'[\s{}\[\]()",;|]+')
LOOKS_LIKE_JSON = re.compile(r'"\s{0,9}:')
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LONGEST_WORD = 32  # ASCII letters in a run; longer ones are some encoding of something
HEXADECIMAL = re.compile(r"[a-f]{6,}")
EDGES = ".:!?*'’`-=/"

# Parts of a time and its units, which come and go with the number beside them.
PASSING = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|[ap]m|utc|gmt|"
    r"s|secs?|seconds?|ms|milliseconds?|m|mins?|minutes?|h|hours?|days?|[kmg]?b|bytes"
)


def fingerprint(seen: Signal) -> str:
    """Twelve hexadecimal digits: the same for every answer of this protocol and stage with these codes and words."""
    from hashlib import sha256  # slow to import, and only the unknown needs it

    codes = (seen.status, seen.response_code, *seen.inner_codes, seen.http_status, seen.exception)
    parts = (seen.protocol, seen.stage, *(str(code or "").lower() for code in codes), gist(seen.text))
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:LENGTH]


def gist(text: str) -> str:
    """The words that stay when the same is said about another mailbox, on another host, at another time: without
    numbers, addresses, hosts, ids, quoted names and times."""
    return " ".join(islice(_words(window(text)), WORDS))


def _words(text: str) -> Iterator[str]:
    text = NAMED.sub(" ", text)
    if not LOOKS_LIKE_JSON.search(text):
        text = QUOTED.sub(" ", text)
    for token in PUNCTUATION.split(text.lower()):
        word = token.strip(EDGES).partition("=")[0]
        if WORD.fullmatch(word) and not PASSING.fullmatch(word) and not _is_id(word):
            yield word


def _is_id(word: str) -> bool:
    return (len(word) > LONGEST_WORD and word.isascii()) or HEXADECIMAL.fullmatch(word) is not None
