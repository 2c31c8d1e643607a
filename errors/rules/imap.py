"""Rules for what an IMAP server answers, gathered: response codes, what providers say beside or instead of them, what
our adapter found out by itself, and what the kind of answer alone tells."""

from __future__ import annotations

from errors.model import Stage

from . import trouble
from .imap_at_work import AT_WORK, WORDS
from .imap_codes import CODES
from .imap_limits import LIMITS
from .imap_shape import ANY, AUTH, EARLY, GREETING, NOT_EARLY, imap, seen_as, shaped
from .imap_sign_in import SIGN_IN
from .imap_trouble import TROUBLE
from .shape import Rank, Rule

TLS = frozenset({Stage.TLS})

OWN_DISK = r"\[errno (?:28|122)\]|no space left on device|disk quota exceeded"

ADAPTER: tuple[Rule, ...] = (
    seen_as("starttls-not-offered", "TLS-311", "StartTlsNotOffered"),
    seen_as("starttls-unknown", "TLS-311", "StartTlsRefused", statuses=frozenset({"BAD"})),
    seen_as("starttls-refused", "TLS-204", "StartTlsRefused", statuses=frozenset({"NO", "BYE", None})),
    seen_as("starttls-injection", "TLS-312", "StartTlsInjection"),
    seen_as("clear-sign-in", "IMAP-304", "LoginDisabled"),
    imap("no-imap", "IMAP-305", Rank.CODED, frozenset({Stage.GREETING}), exceptions=frozenset({"ProtocolViolation"})),
    # Of our own disk, whoever's name it is told in; a server's answer has a status.
    imap("own-disk-full", "OWN-907", Rank.OWN, frozenset({Stage.STORE}), statuses=frozenset({None}), text=OWN_DISK),
    imap("nonsense", "IMAP-216", Rank.LAST, ANY, exceptions=frozenset({"ProtocolViolation"})),
)  # fmt: skip

SHAPES: tuple[Rule, ...] = (
    imap(
        "another-protocol",
        "IMAP-305",
        Rank.WORDED,
        GREETING,
        statuses=frozenset({None}),
        text=r"^\+ok\b|^220[ -]|^http/\d|^ssh-\d|^<!doctype html|^<html",
        unless=trouble.TROUBLE,
    ),
    imap(
        "client-refused",
        "NET-202",
        Rank.TELLING,
        EARLY,
        statuses=frozenset({None}),
        text=r"failed to connect to .{1,80} port \d{1,5}\b.{0,80}refused|\[errno (?:111|61)\]|dial tcp .{1,80}refused",
    ),
    shaped("starttls-not-understood", "TLS-311", TLS, "BAD"),
    shaped("starttls-refused", "TLS-204", TLS, "NO"),
    shaped("no-refusal", "INFO-205", ANY, "OK"),
    shaped("bye-early", "IMAP-215", EARLY, "BYE"),
    shaped("bye", "IMAP-210", NOT_EARLY, "BYE"),
    shaped("refused", "IMAP-111", AUTH, "NO"),
    shaped("not-understood", "IMAP-901", frozenset(Stage) - TLS, "BAD"),
)

IMAP_RULES: tuple[Rule, ...] = (*ADAPTER, *LIMITS, *SIGN_IN, *TROUBLE, *AT_WORK, *CODES, *WORDS, *SHAPES)
