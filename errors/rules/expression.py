"""The regular expressions of rules: bounded, compiled when first needed, and the words without which none can match,
so that most of them never run. No rule lives here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from re import _constants, _parser  # type: ignore[attr-defined]  # the standard library's own view of an expression
from typing import Any

REPEATED = 80  # what `*` and `+` stand for at most: a stranger must not make a search slower than linear

TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+]", re.DOTALL)
BOUNDS = {"*": f"{{0,{REPEATED}}}", "+": f"{{1,{REPEATED}}}"}

# Beyond ASCII these equal one of its letters where case does not matter, and str.lower() does not say so of each.
SAME = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"))

REPEATS = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT})
LONG_ENOUGH = 7  # letters: a longer word does not tell more

Words = frozenset[str]


def bounded(text: str) -> str:
    """The expression with an end to every repeat."""
    return TOKEN.sub(lambda token: BOUNDS.get(token[0], token[0]), text)


@cache
def compiled(text: str) -> re.Pattern[str]:
    return re.compile(bounded(text), re.IGNORECASE)


def fold(text: str) -> str:
    """Letters as `literals` writes them; two texts that differ in case alone fold to one."""
    if text.isascii():
        return text.lower()
    for other, letter in SAME:
        text = text.replace(other, letter)
    return text.lower()


@cache
def literals(text: str) -> tuple[str, ...]:
    """Words of which one at least is in every folded text that the expression matches; none where none can be named."""
    return tuple(sorted(_needed(_parser.parse(bounded(text), re.IGNORECASE)) or ()))


def _needed(sequence: Iterable[Any]) -> Words | None:
    """Of what a sequence asks for, what is seldom found; None where it asks for no letter."""
    return max(_asked(sequence), key=_tells, default=None)


def _tells(words: Words) -> tuple[int, int]:
    return min(LONG_ENOUGH, *map(len, words)), -len(words)


def _asked(sequence: Iterable[Any]) -> Iterator[Words]:
    """Each run of letters, and what each part asks for by itself."""
    run = ""
    for kind, argument in sequence:
        if kind is _constants.LITERAL and _plain(chr(argument)):
            run += fold(chr(argument))
            continue
        if run:
            yield frozenset({run})
            run = ""
        needed = _needed_by(kind, argument)
        if needed:
            yield needed
    if run:
        yield frozenset({run})


def _needed_by(kind: Any, argument: Any) -> Words | None:
    if kind is _constants.SUBPATTERN:
        return _needed(argument[3])
    if kind is _constants.ATOMIC_GROUP:
        return _needed(argument)
    if kind in REPEATS and argument[0] > 0:
        return _needed(argument[2])
    if kind is _constants.BRANCH:
        return _of_each([_needed(part) for part in argument[1]])
    return None


def _of_each(parts: list[Words | None]) -> Words | None:
    """An alternative that asks for nothing lets everything through."""
    told = [words for words in parts if words is not None]
    return frozenset().union(*told) if len(told) == len(parts) else None


def _plain(letter: str) -> bool:
    """Whether its case is ASCII's, or it has none."""
    return letter.isascii() or letter == letter.lower() == letter.upper()
