"""What a halt remembers, when a token was last refreshed, what nobody has named yet, and since when refusals that had
been doubted are believed again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from store.columns import Moment

revision = "0002"
down_revision = "0001"

TEXT = sa.Text()
UNNAMED = sa.text("fingerprint IS NOT NULL")
PAGE = 1000  # attempts that are read at once
MET_BEFORE = sa.text(
    "SELECT id, code, stage, response FROM attempts WHERE code LIKE 'UNK-%' AND stage IS NOT NULL AND id > :after "
    "ORDER BY id LIMIT :most"
)
MARK = sa.text("UPDATE attempts SET fingerprint = :fingerprint, signal = :signal WHERE id = :id")


def upgrade() -> None:
    _halts()
    _attempts()
    op.add_column("profile_health", sa.Column("believed_since", Moment()))


def _halts() -> None:
    """A halt of before is known by its code; what it was told is in its last attempt, where that is kept still."""
    for name in ("halt_code", "halt_catalogue", "halt_signal", "halt_saw"):
        op.add_column("directions", sa.Column(name, TEXT))
    op.add_column("directions", sa.Column("refreshed_at", Moment()))
    op.execute("UPDATE directions SET halt_code = last_code WHERE state = 'halted'")


def _attempts() -> None:
    op.add_column("attempts", sa.Column("fingerprint", TEXT))
    op.add_column("attempts", sa.Column("signal", TEXT))
    op.create_index(
        "attempts_unnamed", "attempts", ["fingerprint", "direction_id", "at"], postgresql_include=["id"],
        sqlite_where=UNNAMED, postgresql_where=UNNAMED,
    )  # fmt: skip
    after = 0
    while met := op.get_bind().execute(MET_BEFORE, {"after": after, "most": PAGE}).mappings().all():
        if marks := list(_marks(met)):
            op.get_bind().execute(MARK, marks)
        after = met[-1]["id"]


def _marks(met: Sequence[sa.RowMapping]) -> Iterator[dict[str, object]]:
    """What no rule knew is taken apart again by its words, as `errors explain` does."""
    from errors.catalogue import UNKNOWN
    from errors.explain import signal_from_text
    from errors.fingerprint import fingerprint
    from errors.memory import signal_document
    from errors.model import Stage

    speakers = {entry.code: protocol for protocol, entry in UNKNOWN.items()}
    for one in met:
        if one["code"] in speakers:
            signal = signal_from_text(speakers[one["code"]], Stage(one["stage"]), one["response"])
            kept = json.dumps(signal_document(signal, text=False))
            yield {"id": one["id"], "fingerprint": fingerprint(signal), "signal": kept}
