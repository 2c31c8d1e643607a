"""What a halt remembers, when a token was last refreshed, what nobody has named yet, and since when refusals that had
been doubted are believed again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Moment

revision = "0002"
down_revision = "0001"

TEXT = sa.Text()
UNNAMED = sa.text("fingerprint IS NOT NULL")


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
        "attempts_unnamed", "attempts", ["fingerprint", "at"], sqlite_where=UNNAMED, postgresql_where=UNNAMED
    )
