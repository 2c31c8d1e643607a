"""People sign in; who dismissed an alert has a table; what watches the walls finds what changed; samples for charts."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from store.columns import Moment

revision = "0003"
down_revision = "0002"

TEXT = sa.Text()
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDING = sa.text("status <> 'resolved'")
RESOLVED = sa.text("status = 'resolved'")
OF_PROFILES = sa.text("level = 'profile'")
TOLD = sa.text("nature IS NULL")
UNNAMED = sa.text("fingerprint IS NOT NULL")
STATES = ("untested", "active", "retrying", "suspended", "halted", "disabled")

READ = sa.text("SELECT id, dismissed_by FROM alerts WHERE dismissed_by <> '[]'")
HIDE = sa.text("INSERT INTO dismissals (alert_id, who) VALUES (:alert_id, :who)")
EVIDENCE = sa.text("SELECT id, evidence FROM alerts WHERE evidence LIKE '%\"fingerprint\"%'")
PRINT = sa.text("UPDATE alerts SET fingerprint = :fingerprint WHERE id = :id")


def upgrade() -> None:
    op.add_column("people", sa.Column("password", TEXT))
    _signing_in()
    _house()
    _alerts()


def _signing_in() -> None:
    op.create_index("mailboxes_owner_id", "mailboxes", ["owner_id"])
    op.create_index("profiles_owner_id", "profiles", ["owner_id"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="sessions_pkey"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="sessions_person_id_fkey", ondelete="CASCADE"),
    )
    op.create_index("sessions_person_id", "sessions", ["person_id"])
    op.create_index("sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "invitations",
        sa.Column("token_hash", TEXT, nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="invitations_pkey"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="invitations_person_id_fkey", ondelete="CASCADE"),
    )
    op.create_table(
        "refused_sign_ins",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="refused_sign_ins_pkey"),
    )
    op.create_index("refused_sign_ins_at", "refused_sign_ins", ["at"])
    op.create_index("refused_sign_ins_by_key", "refused_sign_ins", ["key", "at"])


def _house() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("did", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="audit_pkey"),
    )
    op.create_index("audit_at", "audit", ["at"])
    op.create_table(
        "switches",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="switches_pkey"),
    )
    counted = ("polls", "failures", "retries", *STATES)
    op.create_table(
        "samples",
        sa.Column("at", Moment(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counted),
        sa.PrimaryKeyConstraint("at", name="samples_pkey"),
    )


def _alerts() -> None:
    op.create_table(
        "dismissals",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("alert_id", "who", name="dismissals_pkey"),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="dismissals_alert_id_fkey", ondelete="CASCADE"),
    )
    connection = op.get_bind()
    hidden = [
        {"alert_id": row.id, "who": who}
        for row in connection.execute(READ).all()
        for who in {who.strip().casefold() for who in json.loads(row.dismissed_by)}
    ]
    if hidden:
        connection.execute(HIDE, hidden)
    op.drop_column("alerts", "dismissed_by")
    op.add_column("alerts", sa.Column("fingerprint", TEXT))
    op.add_column("alerts", sa.Column("changed_at", Moment()))
    op.create_index("alerts_changed", "alerts", ["changed_at"])
    _indexes()
    printed = [
        {"id": row.id, "fingerprint": said}
        for row in connection.execute(EVIDENCE).all()
        if (said := (json.loads(row.evidence) or [{}])[-1].get("fingerprint"))
    ]
    if printed:
        connection.execute(PRINT, printed)


def _indexes() -> None:
    """With all that a wall counts by."""
    for name, columns, rows in (
        ("alerts_standing", ("severity", "last_seen", "fingerprint", "status", "code", "id"), STANDING),
        ("alerts_over", ("severity", "last_seen", "fingerprint", "status", "code", "id"), RESOLVED),
        ("alerts_of_profiles", ("object_kind", "object_id", "status"), OF_PROFILES),
        ("alerts_told", ("last_seen", "severity", "fingerprint", "nature", "code", "id"), TOLD),
        ("alerts_unnamed", ("fingerprint", "last_seen", "status", "severity", "nature", "code", "id"), UNNAMED),
    ):
        op.create_index(name, "alerts", columns, sqlite_where=rows, postgresql_where=rows)
    op.drop_index("alerts_of_object", "alerts")
    of_object = ("object_kind", "object_id", "status", "level", "severity", "last_seen", "nature", "id")
    op.create_index("alerts_of_object", "alerts", of_object)
