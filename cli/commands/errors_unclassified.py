"""`postroom errors unclassified`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import desk, say
from cli.options import Json

if TYPE_CHECKING:
    from errors.model import Fault
    from store.unclassified import Unclassified


def unclassified(as_json: Json = False) -> None:
    """List what servers said that no rule knew, alike ones in one line, the commonest first."""
    from store import unclassified as stored

    found = [(one, _known_as(one)) for one in desk.read_store(stored.listing)]
    if as_json:
        from cli import shapes

        say.document([shapes.unclassified(one, fault) for one, fault in found])
        return
    headers = ("fingerprint", "code", "stage", "count", "mailboxes", "last seen", "known now", "what was said")
    say.table(headers, (_row(one, fault) for one, fault in found), "every answer was known")


def _known_as(one: Unclassified) -> Fault | None:
    """What today's rules call it; None where they don't know it either."""
    from errors.classify import UNCLASSIFIED, classify
    from errors.memory import signal_of

    signal = signal_of(one.signal or {}, one.sample)
    fault = classify(signal) if signal is not None else None
    return fault if fault is not None and fault.rule != UNCLASSIFIED else None


def _row(one: Unclassified, known_as: Fault | None) -> tuple[object, ...]:
    stage = one.stage.value if one.stage else None
    known = known_as.code if known_as else None
    return one.fingerprint, one.code, stage, one.count, one.mailboxes, one.last_seen, known, one.sample
