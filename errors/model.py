"""The nouns of the error model: what was seen, what it is called, what may be decided.

Only frozen data and enums live here; no rule, no policy, no clock.
The words are those of docs/glossary.md, and mean one thing each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Protocol(StrEnum):
    """Who spoke. NETWORK is everything below a mail protocol: DNS, TCP, TLS."""

    IMAP = "imap"
    SMTP = "smtp"
    EWS = "ews"
    GRAPH = "graph"
    OAUTH = "oauth"
    NETWORK = "network"


class Stage(StrEnum):
    """How far the attempt had come. The same words mean different things at different stages."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    GREETING = "greeting"
    EHLO = "ehlo"
    AUTH = "auth"
    SELECT = "select"
    POLL = "poll"
    FETCH = "fetch"
    IDLE = "idle"
    APPEND = "append"
    MAIL_FROM = "mail_from"
    RCPT_TO = "rcpt_to"
    DATA = "data"
    FINAL = "final"
    SEND = "send"
    TOKEN = "token"  # noqa: S105 (a stage, not a secret)
    AUTODISCOVER = "autodiscover"
    STORE = "store"
    PARSE = "parse"


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Nature(StrEnum):
    TRANSIENT = "transient"
    PERMANENT = "permanent"


class Level(StrEnum):
    """What a fault stops: one email, one mailbox direction, a profile's mailboxes, or nothing (our own fault)."""

    EMAIL = "email"
    MAILBOX = "mailbox"
    PROFILE = "profile"
    SYSTEM = "system"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Actor(StrEnum):
    """Who must act for it to go away."""

    NOBODY = "nobody"
    MAILBOX_OWNER = "mailbox_owner"
    PROFILE_OWNER = "profile_owner"
    ADMINISTRATOR = "administrator"
    SENDER = "sender"


class Kind(StrEnum):
    """The cause, whatever the protocol that told of it."""

    DNS_FAILURE = "dns_failure"
    DNS_TEMPORARY = "dns_temporary"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_LOST = "connection_lost"
    TIMEOUT = "timeout"
    TLS_CERTIFICATE = "tls_certificate"
    TLS_FAILURE = "tls_failure"
    SERVER_UNAVAILABLE = "server_unavailable"
    SERVER_BUSY = "server_busy"
    SERVER_ERROR = "server_error"
    THROTTLED = "throttled"
    TOO_MANY_CONNECTIONS = "too_many_connections"
    QUOTA = "quota"
    AUTH_FAILED = "auth_failed"
    PASSWORD_EXPIRED = "password_expired"  # noqa: S105 (a kind, not a secret)
    APP_PASSWORD_REQUIRED = "app_password_required"  # noqa: S105 (a kind, not a secret)
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_LOCKED = "account_locked"
    PROTOCOL_DISABLED = "protocol_disabled"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 (a kind, not a secret)
    OAUTH_CONSENT_REQUIRED = "oauth_consent_required"
    PERMISSION_DENIED = "permission_denied"
    CONFIGURATION = "configuration"
    MAILBOX_FULL = "mailbox_full"
    FOLDER_MISSING = "folder_missing"
    CURSOR_RESET = "cursor_reset"
    MESSAGE_MISSING = "message_missing"
    MESSAGE_CORRUPT = "message_corrupt"
    MESSAGE_TOO_LARGE = "message_too_large"
    CONTENT_REJECTED = "content_rejected"
    SPAM_REJECTED = "spam_rejected"
    SENDER_REJECTED = "sender_rejected"
    RECIPIENT_REJECTED = "recipient_rejected"
    GREYLISTED = "greylisted"
    PROTOCOL_ERROR = "protocol_error"
    STORE_UNAVAILABLE = "store_unavailable"
    QUEUE_UNAVAILABLE = "queue_unavailable"
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105 (a kind, not a secret)
    WORKER_DIED = "worker_died"
    BUG = "bug"
    UNCLASSIFIED = "unclassified"
    NOTHING_WRONG = "nothing_wrong"


class Health(StrEnum):
    """A profile direction's health, from evidence."""

    HEALTHY = "healthy"
    SUSPECT = "suspect"
    DOWN = "down"
    RECOVERING = "recovering"


@dataclass(frozen=True, slots=True)
class Signal:
    """The raw thing observed at the edge, before anyone names it.

    text: what the server (or the exception) said, word for word, without an IMAP tag; no secrets.
    status: the protocol's own verdict word or number ("NO", "BAD", "BYE", "535"); None where it has none.
    response_code: the machine-readable code: RFC 5530's "AUTHENTICATIONFAILED" (upper case), RFC 3463's "5.7.8", an
        EWS ResponseCode, a Graph or OAuth error code (as they are written). None where none was given.
    inner_codes: more detailed codes that came within it, outermost first: Graph's nested innererror, the error below a
        SOAP fault, OAuth's suberror and error_codes (as "AADSTS50076").
    exception: the class name of the exception (for NETWORK), e.g. "ConnectionRefusedError".
    message: which email it was about (folder and uid), where it was about one.
    observed_at: aware UTC; only a date in Retry-After without a Date header needs it.
    """

    protocol: Protocol
    stage: Stage
    text: str = ""
    status: str | None = None
    response_code: str | None = None
    http_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    exception: str | None = None
    message: str | None = None
    observed_at: datetime | None = None
    inner_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the catalogue: what a fault is called, and what it means before evidence speaks.

    nature None means that nothing is wrong. counts: whether a failed attempt spends the retry budget.
    proofs: how many independent observations a permanent one needs before it halts (1: at once).
    headline and remedy are for people; they may name {host}, {mailbox} and {profile}.
    """

    code: str
    kind: Kind
    nature: Nature | None
    level: Level
    who_acts: Actor
    counts: bool
    headline: str
    remedy: str
    reference: str = ""
    proofs: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """A signal with its name: the entry, what decided (rule id), what it matched, and the server's own wait."""

    entry: Entry
    signal: Signal
    rule: str
    matched: str = ""
    retry_after: timedelta | None = None

    @property
    def code(self) -> str:
        return self.entry.code


@dataclass(frozen=True, slots=True)
class Policy:
    """What a profile allows: budgets, pauses and windows. All of it can be set; these are the defaults."""

    retry_limit: int = 14  # attempts that count, before transient becomes permanent
    retry_base: timedelta = timedelta(seconds=30)
    retry_cap: timedelta = timedelta(hours=1)
    silence: timedelta = timedelta(hours=72)  # without one success: escalate whatever the reason
    warn_after: int = 1  # transient alerts open from this failure in a row on
    probe_halted: timedelta | None = timedelta(hours=6)  # None: never
    suspect_pause: timedelta = timedelta(seconds=20)  # between the first shared fault and the try that decides
    outage_window: timedelta = timedelta(minutes=2)  # how far back votes count
    probe_base: timedelta = timedelta(seconds=30)  # between probes of a profile that is down, growing to probe_cap
    probe_cap: timedelta = timedelta(minutes=10)
    profile_budget: timedelta = timedelta(hours=4)  # of failed probes, before a profile's alert becomes permanent
    refusal_window: timedelta = timedelta(minutes=15)  # within which mailboxes are refused together
    message_tries: int = 3  # of one message that can't be fetched, before it is set aside
    message_pause: timedelta = timedelta(minutes=1)  # between those tries, doubling


@dataclass(frozen=True, slots=True)
class Case:
    """All that a decision may see. now and dice (0 <= dice < 1) are drawn by the caller.

    streak: failed attempts in a row, this one included. counted: those of them that counted, this one included
    where its entry counts. proofs: independent observations in a row of this very code, this one included.
    failing_since: when the streak began. last_success_at: None when it never succeeded; created_at stands in then.
    health: the profile direction's, with this attempt's vote already in it. doubted: so many mailboxes of the server
    are refused together that a refusal is not believed, or the try got no further than what the profile is down with.
    wary: this mailbox was, and is refused still now that it is over. refreshable: it signs in with a token that can be
    had afresh. refreshed: it was, since the last success.
    """

    fault: Fault
    direction: Direction
    policy: Policy
    now: datetime
    dice: float
    streak: int = 1
    counted: int = 1
    proofs: int = 1
    failing_since: datetime | None = None
    last_success_at: datetime | None = None
    created_at: datetime | None = None
    health: Health = Health.HEALTHY
    doubted: bool = False
    wary: bool = False
    refreshable: bool = False
    refreshed: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Try this direction again at that time. A Warning at most."""

    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Halt:
    """Stop this direction until somebody acts. spent: by a spent budget, or a refusal that may have been the server's
    (probed rarely), not by one that is beyond doubt."""

    code: str
    spent: bool


@dataclass(frozen=True, slots=True)
class SetAside:
    """Set this one email aside with its evidence; the mailbox goes on."""

    code: str


@dataclass(frozen=True, slots=True)
class Suspend:
    """The profile is down: suspend its mailboxes, probe at that time. Their budgets stay untouched."""

    probe_at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class HandBack:
    """Our own fault: the attempt is unjudged, nothing is counted. Try again at that time."""

    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """A token ran out: take a fresh one and try again at that time. Nothing is counted, nobody is told."""

    at: datetime
    code: str


Decision = Retry | Halt | SetAside | Suspend | HandBack | Refresh
