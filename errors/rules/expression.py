"""The regular expressions of rules: bounded, compiled when first needed, and the words without which none can match,
so that most of them never run. No rule lives here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from re import _constants, _parser  # type: ignore[attr-defined]  # the standard library's own view of an expression
from typing import Any, NamedTuple

REPEATED = 80  # what `*` and `+` stand for at most: a stranger must not make a search slower than linear

BOUNDS = {"*": f"{{0,{REPEATED}}}", "+": f"{{1,{REPEATED}}}"}
TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+]|[^\\\[*+]+", re.DOTALL)
CUT = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[(|)]|[^\\\[(|)]+", re.DOTALL)
ESCAPED = re.compile(r"\\.|[^\\]+", re.DOTALL)

# Beyond ASCII these equal another letter where case does not matter, and str.lower() does not say so of each.
SAME = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"), ("\u03c2", "\u03c3"))

REPEATS = frozenset({_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT})
LONG_ENOUGH = 7  # letters: a longer word does not tell more

Words = frozenset[str]


def fold(text: str) -> str:
    """Without regard to case, letter by letter: as long as before."""
    if text.isascii():
        return text.lower()
    for other, letter in SAME[:-1]:
        text = text.replace(other, letter)
    return text.lower().replace(*SAME[-1])


def bounded(text: str) -> str:
    """The expression for folded texts, with an end to every repeat. To search without regard to case is many times as
    slow: then nothing tells where a match can begin."""
    return TOKEN.sub(_bounded, text)


def _bounded(token: re.Match[str]) -> str:
    return BOUNDS.get(token[0]) or ESCAPED.sub(_folded, token[0])


def _folded(part: re.Match[str]) -> str:
    return part[0] if part[0][0] == "\\" else fold(part[0])


@cache
def compiled(text: str) -> re.Pattern[str]:
    """To be searched for in folded texts."""
    return re.compile(bounded(text))


def search(text: str, folded: str) -> re.Match[str] | None:
    """What the expression matches first in a folded text. Only those of its alternatives are tried, and ever compiled,
    of which a word is there."""
    first = None
    for one in _worth_trying(text, folded):
        found = compiled(one).search(folded)
        if found is not None and (first is None or found.start() < first.start()):
            first = found
    return first


def _worth_trying(text: str, folded: str) -> Iterable[str]:
    """Alternatives in their order."""
    plan = _plan(text)
    there = [alternatives_of for word, alternatives_of in plan.by_word if word in folded]
    if not there:
        return plan.without_words
    wanted = set(plan.without_words).union(*there)
    return [one for one in alternatives(text) if one in wanted]


class _Plan(NamedTuple):
    """by_word: alternatives that need one of some words, by each of these."""

    by_word: tuple[tuple[str, tuple[str, ...]], ...]
    without_words: tuple[str, ...]


@cache
def _plan(text: str) -> _Plan:
    by_word: dict[str, tuple[str, ...]] = {}
    for one in alternatives(text):
        for word in literals(one):
            by_word[word] = (*by_word.get(word, ()), one)
    return _Plan(tuple(by_word.items()), tuple(one for one in alternatives(text) if not literals(one)))


def any_in(words: tuple[str, ...], text: str) -> bool:
    for word in words:  # noqa: SIM110 (any() over a generator takes thrice as long)
        if word in text:
            return True
    return False


@cache
def alternatives(text: str) -> tuple[str, ...]:
    """An expression cut at every `|` that stands in no group, or in one that is a whole alternative."""
    parts, depth, begun = [], 0, 0
    for token in CUT.finditer(text):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and depth == 0:
            parts.append(text[begun : token.start()])
            begun = token.end()
    parts.append(text[begun:])
    if len(parts) == 1:
        inside = _unwrapped(text)
        return (text,) if inside is None else alternatives(inside)
    return tuple(dict.fromkeys(one for part in parts for one in alternatives(part)))


def _unwrapped(text: str) -> str | None:
    """What is in the group that is the whole of it; None where there is none."""
    depth = 0
    for token in CUT.finditer(text):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0:
            whole = text.startswith("(?:") and token.end() == len(text)
            return text[3:-1] if whole else None
    return None


@cache
def needed_words(text: str) -> tuple[str, ...]:
    """Words of which one at least is in every folded text that the expression matches; none where none can be named."""
    each = [literals(one) for one in alternatives(text)]
    return tuple(sorted({word for words in each for word in words})) if all(each) else ()


@cache
def literals(text: str) -> tuple[str, ...]:
    """The same of one alternative."""
    return tuple(sorted(_needed(_parser.parse(bounded(text))) or ()))


def _needed(sequence: Iterable[Any]) -> Words | None:
    """Of what a sequence asks for, what is seldom found; None where it asks for no letter."""
    return max(_asked(sequence), key=_tells, default=None)


def _tells(words: Words) -> tuple[int, int]:
    return min(LONG_ENOUGH, *map(len, words)), -len(words)


def _asked(sequence: Iterable[Any]) -> Iterator[Words]:
    """Each run of letters, and what each part asks for by itself."""
    run = ""
    for kind, argument in sequence:
        if kind is _constants.LITERAL:
            run += chr(argument)
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
