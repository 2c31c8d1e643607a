"""`postroom errors list`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from cli import say
from cli.options import Json
from errors.model import Protocol

if TYPE_CHECKING:
    from errors.model import Entry

Word = Annotated[
    str | None,
    typer.Argument(metavar="WORD", help="Only those that have this in code, cause, headline or remedy."),
]
OfProtocol = Annotated[
    Protocol | None,
    typer.Option("--protocol", case_sensitive=False, show_default="all", help="Only what this protocol tells of."),
]


def list_(word: Word = None, protocol: OfProtocol = None, as_json: Json = False) -> None:
    """List every error that Postroom can name."""
    from cli import shapes
    from errors.catalogue import CATALOGUE, UNKNOWN
    from errors.nameless import nameless

    entries = [one for one in CATALOGUE.values() if _is_of(one, protocol, UNKNOWN) and _has(one, word)]
    if as_json:
        say.document([shapes.entry(one) for one in entries])
        return
    headers = ("code", "nature", "level", "who acts", "what")
    rows = (
        (
            one.code,
            one.nature.value if one.nature else None,
            one.level.value,
            one.who_acts.value.replace("_", " "),
            nameless(one.headline),
        )
        for one in entries
    )
    say.table(headers, rows, "no errors")


def _is_of(entry: Entry, protocol: Protocol | None, unknown: Mapping[Protocol, Entry]) -> bool:
    """By the family of its code; what has no name is told by protocol too."""
    if protocol is None or entry is unknown[protocol]:
        return True
    families = ("NET", "TLS") if protocol is Protocol.NETWORK else (protocol.value.upper(),)
    return entry.code.partition("-")[0] in families


def _has(entry: Entry, word: str | None) -> bool:
    from errors.nameless import nameless

    if word is None:
        return True
    told = f"{entry.code} {entry.kind.value.replace('_', ' ')} {nameless(entry.headline)} {nameless(entry.remedy)}"
    return word.replace("_", " ").lower() in told.lower()
