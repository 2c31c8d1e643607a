"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.columns import Moment

revision = "0001"
down_revision = None

INT, BIG, TEXT = sa.Integer(), sa.BigInteger(), sa.Text()
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _alerts()
    _counters()
    _people()
    _secret_keys()
    _profiles()
    _mailboxes()
    _profile_health()
    _credentials()
    _cursors()
    _directions()
    _emails()
    _stuck()
    _attempts()
    _email_raws()
    op.execute("INSERT INTO counters (name, value) VALUES ('seq', 0)")


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", INT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("nature", TEXT),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("object_kind", TEXT, nullable=False),
        sa.Column("object_id", INT, nullable=False),
        sa.Column("direction", TEXT),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.Column("count", INT, nullable=False),
        sa.Column("who_acts", TEXT, nullable=False),
        sa.Column("headline", TEXT, nullable=False),
        sa.Column("remedy", TEXT, nullable=False),
        sa.Column("superseded_by", INT),
        sa.Column("acknowledged_by", TEXT),
        sa.Column("resolved_at", Moment()),
        sa.Column("resolved_why", TEXT),
        sa.Column("dismissed_by", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["alerts.id"], name="alerts_superseded_by_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="alerts_pkey"),
        sqlite_autoincrement=True,
    )
    op.create_index("alerts_by_key", "alerts", ["key"])
    op.create_index("alerts_newest", "alerts", ["last_seen"])
    op.create_index("alerts_of_object", "alerts", ["object_kind", "object_id", "status"])
    op.create_index(
        "alerts_superseding",
        "alerts",
        ["superseded_by"],
        sqlite_where=sa.text("superseded_by IS NOT NULL"),
        postgresql_where=sa.text("superseded_by IS NOT NULL"),
    )
    op.create_index(
        "alerts_unresolved",
        "alerts",
        ["key"],
        unique=True,
        sqlite_where=sa.text("status <> 'resolved'"),
        postgresql_where=sa.text("status <> 'resolved'"),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name="counters_pkey"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", INT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("address_key", TEXT, nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="people_pkey"),
        sa.UniqueConstraint("address_key", name="people_address_key_key"),
        sqlite_autoincrement=True,
    )


def _secret_keys() -> None:
    op.create_table(
        "secret_keys",
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="secret_keys_pkey"),
    )


def _profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", INT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("protocol", TEXT, nullable=False),
        sa.Column("host", TEXT, nullable=False),
        sa.Column("port", INT, nullable=False),
        sa.Column("security", TEXT, nullable=False),
        sa.Column("ca", TEXT),
        sa.Column("owner_id", INT),
        sa.Column("folders", TEXT, nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("push", sa.Boolean(), nullable=False),
        sa.Column("poll_interval", BIG, nullable=False),
        sa.Column("max_sessions", INT),
        sa.Column("max_sign_ins", INT, nullable=False),
        sa.Column("timeout", BIG, nullable=False),
        sa.Column("policy", TEXT, nullable=False),
        sa.Column("outgoing", TEXT, nullable=False),
        sa.Column("max_message_size", BIG, nullable=False),
        sa.Column("keep_days", INT),
        sa.Column("version", INT, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="profiles_owner_id_fkey", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="profiles_pkey"),
        sa.UniqueConstraint("name", name="profiles_name_key"),
        sqlite_autoincrement=True,
    )


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("id", INT, nullable=False),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("address_key", TEXT, nullable=False),
        sa.Column("profile_id", INT, nullable=False),
        sa.Column("owner_id", INT),
        sa.Column("username", TEXT, nullable=False),
        sa.Column("version", INT, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="mailboxes_owner_id_fkey", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="mailboxes_profile_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="mailboxes_pkey"),
        sa.UniqueConstraint("address_key", name="mailboxes_address_key_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("mailboxes_profile_id", "mailboxes", ["profile_id"])


def _profile_health() -> None:
    op.create_table(
        "profile_health",
        sa.Column("profile_id", INT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("health", TEXT, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("next_probe_at", Moment()),
        sa.Column("probes_failed", INT, nullable=False),
        sa.Column("probe_started", Moment()),
        sa.Column("last_probed_mailbox", INT),
        sa.Column("code", TEXT),
        sa.Column("stage", TEXT),
        sa.Column("signal_text", TEXT, nullable=False),
        sa.Column("probe_queued_until", Moment()),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name="profile_health_profile_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "direction", name="profile_health_pkey"),
    )


def _credentials() -> None:
    op.create_table(
        "credentials",
        sa.Column("mailbox_id", INT, nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name="credentials_mailbox_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mailbox_id", name="credentials_pkey"),
    )


def _cursors() -> None:
    op.create_table(
        "cursors",
        sa.Column("mailbox_id", INT, nullable=False),
        sa.Column("folder", TEXT, nullable=False),
        sa.Column("uid_validity", BIG, nullable=False),
        sa.Column("low", BIG, nullable=False),
        sa.Column("high", BIG, nullable=False),
        sa.Column("messages", BIG),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailboxes.id"], name="cursors_mailbox_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mailbox_id", "folder", name="cursors_pkey"),
    )


def _directions() -> None:
    op.create_table(
        "directions",
        sa.Column("id", INT, nullable=False),
        sa.Column("mailbox_id", INT, nullable=False),
        sa.Column("profile_id", INT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("test", TEXT, nullable=False),
        sa.Column("streak", INT, nullable=False),
        sa.Column("counted", INT, nullable=False),
        sa.Column("proofs", INT, nullable=False),
        sa.Column("failing_since", Moment()),
        sa.Column("next_attempt_at", Moment()),
        sa.Column("last_attempt_at", Moment()),
        sa.Column("last_success_at", Moment()),
        sa.Column("last_code", TEXT),
        sa.Column("halted_at", Moment()),
        sa.Column("halt_rule", TEXT),
        sa.Column("halt_spent", sa.Boolean(), nullable=False),
        sa.Column("retry_job", TEXT),
        sa.Column("listed_job", TEXT),
        sa.Column("attempt_number", INT, nullable=False),
        sa.Column("fence", BIG, nullable=False),
        sa.Column("leased_until", Moment()),
        sa.Column("leased_by", TEXT),
        sa.Column("queued_until", Moment()),
        sa.Column("deaths", INT, nullable=False),
        sa.Column("held_message", TEXT),
        sa.Column("held_deaths", INT, nullable=False),
        sa.Column("emails_stored", INT, nullable=False),
        sa.Column("emails_set_aside", INT, nullable=False),
        sa.Column("last_email_at", Moment()),
        sa.ForeignKeyConstraint(
            ["mailbox_id"], ["mailboxes.id"], name="directions_mailbox_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name="directions_profile_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="directions_pkey"),
        sa.UniqueConstraint("mailbox_id", "direction", name="directions_mailbox_id_direction_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("directions_due", "directions", ["state", "next_attempt_at"])
    op.create_index("directions_of_profile", "directions", ["profile_id", "direction", "state"])


def _emails() -> None:
    op.create_table(
        "emails",
        sa.Column("id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("mailbox_id", INT),
        sa.Column("address", TEXT, nullable=False),
        sa.Column("address_key", TEXT, nullable=False),
        sa.Column("direction", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("message_id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("sender", TEXT, nullable=False),
        sa.Column("recipients", TEXT, nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.Column("gone_at", Moment()),
        sa.Column("folder", TEXT, nullable=False),
        sa.Column("uid", BIG, nullable=False),
        sa.Column("uid_validity", BIG, nullable=False),
        sa.Column("code", TEXT),
        sa.Column("response", TEXT),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailboxes.id"], name="emails_mailbox_id_fkey", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="emails_pkey"),
        sa.UniqueConstraint("seq", name="emails_seq_key"),
    )
    op.create_index("emails_by_match", "emails", ["mailbox_id", "folder", "received_at", "size"])
    op.create_index(
        "emails_by_uid",
        "emails",
        ["mailbox_id", "folder", "uid_validity", "uid"],
        unique=True,
        sqlite_where=sa.text("direction = 'incoming'"),
        postgresql_where=sa.text("direction = 'incoming'"),
    )
    op.create_index(
        "emails_gone",
        "emails",
        ["mailbox_id", "folder"],
        sqlite_where=sa.text("gone_at IS NOT NULL"),
        postgresql_where=sa.text("gone_at IS NOT NULL"),
    )
    op.create_index(
        "emails_left_behind",
        "emails",
        ["address_key"],
        sqlite_where=sa.text("mailbox_id IS NULL"),
        postgresql_where=sa.text("mailbox_id IS NULL"),
    )
    op.create_index("emails_of_mailbox", "emails", ["mailbox_id", "seq"])
    op.create_index(
        "emails_set_aside",
        "emails",
        ["mailbox_id", "code"],
        sqlite_where=sa.text("state = 'set_aside'"),
        postgresql_where=sa.text("state = 'set_aside'"),
    )


def _stuck() -> None:
    op.create_table(
        "stuck",
        sa.Column("mailbox_id", INT, nullable=False),
        sa.Column("folder", TEXT, nullable=False),
        sa.Column("uid", BIG, nullable=False),
        sa.Column("tries", INT, nullable=False),
        sa.Column("next_try_at", Moment(), nullable=False),
        sa.Column("code", TEXT),
        sa.Column("response", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["mailbox_id"], ["mailboxes.id"], name="stuck_mailbox_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mailbox_id", "folder", "uid", name="stuck_pkey"),
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("direction_id", INT, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("stage", TEXT),
        sa.Column("code", TEXT),
        sa.Column("rule", TEXT),
        sa.Column("response", TEXT, nullable=False),
        sa.Column("next_attempt_at", Moment()),
        sa.Column("new_emails", INT, nullable=False),
        sa.Column("took", BIG, nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["direction_id"], ["directions.id"], name="attempts_direction_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="attempts_pkey"),
    )
    op.create_index("attempts_at", "attempts", ["at"])
    op.create_index("attempts_of_direction", "attempts", ["direction_id", "at"])


def _email_raws() -> None:
    op.create_table(
        "email_raws",
        sa.Column("email_id", BIG_ID, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["email_id"], ["emails.id"], name="email_raws_email_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("email_id", name="email_raws_pkey"),
    )
