"""Printing: one JSON document, tables and steps for people, messages on standard error. Decides nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

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


def console() -> Console:
    from rich.console import Console

    return Console(highlight=False, emoji=False, markup=False, soft_wrap=not sys.stdout.isatty())


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], empty: str) -> None:
    """A table for people; its words are coloured where they are ours."""
    from rich.table import Table
    from rich.text import Text

    shown = Table(*headers, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(Text(_cell(value), style=COLOURS.get(str(value), "")) for value in row))
    if not shown.row_count:
        note(empty)
        return
    if sys.stdout.isatty():
        console().print(shown)
    else:
        _plainly(shown)


def _plainly(shown: Table) -> None:
    """For grep: never folded, nothing at the end of a line."""
    out = console()
    out.width = 100_000
    with out.capture() as captured:
        out.print(shown)
    print("\n".join(row.rstrip() for row in captured.get().splitlines()))


def _cell(value: object) -> str:
    """Strangers' words are made safe to show."""
    from errors.render import safe

    if value is None or value == "":
        return "-"
    return when(value) if isinstance(value, datetime) else safe(str(value))


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """One thing for people: names on the left, values on the right."""
    from rich.table import Table
    from rich.text import Text

    shown = Table.grid(padding=(0, 2))
    for name, value in pairs:
        shown.add_row(Text(name, style="bold"), Text(_cell(value), style=COLOURS.get(str(value), "")))
    if sys.stdout.isatty():
        console().print(shown)
    else:
        _plainly(shown)


def flat(value: object) -> object:
    """A part of a JSON document as one line for people."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {flat(part)}" for key, part in value.items() if part not in (None, 0, "")) or None
    if isinstance(value, list):
        return ", ".join(str(flat(part)) for part in value) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return value


def console_for_notes() -> Console:
    """Standard error, for what must not mix with the output."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def unnamed(text: str) -> str:
    """A headline or remedy of the catalogue, where no mailbox is at hand to name; commands in it stay commands."""
    parts = text.split("`")
    parts[::2] = [_called(part, "the server", "the mailbox", "NAME") for part in parts[::2]]
    parts[1::2] = [_called(part, "HOST", "ADDRESS", "NAME") for part in parts[1::2]]
    whole = "`".join(parts)
    return whole[:1].upper() + whole[1:]


def _called(text: str, host: str, mailbox: str, profile: str) -> str:
    return text.replace("{host}", host).replace("{mailbox}", mailbox).replace("{profile}", profile)


def flush() -> None:
    """Whoever waits for a line of a process that goes on should have it now."""
    sys.stdout.flush()
