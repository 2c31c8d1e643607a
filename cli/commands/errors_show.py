"""`postroom errors show`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import say
from cli.options import Json

Code = Annotated[str, typer.Argument(metavar="CODE", help="As alerts show it, for example IMAP-101.")]


def show(code: Code, as_json: Json = False) -> None:
    """Say what an error code means and what to do about it."""
    from cli import shapes
    from errors.advice import READERS, advice
    from errors.catalogue import CATALOGUE

    entry = CATALOGUE.get(code.upper())
    if entry is None:
        _unknown(code, list(CATALOGUE))
        raise typer.Exit(1)
    shape = shapes.entry(entry)
    if as_json:
        say.document(shape)
        return
    say.line(f"{entry.code}  {say.unnamed(entry.headline)}\n")
    for reader in READERS:
        say.line(f"  {reader.value.replace('_', ' ')}: {say.unnamed(advice(entry, reader))}\n")
    hidden = {"code", "headline", "remedy", "remedies"}
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in shape.items() if key not in hidden)


def _unknown(code: str, there: list[str]) -> None:
    from difflib import get_close_matches

    close = get_close_matches(code.upper(), there)
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    say.note(f"There is no code {code}.{meant} `postroom errors list` shows them all.")
