"""`postroom errors unclassified`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import desk, say
from cli.options import Json
from web.walls import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errors.model import Fault
    from store.session import Tx
    from store.unclassified import Unclassified


def unclassified(as_json: Json = False) -> None:
    """List what servers said that no rule knew, alike ones in one line, the commonest first."""
    found, mailboxes = desk.read_list(_question, as_json)
    known = [(one, _known_as(one)) for one in found]
    if as_json:
        from cli import shapes

        say.document([shapes.unclassified(one, fault, mailboxes[one.fingerprint]) for one, fault in known])
        return
    headers = (
        "fingerprint",
        "code",
        "stage",
        "count",
        "mailboxes",
        "last seen",
        "known now",
        "what was said",
        "met by",
    )
    rows = (_row(one, fault, mailboxes[one.fingerprint]) for one, fault in known)
    say.table(headers, rows, "every answer was known", below=("met by",))


async def _question(tx: Tx) -> tuple[Sequence[Unclassified], Mapping[str, Sequence[str]]]:
    """And the addresses of those that met each."""
    from store import unclassified as stored

    return await stored.listing(tx), await stored.met_by(tx)


def _known_as(one: Unclassified) -> Fault | None:
    """What today's rules call it; None where they don't know it either."""
    from errors.classify import UNCLASSIFIED, classify
    from errors.memory import signal_of

    signal = signal_of(one.signal or {}, one.sample)
    fault = classify(signal) if signal is not None else None
    return fault if fault is not None and fault.rule != UNCLASSIFIED else None


def _row(one: Unclassified, known_as: Fault | None, mailboxes: Sequence[str]) -> tuple[object, ...]:
    stage = one.stage.value if one.stage else None
    known = known_as.code if known_as else None
    met_by = say.Whole(f"met by {in_words(mailboxes)}")
    return one.fingerprint, one.code, stage, one.count, one.mailboxes, one.last_seen, known, one.sample, met_by
