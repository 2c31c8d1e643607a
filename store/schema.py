"""The tables. What is asked of them is said in the module of each noun; how they came to be, in migrations/.

sqlite_autoincrement: the id of a removed row never names another one, since it may still stand in queued jobs and in
the keys of open sessions.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from errors.machine import State
from errors.model import Actor, Direction, Health, Level, Nature, Severity, Stage

from .columns import Document, Moment, Span, Told, Words
from .records import Tested

REVISION = "0003"  # the migration that this program's tables come from

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

metadata = MetaData(naming_convention=NAMES)

BigId = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER is SQLite's own row number

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

secret_keys = Table(
    "secret_keys",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("first_seen", Moment, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False, unique=True),  # casefolded
    Column("administrator", Boolean, nullable=False),
    Column("password", Text),  # argon2's own form; None: no sign-in
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),  # SHA-256 of the cookie's token: who reads this table can't sign in
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

invitations = Table(  # links that work once
    "invitations",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE")),  # None: whoever comes first is the administrator
    Column("purpose", Text, nullable=False),  # administrator | password | sign_in
    Column("expires_at", Moment, nullable=False),
)

refused_sign_ins = Table(
    "refused_sign_ins",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", Text, nullable=False),  # account:<address key> or from:<network address>
    Column("at", Moment, nullable=False, index=True),
    Index("refused_sign_ins_by_key", "key", "at"),
)

audit = Table(  # who did what, by the pages or the command line
    "audit",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("did", Text, nullable=False),  # a verb: see store/audit.py
    Column("about", Told, nullable=False),  # what was changed, by name
    Column("detail", Told, nullable=False),  # never a secret
)

switches = Table(  # what an administrator set for the whole house; defaults are in store/switches.py
    "switches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Document, nullable=False),
)

samples = Table(  # how it stood every few seconds, for the charts
    "samples",
    metadata,
    Column("at", Moment, primary_key=True, autoincrement=False),
    Column("polls", Integer, nullable=False),  # since the sample before
    Column("failures", Integer, nullable=False),
    Column("retries", Integer, nullable=False),  # directions that wait for a retry
    *(Column(state.value, Integer, nullable=False) for state in State if state is not State.NONE),
)

profiles = Table(
    "profiles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("protocol", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("port", Integer, nullable=False),
    Column("security", Text, nullable=False),
    Column("ca", Text),
    Column("owner_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("folders", Document, nullable=False),
    Column("since", Date),
    Column("push", Boolean, nullable=False),
    Column("poll_interval", Span, nullable=False),
    Column("max_sessions", Integer),
    Column("max_sign_ins", Integer, nullable=False),
    Column("timeout", Span, nullable=False),
    Column("policy", Document, nullable=False),
    Column("outgoing", Document, nullable=False),
    Column("max_message_size", BigInteger, nullable=False),
    Column("keep_days", Integer),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

profile_health = Table(
    "profile_health",
    metadata,
    Column("profile_id", ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    Column("direction", Words(Direction), nullable=False),
    Column("health", Words(Health), nullable=False),
    Column("since", Moment, nullable=False),
    Column("next_probe_at", Moment),
    Column("probes_failed", Integer, nullable=False),
    Column("probe_started", Moment),
    Column("last_probed_mailbox", Integer),
    Column("code", Text),
    Column("stage", Words(Stage)),
    Column("signal_text", Told, nullable=False),
    Column("probe_queued_until", Moment),
    Column("believed_since", Moment),
    PrimaryKeyConstraint("profile_id", "direction"),
)

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False, unique=True),  # casefolded
    Column("profile_id", ForeignKey("profiles.id"), nullable=False, index=True),
    Column("owner_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("username", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

credentials = Table(
    "credentials",
    metadata,
    Column("mailbox_id", ForeignKey("mailboxes.id", ondelete="CASCADE"), primary_key=True),
    Column("token", LargeBinary, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of the key that encrypted it
)

directions = Table(
    "directions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mailbox_id", ForeignKey("mailboxes.id", ondelete="CASCADE"), nullable=False),
    Column("profile_id", ForeignKey("profiles.id"), nullable=False),  # its mailbox's, kept here for the questions asked
    Column("direction", Words(Direction), nullable=False),
    Column("state", Words(State), nullable=False),
    Column("test", Words(Tested), nullable=False),
    Column("streak", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("proofs", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("next_attempt_at", Moment),
    Column("last_attempt_at", Moment),
    Column("last_success_at", Moment),
    Column("last_code", Text),
    Column("halted_at", Moment),
    Column("halt_rule", Text),
    Column("halt_spent", Boolean, nullable=False),
    Column("halt_code", Text),
    Column("halt_catalogue", Text),  # the version of the rules that judged it; None: of before there were versions
    Column("halt_signal", Document),  # errors.memory: what was judged
    Column("halt_saw", Document),  # errors.memory: what else the decision saw
    Column("retry_job", Text),
    Column("listed_job", Text),  # the failed job that the queue was last told of
    Column("attempt_number", Integer, nullable=False),
    Column("fence", BigInteger, nullable=False),
    Column("leased_until", Moment),
    Column("leased_by", Text),
    Column("queued_until", Moment),
    Column("deaths", Integer, nullable=False),
    Column("held_message", Told),
    Column("held_deaths", Integer, nullable=False),
    Column("emails_stored", Integer, nullable=False),  # counted as they come and go, since a list must not count mail
    Column("emails_set_aside", Integer, nullable=False),
    Column("last_email_at", Moment),
    Column("refreshed_at", Moment),  # its token
    UniqueConstraint("mailbox_id", "direction"),
    Index("directions_due", "state", "next_attempt_at"),
    Index("directions_of_profile", "profile_id", "direction", "state"),
    sqlite_autoincrement=True,
)

cursors = Table(
    "cursors",
    metadata,
    Column("mailbox_id", ForeignKey("mailboxes.id", ondelete="CASCADE"), nullable=False),
    Column("folder", Told, nullable=False),
    Column("uid_validity", BigInteger, nullable=False),
    Column("low", BigInteger, nullable=False),
    Column("high", BigInteger, nullable=False),
    Column("messages", BigInteger),
    PrimaryKeyConstraint("mailbox_id", "folder"),
)

stuck = Table(
    "stuck",
    metadata,
    Column("mailbox_id", ForeignKey("mailboxes.id", ondelete="CASCADE"), nullable=False),
    Column("folder", Told, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("code", Text),
    Column("response", Told, nullable=False),
    PrimaryKeyConstraint("mailbox_id", "folder", "uid"),
)

emails = Table(
    "emails",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),  # the seq that it was first stored with
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("mailbox_id", ForeignKey("mailboxes.id", ondelete="SET NULL")),  # None: the mailbox was removed
    Column("address", Text, nullable=False),
    Column("address_key", Text, nullable=False),
    Column("direction", Words(Direction), nullable=False),
    Column("state", Text, nullable=False),
    Column("message_id", Told, nullable=False),
    Column("subject", Told, nullable=False),
    Column("sender", Told, nullable=False),
    Column("recipients", Document, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("gone_at", Moment),
    Column("folder", Told, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("uid_validity", BigInteger, nullable=False),  # below 0: of no epoch, to be matched by what it is
    Column("code", Text),
    Column("response", Told),
)
Index(
    "emails_by_uid", emails.c.mailbox_id, emails.c.folder, emails.c.uid_validity, emails.c.uid, unique=True,
    sqlite_where=text("direction = 'incoming'"), postgresql_where=text("direction = 'incoming'"),
)  # fmt: skip
Index("emails_by_match", emails.c.mailbox_id, emails.c.folder, emails.c.received_at, emails.c.size)
Index("emails_of_mailbox", emails.c.mailbox_id, emails.c.seq)
Index(
    "emails_gone", emails.c.mailbox_id, emails.c.folder,
    sqlite_where=text("gone_at IS NOT NULL"), postgresql_where=text("gone_at IS NOT NULL"),
)  # fmt: skip
Index(
    "emails_set_aside", emails.c.mailbox_id, emails.c.code,
    sqlite_where=text("state = 'set_aside'"), postgresql_where=text("state = 'set_aside'"),
)  # fmt: skip
Index(
    "emails_left_behind", emails.c.address_key,
    sqlite_where=text("mailbox_id IS NULL"), postgresql_where=text("mailbox_id IS NULL"),
)  # fmt: skip

email_raws = Table(
    "email_raws",
    metadata,
    Column("email_id", ForeignKey("emails.id", ondelete="CASCADE"), primary_key=True),
    Column("raw", LargeBinary, nullable=False),  # a table of its own, so that a list drags no bodies
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("direction_id", ForeignKey("directions.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("ok", Boolean, nullable=False),
    Column("stage", Words(Stage)),
    Column("code", Text),
    Column("rule", Text),
    Column("response", Told, nullable=False),
    Column("next_attempt_at", Moment),
    Column("new_emails", Integer, nullable=False),
    Column("took", Span, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("fingerprint", Text),  # of what no rule knew, and errors.memory of it, less its text
    Column("signal", Document),
    Index("attempts_of_direction", "direction_id", "at"),
)
Index(
    "attempts_unnamed", attempts.c.fingerprint, attempts.c.direction_id, attempts.c.at, postgresql_include=["id"],
    sqlite_where=text("fingerprint IS NOT NULL"), postgresql_where=text("fingerprint IS NOT NULL"),
)  # fmt: skip

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "key", Text, nullable=False
    ),  # code, nature, level, object and direction in one, so that no NULL hides a twin
    Column("code", Text, nullable=False),
    Column("nature", Words(Nature)),
    Column("severity", Words(Severity), nullable=False),
    Column("level", Words(Level), nullable=False),
    Column("object_kind", Text, nullable=False),
    Column("object_id", Integer, nullable=False),
    Column("direction", Words(Direction)),
    Column("status", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("count", Integer, nullable=False),
    Column("who_acts", Words(Actor), nullable=False),
    Column("headline", Told, nullable=False),
    Column("remedy", Told, nullable=False),
    Column("superseded_by", ForeignKey("alerts.id", ondelete="SET NULL")),
    Column("acknowledged_by", Text),
    Column("resolved_at", Moment),
    Column("resolved_why", Text),
    Column("evidence", Document, nullable=False),
    Column("fingerprint", Text),  # of an answer that no rule knows: all of one are one line on an administrator's wall
    Column("changed_at", Moment),  # by whatever: what watches the walls live looks for it
    # These hold all that a wall counts by, so that it is not read from the rows, which are wide.
    Index("alerts_of_object", "object_kind", "object_id", "status", "level", "severity", "last_seen", "nature", "id"),
    Index("alerts_changed", "changed_at"),
    Index("alerts_by_key", "key"),
    Index("alerts_newest", "last_seen"),
    sqlite_autoincrement=True,
)
Index(
    "alerts_unresolved", alerts.c.key, unique=True,
    sqlite_where=text("status <> 'resolved'"), postgresql_where=text("status <> 'resolved'"),
)  # fmt: skip
Index(
    "alerts_standing", alerts.c.severity, alerts.c.last_seen, alerts.c.fingerprint, alerts.c.status, alerts.c.code,
    alerts.c.id,
    sqlite_where=text("status <> 'resolved'"), postgresql_where=text("status <> 'resolved'"),
)  # fmt: skip
Index(
    "alerts_over", alerts.c.severity, alerts.c.last_seen, alerts.c.fingerprint, alerts.c.status, alerts.c.code,
    alerts.c.id,
    sqlite_where=text("status = 'resolved'"), postgresql_where=text("status = 'resolved'"),
)  # fmt: skip
Index(
    "alerts_of_profiles", alerts.c.object_kind, alerts.c.object_id, alerts.c.status,
    sqlite_where=text("level = 'profile'"), postgresql_where=text("level = 'profile'"),
)  # fmt: skip
Index(
    "alerts_told", alerts.c.last_seen, alerts.c.severity, alerts.c.fingerprint, alerts.c.nature, alerts.c.code,
    alerts.c.id,
    sqlite_where=text("nature IS NULL"), postgresql_where=text("nature IS NULL"),
)  # fmt: skip
Index(
    "alerts_unnamed", alerts.c.fingerprint, alerts.c.last_seen, alerts.c.status, alerts.c.severity, alerts.c.nature,
    alerts.c.code, alerts.c.id,
    sqlite_where=text("fingerprint IS NOT NULL"), postgresql_where=text("fingerprint IS NOT NULL"),
)  # fmt: skip
Index(
    "alerts_superseding", alerts.c.superseded_by,
    sqlite_where=text("superseded_by IS NOT NULL"), postgresql_where=text("superseded_by IS NOT NULL"),
)  # fmt: skip

dismissals = Table(  # whose wall hides which alert
    "dismissals",
    metadata,
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("who", Text, nullable=False),  # an address, casefolded; "admin" for the administrators' wall
    PrimaryKeyConstraint("alert_id", "who"),
)
