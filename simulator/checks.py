"""Reading a TOML table politely: each value checked, each complaint kept with file, table and key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from difflib import get_close_matches
from typing import Any, TypeVar

T = TypeVar("T")
BREAKS = frozenset("\r\n\0")  # would end a protocol line


class Table:
    """One table of a file. Asking for a key gives its value, or the default and a complaint."""

    def __init__(self, values: Mapping[str, Any], source: str, name: str, problems: list[str]) -> None:
        self._values = values
        self.source = source
        self._name = name
        self._problems = problems

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def says(self, key: str, word: str) -> bool:
        return self._values.get(key) == word

    def has_wrong(self, key: str, kind: type) -> bool:
        """Whether the key is there with a value of another kind."""
        return not isinstance(self._values.get(key, kind()), kind)

    def complain(self, key: str, wrong: str) -> None:
        where = f"[{self._name}] " if self._name else ""
        self._problems.append(f"{self.source}: {where}{key}: {wrong}")

    # -- kinds of values

    def text(self, key: str, default: str) -> str:
        value = self._values.get(key, default)
        if isinstance(value, str) and not BREAKS & set(value):
            return value
        return self._wrong(key, "text of one line", default)

    def optional_text(self, key: str) -> str | None:
        return self.text(key, "") if key in self._values else None

    def number(self, key: str, default: float) -> float:
        value = self._values.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf"):
            return float(value)
        return self._wrong(key, "a number, 0 or more", default)

    def optional_number(self, key: str) -> float | None:
        value = self.number(key, -1.0) if key in self._values else -1.0
        return None if value < 0 else value

    def whole(self, key: str, default: int) -> int:
        return self._whole(key, default, 0)

    def count(self, key: str, default: int) -> int:
        return self._whole(key, default, 1)

    def optional_count(self, key: str, default: int | None) -> int | None:
        return self.count(key, 1) if key in self._values else default

    def share(self, key: str, default: float) -> float:
        value = self._values.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        return self._wrong(key, "a number from 0 to 1", default)

    def truth(self, key: str, default: bool) -> bool:
        value = self._values.get(key, default)
        return value if isinstance(value, bool) else self._wrong(key, "true or false", default)

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self._values.get(key, default)
        if isinstance(value, list | tuple) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        return self._wrong(key, "a list of texts", default)

    def numbers(self, key: str) -> frozenset[int]:
        value = self._values.get(key, [])
        if isinstance(value, list) and all(type(item) is int and item > 0 for item in value):
            return frozenset(value)
        return self._wrong(key, "a list of whole numbers, 1 or more", frozenset())

    def choices(self, key: str, allowed: Sequence[str]) -> frozenset[str]:
        """One of these words, a list of them, or "any"; the first where the key is missing."""
        value = self._values.get(key, allowed[0])
        if value == "any":
            return frozenset(allowed)
        words = [value] if isinstance(value, str) else value
        if isinstance(words, list) and words and all(word in allowed for word in words):
            return frozenset(words)
        return self._wrong(key, f"{_one_of(allowed)}, or any", frozenset(allowed[:1]))

    def needed_choice(self, key: str, allowed: Collection[str]) -> str | None:
        value = self._values.get(key)
        if isinstance(value, str) and value in allowed:
            return value
        if value is None:
            self.complain(key, f"is missing; it must be {_one_of(allowed)}")
        else:
            self._wrong(key, _one_of(allowed), None)
        return None

    # -- tables inside

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            self.complain(key, f"must be tables [{key}.NAME]")
            return
        for name, inner in value.items():
            if isinstance(inner, dict):
                yield name, Table(inner, self.source, f"{key}.{name}", self._problems)
            else:
                self.complain(f"{key}.{name}", f"must be a table [{key}.{name}]")

    def list_of_tables(self, key: str) -> Iterator[Table]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.complain(key, f"must be tables [[{key}]]")
            return
        for number, inner in enumerate(value, 1):
            yield Table(inner, self.source, f"{key} {number}", self._problems)

    def fields_of(self, kind: type[T]) -> T:
        """A dataclass filled from this table: a key for each field, checked by the field's type."""
        read = {"str": self.text, "int": self.whole, "float": self.number, "bool": self.truth}
        values: dict[str, Any] = {}
        for field in fields(kind):  # type: ignore[arg-type]  # every fault is a dataclass
            assert field.default is not MISSING
            values[field.name] = read[str(field.type)](field.name, field.default)  # type: ignore[operator]
        for key, allowed in getattr(kind, "CHOICES", {}).items():
            if values[key] not in allowed:
                self._wrong(key, _one_of(allowed), None)
        return kind(**values)

    def each_once(self, key: str, names: Sequence[str]) -> None:
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.complain(key, f"{name!r} is there twice")

    def no_more(self, *known: str) -> None:
        """Complain about keys that nobody asked for."""
        for key in self._values:
            if key not in known:
                near = get_close_matches(key, known, 1)
                advice = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}"
                self.complain(key, f"no such key; {advice}")

    def _whole(self, key: str, default: int, least: int) -> int:
        value = self._values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        return self._wrong(key, f"a whole number, {least} or more", default)

    def _wrong(self, key: str, wanted: str, default: T) -> T:
        self.complain(key, f"must be {wanted}, not {self._values.get(key)!r}")
        return default


def _one_of(words: Collection[str]) -> str:
    return " or ".join((", ".join(list(words)[:-1]), list(words)[-1])) if len(words) > 1 else next(iter(words))
