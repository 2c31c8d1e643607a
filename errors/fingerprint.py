"""A short name for what has none: answers that say the same in other words for ids, names and times share it. Pure;
what an answer means is not asked here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from .hidden import HIDDEN
from .model import Protocol, Signal
from .redacted import redacted, without_secrets
from .window import window

LENGTH = 12  # hexadecimal digits
WORDS = 64  # that count; what differs later makes no other answer
READ = 1000  # letters of an answer without any word that are looked at
BEGINNING = 64  # that count
ID = re.compile(r"[!-~]*?[0-9A-Za-z][!-~]*")

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
NUMBER = re.compile(r"[-_.]?\d{1,20}")

# What follows one of these is a name, unless it says something of it.
NAMES_FOLLOW = frozenset({
    "user", "username", "mailbox", "account", "session", "login", "id", "uid", "principal", "recipient", "sender",
    "address", "owner", "folder",
})  # fmt: skip
BEFORE_NAMED = frozenset({"for", "of", "to", "from", "by", "as"})
SAYING = re.compile(
    r"\w{1,30}(?:ed|ing|[ai]ble|[ts]ion|ment|ful|ly)|is|are|was|were|has|have|had|does|do|did|can|cannot|could|will|"
    r"would|may|must|should|not|no|isn't|doesn't|can't|unknown|full|invalid|busy|over|under|quota|limit|limits|size|"
    r"name|names|id|ids|data|store|server|type|error|errors|in|on|at|by|to|of|for|from|with|without|and|or|already|"
    r"temporarily|currently|too|out|exists|error|fails|failure|inactive|offline|moved|gone|box|key|token|table|tables|"
    r"list|path|that|this|the|your|you"
)


def fingerprint(seen: Signal, names: Collection[str] = ()) -> str:
    """Twelve hexadecimal digits: the same for every answer of this protocol and stage with these codes and words.
    names: of the mailbox that it was told about, as names_of gives them; the words stay out that are one."""
    kept = without_secrets(seen)
    from hashlib import sha256  # slow to import, and only the unknown needs it

    codes = (seen.status, _code(kept), *kept.inner_codes, seen.http_status, seen.exception)
    parts = (
        seen.protocol,
        seen.stage,
        *(str(code or "").lower() for code in codes),
        gist(seen.text, names) or _beginning(seen.text),
    )
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:LENGTH]


def names_of(address: str, username: str | None = None) -> frozenset[str]:
    """What a mailbox may be called, in small letters."""
    whole = {name.lower() for name in (address, username or "") if name}
    return frozenset(whole | {name.partition("@")[0] for name in whole} | {name.rpartition("\\")[2] for name in whole})


def gist(text: str, names: Collection[str] = ()) -> str:
    """The words that stay when the same is said about another mailbox, on another host, at another time: without
    numbers, addresses, hosts, ids, names, times, passwords and tokens."""
    return " ".join(islice(_words(redacted(window(text)).replace(HIDDEN, " "), names), WORDS))


def _beginning(text: str) -> str:
    """Of an answer without any word: its first letters, whatever they are, without numbers and what may be an id."""
    plain = QUOTED.sub(" ", NAMED.sub(" ", redacted(text[:READ]).replace(HIDDEN, " ")))
    return NUMBER.sub("", " ".join(token for token in plain.split() if not ID.fullmatch(token)))[:BEGINNING]


def _code(seen: Signal) -> str | None:
    """IMAP's codes are words: a number within is an id. Those of others are numbers."""
    code = seen.response_code
    return NUMBER.sub("#", code) if code and seen.protocol is Protocol.IMAP else code


def _words(text: str, names: Collection[str]) -> Iterator[str]:
    text = NAMED.sub(" ", text)
    if not LOOKS_LIKE_JSON.search(text):
        text = QUOTED.sub(" ", text)
    tokens = ["", *filter(None, PUNCTUATION.split(text.lower())), ""]
    for place, token in enumerate(tokens):
        word = token.strip(EDGES).partition("=")[0]
        if not WORD.fullmatch(word) or PASSING.fullmatch(word) or _is_id(word) or word in names:
            continue
        if not _is_name(word, tokens, place):
            yield word


def _is_name(word: str, tokens: Sequence[str], place: int) -> bool:
    """One that follows "mailbox": where more is said of it, where a colon stands between, or after "for mailbox"."""
    noun = tokens[place - 1]
    if noun.strip(EDGES) not in NAMES_FOLLOW or SAYING.fullmatch(word):
        return False
    return bool(tokens[place + 1]) or noun.endswith(":") or tokens[place - 2] in BEFORE_NAMED


def _is_id(word: str) -> bool:
    return (len(word) > LONGEST_WORD and word.isascii()) or HEXADECIMAL.fullmatch(word) is not None
