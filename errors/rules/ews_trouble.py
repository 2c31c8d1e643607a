"""Rules for HTTP statuses of a server, or of what stands before it, that is in trouble or asks for less. Beside these,
pages carry words about passwords, rights and applications that prove nothing, and a code of Exchange's contradicts
them: only what passes by itself is heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from errors.catalogue import CATALOGUE
from errors.model import Nature

from .ews_foreign_codes import FOREIGN_CODES
from .ews_response_codes import LASTING
from .ews_shape import NO_CODE, answered
from .shape import Rule


def _names() -> str:
    """Of the ResponseCodes that do not pass by themselves, without the `Error` that they begin with."""
    codes = frozenset().union(*(rule.codes for rule in (*LASTING, *FOREIGN_CODES)))
    return "|".join(sorted(code.removeprefix("Error") for code in codes if code.startswith("Error")))


# A ResponseCode that no rule knows has no name beside these statuses either; one that is not heard is as none.
UNKNOWN_CODE = rf"\berror(?!(?:{_names()}|\w{{1,60}}AccessDenied)\b){NO_CODE}\w{{6,80}}"


def troubled(name: str, code: str, *http_statuses: int) -> Rule:
    return replace(answered(name, code, frozenset(), *http_statuses), unless=UNKNOWN_CODE)


STATUSES: tuple[Rule, ...] = (
    troubled("too-many", "EWS-203", 429, 509, 529),
    troubled("unreachable", "EWS-201", 502, 520, 521, 523, 525, 526, 527, 530),
    troubled("busy", "EWS-205", 503),
    troubled("late", "EWS-209", 504, 522, 524, 598, 599),
)  # fmt: skip

TROUBLE: frozenset[int] = frozenset().union(*(rule.http_statuses for rule in STATUSES))


def heard_in_trouble(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, of which those that name what does not pass by itself do not count beside a status of trouble."""
    return tuple(rule if _passes(rule) else replace(rule, unless_http=TROUBLE) for rule in rules)


def _passes(rule: Rule) -> bool:
    return CATALOGUE[rule.code].nature is Nature.TRANSIENT
