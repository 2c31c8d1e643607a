"""Printing: one JSON document, tables and steps for people, messages on standard error. Decides nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from .tables import Cell, Line

PROSE = ("what", "what was said", "response", "subject")  # columns of words, which may be wrapped
TIMES = ("at", "next_attempt_at", "first_seen", "last_seen", "resolved_at")
COLOURS = {
    "error": "bold red",
    "warning": "yellow",
    "information": "cyan",
    "active": "green",
    "retrying": "yellow",
    "suspended": "yellow",
    "halted": "bold red",
    "healthy": "green",
    "suspect": "yellow",
    "down": "bold red",
    "set_aside": "yellow",
}


class Whole(str):
    """Words or names of ours: shown to the end, however long."""

    __slots__ = ()


def document(thing: object) -> None:
    """The one JSON document of a command, on standard output."""
    print(json.dumps(thing, indent=2, ensure_ascii=not _speaks_unicode()))


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def line(text: str) -> None:
    print(text)


def note(text: str) -> None:
    """To the person, beside the output."""
    print(text, file=sys.stderr)


def when(moment: datetime | None) -> str:
    """A time for people, in their own zone."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S") if moment else "-"


def rfc3339(moment: datetime | None) -> str | None:
    """A time for scripts."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def short(moment: datetime) -> str:
    """For a column: the time of a moment of today, the date of another; in their own zone."""
    here = moment.astimezone()
    return here.strftime("%H:%M:%S" if here.date() == datetime.now().astimezone().date() else "%Y-%m-%d")


def timed(field: str, value: object) -> object:
    """A field of a JSON document for people: a time as a time."""
    return datetime.fromisoformat(value) if field in TIMES and isinstance(value, str) else value


def console() -> Console:
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], empty: str, *, below: Collection[str] = ()) -> None:
    """A table for people; its words are coloured where they are ours. below: columns that stand below their row.
    For grep: not folded where it does not go to a terminal."""
    from . import tables

    width = _width()
    shown = [[_cell(value, short if width else when) for value in row] for row in rows]
    if not shown:
        note(empty)
        return
    _print(tables.table(headers, shown, width=width, prose=PROSE, below=below))


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """One thing for people: names on the left, values on the right."""
    from . import tables

    _print(tables.facts([(name, _cell(value, when)) for name, value in pairs], _width()))


def words(label: str, text: str) -> None:
    """A paragraph, after the name of what it is."""
    from . import tables

    width = _width()
    line(f"{label}:")
    _print([("    ", ""), (one, "")] for one in tables.wrapped(text, None if width is None else width - 4))


def _width() -> int | None:
    """Of the terminal; None where there is none."""
    return console().width if sys.stdout.isatty() else None


def _print(lines: Iterable[Line]) -> None:
    if not sys.stdout.isatty():
        print("\n".join("".join(text for text, _ in one).rstrip() for one in lines))
        return
    from rich.text import Text

    out = console()
    for one in lines:
        out.print(Text.assemble(*one), soft_wrap=True)


def _cell(value: object, moment: Callable[[datetime], str]) -> Cell:
    """Strangers' words are made safe to show."""
    from errors.render import safe

    from .tables import Cell

    if value is None:
        return Cell("")
    if isinstance(value, Whole):
        return Cell(" ".join(map(safe, value.split())))
    return Cell(moment(value) if isinstance(value, datetime) else safe(str(value)), COLOURS.get(str(value), ""))


def flat(value: object) -> object:
    """A part of a JSON document as one line for people."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {flat(part)}" for key, part in value.items() if part not in (None, 0, "")) or None
    if isinstance(value, list):
        return Whole(", ".join(str(flat(part)) for part in value)) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return value


def console_for_notes() -> Console:
    """Standard error, for what must not mix with the output."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def flush() -> None:
    """Whoever waits for a line of a process that goes on should have it now."""
    sys.stdout.flush()
