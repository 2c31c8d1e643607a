"""`postroom errors show`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from cli import say
from cli.options import Json

if TYPE_CHECKING:
    from errors.model import Entry

Code = Annotated[str, typer.Argument(metavar="CODE", help="As alerts show it, for example IMAP-101.")]

WITHOUT_DASH = re.compile(r"(?P<family>[A-Z]{2,5})[\s_]?(?P<number>\d{3})")
MISREAD = str.maketrans("OIL", "011")  # letters that are taken for the digits of a code


def show(code: Code, as_json: Json = False) -> None:
    """Say what an error code means and what to do about it."""
    from errors.catalogue import CATALOGUE

    entry = CATALOGUE.get(code.strip().upper())
    if entry is None:
        say.note(_unknown(code.strip(), CATALOGUE))
        raise typer.Exit(1)
    if as_json:
        from cli import shapes

        say.document(shapes.entry(entry))
    else:
        _tell(entry)


def _tell(entry: Entry) -> None:
    from cli import paragraphs
    from errors.advice import READERS, advice
    from errors.nameless import nameless

    columns = paragraphs.width()
    further = " " * (len(entry.code) + 2)
    say.line(paragraphs.folded(f"{entry.code}  {nameless(entry.headline)}", columns, further=further))
    remedies = {reader.value: nameless(advice(entry, reader)) for reader in READERS}
    for paragraph in paragraphs.for_readers(remedies, columns):
        say.line(f"\n{paragraph}")
    say.line("")
    say.facts(_facts(entry))


def _facts(entry: Entry) -> Iterator[tuple[str, object]]:
    """As `errors explain` words them."""
    from errors.verdict_words import LEVELS, NATURES, counts

    yield "cause", entry.kind.value.replace("_", " ")
    yield "nature", NATURES[entry.nature.value if entry.nature else None]
    yield "level", LEVELS[entry.level.value]
    yield "who acts", entry.who_acts.value.replace("_", " ")
    yield "counts", counts(entry.level, counted=entry.counts)
    if entry.proofs != 1:
        yield "proofs", f"{entry.proofs} independent ones before it halts"
    if entry.reference:
        yield "reference", entry.reference


def _unknown(code: str, there: Collection[str]) -> str:
    close = _meant(code.upper(), there)
    if close:
        further = f"Did you mean {' or '.join(close)}? `postroom errors list` shows them all."
    elif _is_a_servers(code):
        further = (
            "Codes of Postroom's own look like IMAP-101 (`postroom errors list`). What a server said is explained by "
            "`postroom errors explain --protocol PROTOCOL --stage STAGE TEXT`."
        )
    else:
        further = "`postroom errors list` shows them all."
    from cli import paragraphs

    return paragraphs.folded(f"There is no code {code}. {further}", paragraphs.width())


def _meant(code: str, there: Collection[str]) -> list[str]:
    """Those that it may have been read or typed for."""
    apart = WITHOUT_DASH.fullmatch(code)
    family, dash, number = (apart["family"], "-", apart["number"]) if apart else code.rpartition("-")
    misread = f"{family}{dash}{number.translate(MISREAD)}"
    if misread in there:
        return [misread]
    if not any(one.startswith(family + "-") for one in there) and not code.isalpha() and not _is_ours(code):
        return []
    from difflib import get_close_matches

    return get_close_matches(misread, there)


def _is_ours(code: str) -> bool:
    """Whether it has the shape of our codes, whatever they are."""
    family, dash, number = code.partition("-")
    return bool(dash) and family.isalpha() and number.translate(MISREAD).isdigit()


def _is_a_servers(code: str) -> bool:
    return not _is_ours(code.upper())
