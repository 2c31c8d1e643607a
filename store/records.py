"""What the store hands out and takes in: frozen records, one per noun. No SQL here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from errors.machine import State
from errors.model import Actor, Direction, Health, Level, Nature, Policy, Severity, Stage


class Tested(StrEnum):
    __test__ = False  # no test class, whatever pytest thinks of its name

    NOT_RUN = "not_run"
    SUCCESS = "success"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    address: str
    administrator: bool
    signs_in: bool = False  # has a password


@dataclass(frozen=True, slots=True)
class Profile:
    """version rises with every change of settings: open sessions of an older version are closed."""

    id: int
    name: str
    protocol: str
    host: str
    port: int
    security: str
    ca: str | None  # PEM text of a private CA
    owner: str | None
    folders: tuple[str, ...]
    since: date | None
    push: bool
    poll_interval: timedelta
    max_sessions: int | None
    max_sign_ins: int
    timeout: timedelta
    policy: Policy
    outgoing: Mapping[str, object]  # smtp_host, smtp_port, smtp_security, smtp_auth, save_sent
    max_message_size: int  # octets
    keep_days: int | None
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DirectionRow:
    id: int
    mailbox_id: int
    direction: Direction
    state: State
    test: Tested
    streak: int
    counted: int
    proofs: int
    failing_since: datetime | None
    next_attempt_at: datetime | None
    last_attempt_at: datetime | None
    last_success_at: datetime | None
    last_code: str | None
    halted_at: datetime | None
    halt_rule: str | None
    halt_spent: bool
    retry_job: str | None  # the id of the scheduled or failed job in `retry`
    attempt_number: int  # rises with every retry job; part of its id
    fence: int
    leased_until: datetime | None
    leased_by: str | None
    deaths: int
    held_message: str | None  # "folder uid" noted in careful mode
    held_deaths: int
    refreshed_at: datetime | None = None  # when its token was last refreshed


@dataclass(frozen=True, slots=True)
class Mailbox:
    """credentials stay encrypted in the store; see mailboxes.password()."""

    id: int
    address: str
    profile_id: int
    profile: str
    owner: str | None
    username: str
    has_password: bool
    version: int  # rises with new credentials
    incoming: DirectionRow
    outgoing: DirectionRow
    emails_stored: int
    emails_set_aside: int
    last_email_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CursorRow:
    """How far a folder is stored; sync.ports.Cursor says what the numbers mean."""

    uid_validity: int
    low: int
    high: int
    messages: int | None


@dataclass(frozen=True, slots=True)
class StuckRow:
    """A message that could not be fetched so far."""

    folder: str
    uid: int
    tries: int
    next_try_at: datetime
    code: str | None
    response: str


@dataclass(frozen=True, slots=True)
class Held:
    """A lease that was taken: all that an attempt needs, and the fence that its results must name.

    cursors by folder, and the stuck messages of all folders, so that an idle poll asks the database nothing more.
    """

    mailbox: Mailbox
    direction: DirectionRow
    profile: Profile
    password: str | None  # decrypted; never logged (repr leaves it out)
    cursors: Mapping[str, CursorRow] = field(default_factory=dict)
    stuck: Sequence[StuckRow] = ()

    def __repr__(self) -> str:
        return f"Held({self.mailbox.address} {self.direction.direction} fence={self.direction.fence})"


@dataclass(frozen=True, slots=True)
class ProfileHealth:
    profile_id: int
    direction: Direction
    health: Health
    since: datetime
    next_probe_at: datetime | None
    probes_failed: int
    probe_started: datetime | None  # when the first probe of this outage failed
    last_probed_mailbox: int | None
    code: str | None
    stage: Stage | None
    signal_text: str
    believed_since: datetime | None = None  # when refusals that had been doubted were last believed again


@dataclass(frozen=True, slots=True)
class Email:
    id: int
    seq: int
    mailbox: str
    direction: Direction
    state: str
    message_id: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    size: int
    sha256: str
    received_at: datetime
    stored_at: datetime
    gone_at: datetime | None
    folder: str
    uid: int
    uid_validity: int
    code: str | None  # why it was set aside
    response: str | None


@dataclass(frozen=True, slots=True)
class NewEmail:
    """A message to be stored. raw is byte for byte as fetched; code and response are there where it is set aside
    (then raw holds what was had: its headers, or nothing). size: of the whole message, in octets."""

    uid: int
    raw: bytes
    received_at: datetime
    size: int
    message_id: str
    subject: str
    sender: str
    recipients: tuple[str, ...]
    code: str | None = None
    response: str | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A message as the server describes it before it is fetched: what rekeying matches by."""

    uid: int
    size: int
    received_at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one mailbox direction; recorded when it failed, stored mail, or was a test.

    fingerprint and signal (errors.memory, less its text): of what no rule knew.
    """

    direction_id: int
    at: datetime
    ok: bool
    stage: Stage | None = None
    code: str | None = None
    rule: str | None = None
    response: str = ""
    next_attempt_at: datetime | None = None
    new_emails: int = 0
    took: timedelta = timedelta()
    test: bool = False
    fingerprint: str | None = None
    signal: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert to be raised: upserted on its key (code, nature, level, object, direction)."""

    code: str
    nature: Nature | None
    severity: Severity
    level: Level
    object_kind: str  # mailbox | profile | system
    object_id: int  # 0 for system
    direction: Direction | None
    who_acts: Actor
    headline: str
    remedy: str
    at: datetime
    evidence: Mapping[str, object] = field(default_factory=dict)  # one attempt: at stage response code next_attempt_at
    folder: str | None = None  # where level is email: which one
    uid: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    id: int
    code: str
    nature: Nature | None
    severity: Severity
    level: Level
    object_kind: str
    object_id: int
    object_name: str
    profile_id: int | None
    profile_name: str  # empty where it is about no profile
    host: str
    direction: Direction | None
    status: str  # open | acknowledged | resolved
    first_seen: datetime
    last_seen: datetime
    count: int
    who_acts: Actor
    headline: str
    remedy: str
    superseded_by: int | None
    acknowledged_by: str | None
    resolved_at: datetime | None
    resolved_why: str | None
    dismissed_by: tuple[str, ...]  # addresses; "admin" for the administrator's wall
    mailbox_owner: str | None
    profile_owner: str | None
    evidence: Sequence[Mapping[str, object]]
    supersedes: int | None  # the transient one whose evidence it carries
    set_aside: int  # emails of its mailbox that are set aside with its code, now
    fingerprint: str | None = None  # of an answer that no rule knows
