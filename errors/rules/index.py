"""Finding rules: by protocol and stage, then by what the signal's shape says, then by the words that an expression
needs, and only then by the expression. The order is that of a walk over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from errors.model import Protocol, Signal, Stage
from errors.window import window

from .expression import any_in, fold, needed_words
from .shape import NONE, Rule, Shape, lowered, shape_of

SHAPES = 1024  # remembered at each stage; a server shows some dozens


class Index:
    """Rules in their order, held ready for one protocol and one stage after another, as they are asked for."""

    def __init__(self, rules: Mapping[Protocol, Sequence[Rule]]) -> None:
        self._rules = rules
        self._shelves: dict[tuple[Protocol, Stage], Shelf] = {}

    def fitting(self, seen: Signal) -> Iterator[tuple[Rule, str]]:
        """Each rule that fits, with what it matched."""
        text = window(seen.text)
        folded = fold(text)
        for rule, needed in self._shelf(seen.protocol, seen.stage).shaped(seen):
            if needed and not any_in(needed, folded):
                continue
            matched = rule.words(seen, text, folded)
            if matched is not None:
                yield rule, matched

    def _shelf(self, protocol: Protocol, stage: Stage) -> Shelf:
        shelf = self._shelves.get((protocol, stage))
        if shelf is None:
            rules = self._rules[protocol]
            shelf = self._shelves[protocol, stage] = Shelf([one for one in rules if one.is_for(protocol, stage)])
        return shelf


class Shelf:
    """The rules of one protocol at one stage. What no rule there asks for is all the same to it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._codes = _all(lowered(rule.codes) for rule in rules)
        self._families = _all(rule.families for rule in rules)
        self._inner = _all(lowered(rule.inner) for rule in rules)
        self._exceptions: frozenset[str | None] = frozenset().union(*(rule.exceptions for rule in rules))
        self._statuses: frozenset[str | None] = frozenset().union(*(rule.statuses for rule in rules))
        self._http_statuses = _numbers(rule.http_statuses | rule.unless_http for rule in rules)
        self._remembered = lru_cache(SHAPES)(self._fitting)

    def shaped(self, seen: Signal) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
        """The rules whose shape fits, each with the words that its expression needs."""
        return self._remembered(self._essence(shape_of(seen, self._told(seen))))

    def _told(self, seen: Signal) -> str | None:
        """The most detailed code that rules know here; where they know none, the outermost."""
        for code in reversed(seen.inner_codes):
            if code.lower() in self._codes:
                return code
        return seen.response_code

    def _essence(self, shape: Shape) -> Shape:
        """Without what makes no difference here, so that a stranger's codes fill no memory."""
        known = shape.code in self._codes or shape.family in self._families
        return Shape(
            shape.status if shape.status in self._statuses else "",
            shape.code if known else "",
            shape.inner & self._inner if shape.inner else NONE,
            shape.exception if shape.exception in self._exceptions else "",
            shape.http_status if shape.http_status in self._http_statuses else 0,
            shape.about_message,
        )

    def _fitting(self, shape: Shape) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
        return tuple((rule, needed_words(rule.text) if rule.text else ()) for rule in self._rules if rule.fits(shape))


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _numbers(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*sets)
