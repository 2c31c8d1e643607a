"""What the rules and the catalogue are, as one short text: it changes when a verdict may change, and not when only
words for people do. A halt remembers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import Enum
from functools import cache

from .catalogue import ENTRIES
from .classify import RULES
from .model import Entry
from .rules.shape import Rule

LENGTH = 12  # hexadecimal digits
JUDGEMENT = 1  # raise it when decide, evidence, proofs or hints judge the same answer otherwise than before
WORDING = frozenset({"headline", "remedy", "reference"})  # of an entry: for people, without a bearing on what is done
DECIDING: Mapping[type, tuple[tuple[str, object], ...]] = {
    kind: tuple((each.name, each.default) for each in fields(kind) if each.name not in WORDING)
    for kind in (Rule, Entry)
}


@cache
def catalogue_version() -> str:
    """Of the rules and entries of this process: the same in every process that runs the same ones."""
    return digest(RULES, ENTRIES)


def digest(rules: Iterable[Rule], entries: Iterable[Entry], judgement: int = JUDGEMENT) -> str:
    """Twelve hexadecimal digits. The order of rules has a meaning, that of entries has none."""
    from hashlib import sha256  # slow to import, and not needed for every verdict

    told = [str(judgement), *(_told(rule) for rule in rules), *sorted(_told(entry) for entry in entries)]
    return sha256("\n".join(told).encode()).hexdigest()[:LENGTH]


def _told(row: Rule | Entry) -> str:
    """Every field that decides, by name: a field added with its default changes nothing told before."""
    given = ((name, getattr(row, name), default) for name, default in DECIDING[type(row)])
    return " ".join(f"{name}={_plain(value)}" for name, value, default in given if value != default)


def _plain(value: object) -> str:
    """As text that no hash seed changes."""
    if isinstance(value, frozenset):
        return _set(value)
    return repr(value.value) if isinstance(value, Enum) else repr(value)


@cache
def _set(values: frozenset[object]) -> str:
    """Most rules share their stages."""
    return repr(sorted(map(_plain, values)))
