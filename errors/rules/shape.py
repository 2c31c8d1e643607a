"""What a rule looks like, and how it is held against a signal. No rule lives here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from errors.model import Protocol, Signal, Stage

READ = 4000  # characters of a text; a stranger may send megabytes


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


@dataclass(frozen=True, slots=True)
class Rule:
    """Every condition that is given must hold. text: a regular expression, searched without regard to case;
    unless: one that must not be found. about_message: whether the signal is about one message; None: either.

    codes: compared, without regard to case, with the signal's most detailed code that any rule of its protocol names
    in `codes`; inner: with any of its inner codes. families: class and subject of an enhanced status code ("5.7").
    statuses: the protocol's own word or number ("NO", "535"); http_statuses: numbers.
    """

    id: str
    code: str
    rank: Rank
    protocol: Protocol | None = None
    stages: frozenset[Stage] = frozenset()
    statuses: frozenset[str | None] = frozenset()
    codes: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()
    text: str | None = None
    unless: str | None = None
    about_message: bool | None = None
    http_statuses: frozenset[int] = frozenset()
    inner: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()

    def match(self, seen: Signal) -> str | None:
        """What in the signal it matched; None where it does not fit."""
        if not self._shape_fits(seen):
            return None
        if self.text is None:
            return self._named(seen)
        found = compiled(self.text).search(seen.text, 0, READ)
        if found is None or (self.unless is not None and compiled(self.unless).search(seen.text, 0, READ)):
            return None
        return found[0]

    def _shape_fits(self, seen: Signal) -> bool:
        return (
            (self.protocol is None or self.protocol is seen.protocol)
            and (not self.stages or seen.stage in self.stages)
            and (not self.codes or seen.response_code in self.codes)
            and (not self.exceptions or seen.exception in self.exceptions)
            and (not self.statuses or seen.status in self.statuses)
            and (not self.http_statuses or seen.http_status in self.http_statuses)
            and (not self.inner or not self.inner.isdisjoint(seen.inner_codes))
            and (not self.families or _family(seen) in self.families)
            and (self.about_message is None or self.about_message is (seen.message is not None))
        )

    def _named(self, seen: Signal) -> str:
        if self.inner:
            return next(code for code in seen.inner_codes if code in self.inner)
        if self.codes:
            return seen.response_code or ""
        if self.families:
            return seen.response_code or ""
        if self.exceptions:
            return seen.exception or ""
        if self.statuses:
            return seen.status or ""
        return str(seen.http_status) if self.http_statuses else ""


def _family(seen: Signal) -> str:
    """Class and subject of an enhanced status code (RFC 3463 section 2): "5.7" of "5.7.8"."""
    return (seen.response_code or "").rpartition(".")[0]


@cache
def compiled(text: str) -> re.Pattern[str]:
    """Compiled when first needed: `postroom errors explain` needs few of them."""
    return re.compile(text, re.IGNORECASE)
