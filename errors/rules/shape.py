"""What a rule looks like, and how it is held against a signal. No rule lives here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from errors.model import Protocol, Signal, Stage
from errors.window import JOINT

from .expression import fold, search

NONE: frozenset[str] = frozenset()


class Rank(IntEnum):
    """In what order rules are asked. Within a rank no two rules should fit the same signal: then order is no accident.

    OWN: told by ourselves. TELLING: words that say more than the code they came with. CODED: a response code, an errno,
    an OpenSSL reason. WORDED: words alone. SHAPED: only the kind of answer and the stage. LAST: whatever is left.
    """

    OWN = 0
    TELLING = 1
    CODED = 2
    WORDED = 3
    SHAPED = 4
    LAST = 5


class Shape(NamedTuple):
    """All of a signal that a rule may ask for beside protocol, stage and words. Codes are in lower case."""

    status: str | None
    code: str
    inner: frozenset[str]
    exception: str | None
    http_status: int | None
    about_message: bool

    @property
    def family(self) -> str:
        """Class and subject of an enhanced status code (RFC 3463 section 2): "5.7" of "5.7.8"."""
        return self.code.rpartition(".")[0]


def shape_of(seen: Signal, code: str | None) -> Shape:
    """code: the one of the signal's codes that counts."""
    inner = frozenset(map(str.lower, seen.inner_codes)) if seen.inner_codes else NONE
    return Shape(seen.status, (code or "").lower(), inner, seen.exception, seen.http_status, seen.message is not None)


@dataclass(frozen=True, slots=True)
class Rule:
    """Every condition that is given must hold. text: a regular expression, searched without regard to case, in which
    `*` and `+` stand for 80 at most; unless: one that must not be found. about_message: whether the signal is about
    one message; None: either.

    codes: compared, without regard to case, with the signal's most detailed code that any rule of its protocol and
    stage names in `codes`; inner: with any of its inner codes, without regard to case too. families: class and subject
    of an enhanced status code ("5.7"). exceptions: names of classes; None: none was raised. statuses: the protocol's
    own word or number ("NO", "535"); http_statuses: numbers; unless_http: numbers beside which it does not count.
    """

    id: str
    code: str
    rank: Rank
    protocol: Protocol | None = None
    stages: frozenset[Stage] = frozenset()
    statuses: frozenset[str | None] = frozenset()
    codes: frozenset[str] = frozenset()
    exceptions: frozenset[str | None] = frozenset()
    text: str | None = None
    unless: str | None = None
    about_message: bool | None = None
    http_statuses: frozenset[int] = frozenset()
    inner: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    unless_http: frozenset[int] = frozenset()

    def match(self, seen: Signal) -> str | None:
        """What in the signal it matched; None where it does not fit. The signal's response_code is the one that
        counts, its text no longer than its window."""
        here = self.is_for(seen.protocol, seen.stage) and self.fits(shape_of(seen, seen.response_code))
        return self.words(seen, seen.text, fold(seen.text)) if here else None

    def is_for(self, protocol: Protocol, stage: Stage) -> bool:
        return self.protocol in (None, protocol) and (not self.stages or stage in self.stages)

    def fits(self, shape: Shape) -> bool:
        """Whether every condition but protocol, stage and words holds."""
        return (
            (not self.codes or shape.code in lowered(self.codes))
            and (not self.exceptions or shape.exception in self.exceptions)
            and (not self.statuses or shape.status in self.statuses)
            and (not self.http_statuses or shape.http_status in self.http_statuses)
            and shape.http_status not in self.unless_http
            and (not self.inner or not lowered(self.inner).isdisjoint(shape.inner))
            and (not self.families or shape.family in self.families)
            and self.about_message in (None, shape.about_message)
        )

    def words(self, seen: Signal, text: str, folded: str) -> str | None:
        """What it matched, of a signal whose shape fits; None where the words do not. text: the signal's window."""
        if self.text is None:
            return self._named(seen)
        found = search(self.text, folded)
        if found is None or JOINT in found[0]:
            return None
        if self.unless is not None and search(self.unless, folded):
            return None
        return text[found.start() : found.end()] or self._named(seen)

    def _named(self, seen: Signal) -> str:
        """The first thing that it asked for and found, as the signal has it; where it asked for none, what is there."""
        found = [
            _first(self.inner, seen.inner_codes),
            _first(self.codes, (*reversed(seen.inner_codes), seen.response_code or "")),
            seen.response_code if self.families else None,
            seen.exception if self.exceptions else None,
            seen.status if self.statuses else None,
            str(seen.http_status) if self.http_statuses else None,
        ]
        return next((one for one in found if one), seen.status or seen.exception or str(seen.http_status or ""))


def _first(asked: frozenset[str], told: tuple[str, ...]) -> str | None:
    return next((code for code in told if code.lower() in lowered(asked)), None) if asked else None


@cache
def lowered(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(map(str.lower, codes))
