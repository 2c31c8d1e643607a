"""What a halt remembers, when a token was last refreshed, what nobody has named yet, and since when refusals that had
been doubted are believed again."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from store.columns import Moment

revision = "0002"
down_revision = "0001"

TEXT = sa.Text()
UNNAMED = sa.text("fingerprint IS NOT NULL")
SEEN = ("streak", "counted", "proofs", "failing_since", "last_success_at")  # it is in the row as it was then
HALTED = sa.text(f"SELECT id, {', '.join(SEEN)} FROM directions WHERE state = 'halted'").columns(  # noqa: S608
    failing_since=Moment(), last_success_at=Moment()
)
REMEMBER = sa.text("UPDATE directions SET halt_code = last_code, halt_saw = :saw WHERE id = :id")


def upgrade() -> None:
    _halts()
    _attempts()
    op.add_column("profile_health", sa.Column("believed_since", Moment()))


def _halts() -> None:
    """A halt of before is known by its code; what it was told is in its last attempt, where that is kept still."""
    for name in ("halt_code", "halt_catalogue", "halt_signal", "halt_saw"):
        op.add_column("directions", sa.Column(name, TEXT))
    op.add_column("directions", sa.Column("refreshed_at", Moment()))
    halted = op.get_bind().execute(HALTED).mappings().all()
    if halted:
        op.get_bind().execute(REMEMBER, [{"id": row["id"], "saw": _saw(row)} for row in halted])


def _saw(row: sa.RowMapping) -> str:
    """What the decision saw besides the fault; moments as ISO 8601 has them."""
    return json.dumps({name: row[name] for name in SEEN}, default=datetime.isoformat)


def _attempts() -> None:
    op.add_column("attempts", sa.Column("fingerprint", TEXT))
    op.add_column("attempts", sa.Column("signal", TEXT))
    op.create_index(
        "attempts_unnamed", "attempts", ["fingerprint", "direction_id", "at"], postgresql_include=["id"],
        sqlite_where=UNNAMED, postgresql_where=UNNAMED,
    )  # fmt: skip
