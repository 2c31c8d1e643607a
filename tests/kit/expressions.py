"""Regular expressions seen from outside: texts that they match, texts meant to slow them down, and what in them could
take more than linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from random import Random
from re import _constants, _parser
from typing import Any

from errors.rules.expression import REPEATED, REPEATS, bounded

ALPHABET = "".join(map(chr, range(32, 127))) + "\n\tüж送"
CATEGORIES = {
    _constants.CATEGORY_DIGIT: r"\d", _constants.CATEGORY_NOT_DIGIT: r"\D",
    _constants.CATEGORY_SPACE: r"\s", _constants.CATEGORY_NOT_SPACE: r"\S",
    _constants.CATEGORY_WORD: r"\w", _constants.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
WITHOUT_WIDTH = frozenset({_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT})
WIDE = REPEATED - 1  # a repeat that may be longer than this was written without an end
WORD = 4  # letters between two gaps that are seldom there by chance
RUNS = (" ", "a", "1", "a ", "1.", "\n", "\n ", "<", '"', "x\t")

Letters = frozenset[str]


def parsed(text: str) -> Any:
    return _parser.parse(bounded(text))


# Texts that it matches.


def samples(text: str, count: int, seed: int = 1) -> list[str]:
    """Texts that it most likely matches: look-arounds and anchors are not obeyed."""
    dice = Random(seed)
    return [_one(parsed(text), dice) for _ in range(count)]


def _one(sequence: Iterable[Any], dice: Random) -> str:
    return "".join(_of(kind, argument, dice) for kind, argument in sequence)


def _of(kind: Any, argument: Any, dice: Random) -> str:
    if kind is _constants.LITERAL:
        return dice.choice((chr(argument).lower(), chr(argument).upper()[:1]))
    if kind is _constants.SUBPATTERN:
        return _one(argument[3], dice)
    if kind is _constants.ATOMIC_GROUP:
        return _one(argument, dice)
    if kind is _constants.BRANCH:
        return _one(dice.choice(argument[1]), dice)
    if kind in REPEATS:
        low, high, part = argument
        return "".join(_one(part, dice) for _ in range(dice.randint(low, min(high, low + 3))))
    return dice.choice(sorted(letters([(kind, argument)])) or [""])


# Texts meant to slow it down.


def hostile(text: str, length: int) -> list[str]:
    """Runs of what it looks for, each just short of a match, and runs of what fills gaps; of that length."""
    whole = samples(text, 3)
    pieces = {*whole, *(one[:-1] for one in whole), *(one[: len(one) // 2] for one in whole), *RUNS} - {""}
    begun = whole[0][: len(whole[0]) // 2]
    return [(piece * (length // len(piece) + 1))[:length] for piece in sorted(pieces)] + [
        (begun + gap * length)[:length] for gap in " a1"
    ]


# What in it could take more than linear time.


@dataclass(frozen=True, slots=True)
class Gap:
    """letters: what wide repeats just before could take too; since: letters that must be there after them."""

    letters: Letters = frozenset()
    since: int = 0

    def after(self, taken: Letters, width: int) -> Gap:
        """A whole word, or what the gap can't take, ends it."""
        closed = not taken & self.letters or self.since + width >= WORD
        return Gap() if closed else Gap(self.letters, self.since + width)

    def __or__(self, other: Gap) -> Gap:
        open_ones = [gap for gap in (self, other) if gap.letters]
        return Gap(self.letters | other.letters, min((gap.since for gap in open_ones), default=0))


def complaints(text: str) -> list[str]:
    """What a rule's author should write in another way; nothing where all is well."""
    try:
        sequence = parsed(text)
    except re.error as trouble:
        return [f"is no regular expression: {trouble}"]
    found: dict[str, None] = {}
    _scan(sequence, Gap(), found, within=False)
    return list(found)


def _scan(sequence: Iterable[Any], gap: Gap, found: dict[str, None], *, within: bool) -> Gap:
    """gap: the one before; gives the one after."""
    for kind, argument in sequence:
        gap = _step(kind, argument, gap, found, within=within)
    return gap


def _step(kind: Any, argument: Any, gap: Gap, found: dict[str, None], *, within: bool) -> Gap:
    if kind is _constants.SUBPATTERN:
        return _scan(argument[3], gap, found, within=within)
    if kind is _constants.ATOMIC_GROUP:
        return _scan(argument, gap, found, within=within)
    if kind is _constants.BRANCH:
        return reduce(or_, (_scan(part, gap, found, within=within) for part in argument[1]))
    if kind in REPEATS:
        return _repeat(*argument, gap, found, within=within)
    if kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
        _scan(argument[1], Gap(), found, within=within)
    return gap if kind in WITHOUT_WIDTH else gap.after(letters([(kind, argument)]), 1)


def _repeat(low: int, high: Any, part: Any, gap: Gap, found: dict[str, None], *, within: bool) -> Gap:
    if high is _constants.MAXREPEAT:
        found[f"has a repeat {{{low},}} without an end: write {{{low},80}}"] = None
    if high <= WIDE:
        times = min(high, 2)
        inside = gap
        for _ in range(times):
            inside = _scan(part, inside, found, within=within)
        return inside | gap if low == 0 else inside
    if within:
        found["has a wide repeat within a wide repeat: bound the outer one"] = None
    _scan(part, Gap(), found, within=True)
    taken = letters(part)
    if taken & gap.letters:
        found["has two wide repeats of the same letters and no word of four letters between: bound one"] = None
    return Gap(taken) | gap if low == 0 else Gap(taken)


def letters(sequence: Iterable[Any]) -> Letters:
    """Of ALPHABET, those that can be part of what it takes."""
    return frozenset().union(*(_letters(kind, argument) for kind, argument in sequence))


def _letters(kind: Any, argument: Any) -> Letters:
    if kind is _constants.LITERAL:
        return frozenset({chr(argument).lower(), chr(argument).upper()[:1]})
    if kind is _constants.NOT_LITERAL:
        return frozenset(ALPHABET) - {chr(argument)}
    if kind is _constants.ANY:
        return frozenset(ALPHABET) - {"\n"}
    if kind is _constants.IN:
        return _of_class(argument)
    if kind is _constants.SUBPATTERN:
        return letters(argument[3])
    if kind is _constants.BRANCH:
        return frozenset().union(*map(letters, argument[1]))
    return letters(argument[2]) if kind in REPEATS else frozenset()


def _of_class(members: Iterable[Any]) -> Letters:
    taken: set[str] = set()
    negated = False
    for kind, argument in members:
        if kind is _constants.NEGATE:
            negated = True
        elif kind is _constants.RANGE:
            taken.update(letter for letter in ALPHABET if argument[0] <= ord(letter) <= argument[1])
        elif kind is _constants.CATEGORY:
            taken.update(re.findall(CATEGORIES[argument], ALPHABET))
        else:
            taken.update(_letters(kind, argument))
    return frozenset(ALPHABET) - taken if negated else frozenset(taken)
