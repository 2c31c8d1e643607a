"""Attempts of before there were fingerprints are given theirs when their database is upgraded.

It is done by the rules of the program that upgrades, and so in no migration: those must not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from errors.model import Stage

from .columns import AnyRow
from .schema import attempts

if TYPE_CHECKING:
    from sqlalchemy import Connection

BEFORE = "0001"  # the revision
PAGE = 1000  # attempts that are read at once
MET = (
    select(attempts.c.id, attempts.c.code, attempts.c.stage, attempts.c.response)
    .where(attempts.c.code.startswith("UNK-"), attempts.c.stage.is_not(None), attempts.c.id > bindparam("after"))
    .order_by(attempts.c.id)
    .limit(PAGE)
)
MARK = (
    update(attempts)
    .where(attempts.c.id == bindparam("of"))
    .values(fingerprint=bindparam("its_fingerprint"), signal=bindparam("its_signal"))
)


def mark(connection: Connection) -> None:
    """Those that met what no rule knew."""
    after = 0
    while met := connection.execute(MET, {"after": after}).all():
        if marks := list(_marks(met)):
            connection.execute(MARK, marks)
        after = met[-1].id


def _marks(met: Sequence[AnyRow]) -> Iterator[dict[str, object]]:
    """The words are taken apart again, as `errors explain` does."""
    from errors.catalogue import UNKNOWN
    from errors.explain import signal_from_text
    from errors.fingerprint import fingerprint
    from errors.memory import signal_document

    speakers = {entry.code: protocol for protocol, entry in UNKNOWN.items()}
    for one in met:
        if one.code in speakers:
            signal = signal_from_text(speakers[one.code], Stage(one.stage), one.response)
            kept = signal_document(signal, text=False)
            yield {"of": one.id, "its_fingerprint": fingerprint(signal), "its_signal": kept}
