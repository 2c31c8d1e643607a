"""SEARCH: which messages a client means. RFC 9051 section 6.4.4; text keys look at the octets as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from simulator.message import Content

from .parse import BadCommand, Word, ranges

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_NESTED = 150  # NOT and OR in one command
FLAG_KEYS = {"SEEN": "\\Seen", "ANSWERED": "\\Answered", "DELETED": "\\Deleted", "DRAFT": "\\Draft",
             "FLAGGED": "\\Flagged"}  # fmt: skip
NO_FLAG_KEYS = {f"UN{key}": flag for key, flag in FLAG_KEYS.items()}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One message; content is a function, since few searches need the octets."""

    sequence: int
    uid: int
    flags: frozenset[str]
    received_at: datetime
    content: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What * means."""

    sequence: int
    uid: int


Test = Callable[[Candidate], bool]


def compile_search(words: Sequence[Word], bounds: Bounds) -> Test:
    """All keys must hold. Raises BadCommand."""
    left = list(words)
    if left and isinstance(left[0], bytes) and left[0].upper() == b"CHARSET":
        del left[:2]
    if not left:
        raise BadCommand("SEARCH for what?")
    if sum(word in (b"NOT", b"OR") for word in map(_upper, left)) > MOST_NESTED:
        raise BadCommand("SEARCH for something simpler")
    tests = []
    while left:
        tests.append(_key(left, bounds))
    return _all(tests)


def _upper(word: Word) -> bytes:
    return word.upper() if isinstance(word, bytes) else b""


def _all(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda one: all(test(one) for test in tests)


def _key(left: list[Word], bounds: Bounds) -> Test:
    word = left.pop(0)
    if isinstance(word, list):
        return compile_search(word, bounds)
    key = word.decode("ascii", "replace").upper()
    if key in FLAG_KEYS or key in NO_FLAG_KEYS:
        return _flag(FLAG_KEYS.get(key) or NO_FLAG_KEYS[key], wanted=key in FLAG_KEYS)
    if key in SIMPLE:
        return SIMPLE[key]
    if key in NESTED:
        return NESTED[key](left, bounds)
    if key[:1].isdigit() or key[:1] == "*":
        within = ranges(word, bounds.sequence)
        return lambda one: _in(one.sequence, within)
    raise BadCommand("SEARCH for something unknown")


def _argument(left: list[Word]) -> bytes:
    if not left or isinstance(left[0], list):
        raise BadCommand("SEARCH lacks an argument")
    word = left.pop(0)
    assert isinstance(word, bytes)
    return word


def _flag(flag: str, *, wanted: bool) -> Test:
    return lambda one: (flag in one.flags) == wanted


def _in(number: int, within: Sequence[tuple[int, int]]) -> bool:
    return any(low <= number <= high for low, high in within)


def _uid(left: list[Word], bounds: Bounds) -> Test:
    within = ranges(_argument(left), bounds.uid)
    return lambda one: _in(one.uid, within)


def _not(left: list[Word], bounds: Bounds) -> Test:
    test = _key(left, bounds) if left else _missing()
    return lambda one: not test(one)


def _or(left: list[Word], bounds: Bounds) -> Test:
    first = _key(left, bounds) if left else _missing()
    second = _key(left, bounds) if left else _missing()
    return lambda one: first(one) or second(one)


def _missing() -> Test:
    raise BadCommand("SEARCH lacks an argument")


def _dated(compare: Callable[[date, date], bool]) -> Callable[[list[Word], Bounds], Test]:
    def build(left: list[Word], bounds: Bounds) -> Test:  # noqa: ARG001 every builder is given the bounds
        day = _day(_argument(left))
        return lambda one: compare(one.received_at.date(), day)

    return build


def _day(text: bytes) -> date:
    try:
        day, month, year = text.decode("ascii").split("-")
        return date(int(year), MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        raise BadCommand("That is no date") from None


def _sized(*, larger: bool) -> Callable[[list[Word], Bounds], Test]:
    def build(left: list[Word], bounds: Bounds) -> Test:  # noqa: ARG001 every builder is given the bounds
        text = _argument(left)
        if not text.isdigit():
            raise BadCommand("That is no size")
        size = int(text)
        return lambda one: one.content().size > size if larger else one.content().size < size

    return build


def _contains(part: Callable[[Content], bytes], prefix: bytes = b"") -> Callable[[list[Word], Bounds], Test]:
    def build(left: list[Word], bounds: Bounds) -> Test:  # noqa: ARG001 every builder is given the bounds
        wanted = _argument(left).lower()
        return lambda one: any(
            wanted in line for line in part(one.content()).lower().split(b"\n") if line.startswith(prefix)
        )

    return build


def _header(left: list[Word], bounds: Bounds) -> Test:
    name = _argument(left).lower() + b":"
    return _contains(Content.header, name)(left, bounds)


def _keyword(left: list[Word], bounds: Bounds) -> Test:  # noqa: ARG001 every builder is given the bounds
    return _flag(_argument(left).decode("ascii", "replace"), wanted=True)


SIMPLE: dict[str, Test] = {
    "ALL": lambda one: True,  # noqa: ARG005
    "OLD": lambda one: True,  # noqa: ARG005
    "RECENT": lambda one: False,  # noqa: ARG005
    "NEW": lambda one: False,  # noqa: ARG005
}
NESTED: dict[str, Callable[[list[Word], Bounds], Test]] = {
    "UID": _uid,
    "NOT": _not,
    "OR": _or,
    "SINCE": _dated(lambda day, given: day >= given),
    "BEFORE": _dated(lambda day, given: day < given),
    "ON": _dated(lambda day, given: day == given),
    "SENTSINCE": _dated(lambda day, given: day >= given),
    "SENTBEFORE": _dated(lambda day, given: day < given),
    "LARGER": _sized(larger=True),
    "SMALLER": _sized(larger=False),
    "KEYWORD": _keyword,
    "HEADER": _header,
    "TEXT": _contains(lambda content: content.raw),
    "BODY": _contains(lambda content: content.raw[len(content.header()) :]),
    **{name: _contains(Content.header, f"{name.lower()}:".encode()) for name in ("FROM", "TO", "CC", "BCC", "SUBJECT")},
}
