"""The settings of a profile as fields of a form: what each shows, how it is read, its label, hint and unit. A table;
what may be written is config.checks' to say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from config import checks
from config.checks import NotAllowed
from config.profile_fields import LARGEST_MIB, LAST_PORT, MIB, Security, SmtpAuth

if TYPE_CHECKING:
    from store.records import Profile

SECURITIES = (
    (Security.TLS.value, "TLS from the start"),
    (Security.STARTTLS.value, "STARTTLS"),
    (Security.NONE.value, "none: passwords and mail can be read on the way"),
)
SIGN_INS = ((SmtpAuth.SAME.value, "with the mailbox's own user name and password"), (SmtpAuth.NONE.value, "none"))
LONGEST_PEM = 200_000  # characters
MOST_FOLDERS = 500
YES, NO = "yes", "no"

Shown = Mapping[str, str]  # by field name: the text that stands in it


@dataclass(frozen=True, slots=True)
class Field:
    """shown: of a profile. read: from what was typed to a value of the setting; NotAllowed. empty: the word that an
    empty field stands for. kind: as parts.html's field() takes it."""

    name: str
    label: str
    shown: Callable[[Profile], str]
    read: Callable[[str], object]
    kind: str = "text"
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    fields: Sequence[Field]


def _seconds(pause: timedelta) -> str:
    return _plain(pause.total_seconds())


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _yes(value: object) -> str:
    return YES if value else NO


def _smtp(name: str, otherwise: str = "") -> Callable[[Profile], str]:
    return lambda of: str(of.outgoing.get(name, otherwise))


def _hours(pause: timedelta | None) -> str:
    return "never" if pause is None else _plain(pause.total_seconds() / 3600)


def _folders(text: str) -> list[str]:
    names = [line for line in text.split("\n") if line.strip()]
    if any(letter < " " or letter == "\x7f" for name in names for letter in name):
        raise NotAllowed("a folder's name has no control characters.")
    if not names:
        raise NotAllowed("name at least one folder, or write `all`.")
    if len(names) > MOST_FOLDERS:
        raise NotAllowed(f"that is more than {MOST_FOLDERS} folders; `all` stands for all of them.")
    return names


def _certificates(text: str) -> str:
    if len(text) > LONGEST_PEM:
        raise NotAllowed("that is too long for certificates.")
    try:
        return checks.certificates(text)
    except NotAllowed as why:
        raise NotAllowed(f"This {why}") from None


def _one_of(options: Sequence[tuple[str, str]], kind: type[Security | SmtpAuth], text: str) -> object:
    if text not in [value for value, _ in options]:
        raise NotAllowed(f"{text!r} is none of the choices.")
    return kind(text)


port = partial(checks.number, most=LAST_PORT)

SERVER = Group(
    "Server",
    (
        Field("host", "Mail server", lambda of: of.host, checks.host, hint="A name like mail.example.org."),
        Field("port", "Port", lambda of: str(of.port), port, "number", "Empty: 993 with TLS, else 143.", empty=""),
        Field("security", "Security", lambda of: of.security, partial(_one_of, SECURITIES, Security), "select",
              options=SECURITIES),
        Field("ca", "Private CA", lambda _: "", _certificates, "textarea",
              "Certificates in PEM form, where the server's is not signed by a public CA."),
        Field("max_sessions", "Open sessions at most", lambda of: _plain(of.max_sessions) if of.max_sessions else "",
              checks.number_or_unlimited, "text", "By each worker. Empty: unlimited.", empty="unlimited"),
        Field("max_sign_ins", "Sign-ins at once", lambda of: str(of.max_sign_ins), checks.number, "number",
              "Sessions being opened at the same time, by each worker."),
        Field("timeout", "Time-out in seconds", lambda of: _seconds(of.timeout), checks.seconds, "text",
              "How long the server may say nothing."),
    ),
)  # fmt: skip

FETCHING = Group(
    "What is fetched, and how often",
    (
        Field("folders", "Folders", lambda of: "\n".join(of.folders), _folders, "textarea",
              "One per line, as the server names them; or `all`."),
        Field("since", "Mail from", lambda of: of.since.isoformat() if of.since else "", checks.day_or_none, "date",
              "Older mail is left alone. Empty: all mail.", empty="none"),
        Field("push", "Push", lambda of: _yes(of.push), lambda text: text == YES, "checkbox",
              "Let the server tell of new mail (IMAP IDLE). Kept; in this version mailboxes are polled."),
        Field("poll_interval", "Seconds between polls", lambda of: _seconds(of.poll_interval), checks.seconds, "text",
              "Of each mailbox."),
        Field("max_message_size", "Largest email in MiB", lambda of: _plain(of.max_message_size / MIB),
              partial(checks.number, most=LARGEST_MIB), "text", "Larger ones are set aside."),
        Field("keep_days", "Days that mail is kept", lambda of: str(of.keep_days) if of.keep_days else "",
              checks.number_or_forever, "text", "Stored mail that is older is deleted. Empty: kept for ever.",
              empty="forever"),
    ),
)  # fmt: skip

FAILING = Group(
    "When it fails",
    (
        Field("retry_limit", "Attempts", lambda of: str(of.policy.retry_limit), checks.number, "number",
              "So many in a row that count, and the mailbox halts."),
        Field("retry_base", "First pause in seconds", lambda of: _seconds(of.policy.retry_base), checks.seconds, "text",
              "It doubles with every attempt."),
        Field("retry_cap", "Longest pause in seconds", lambda of: _seconds(of.policy.retry_cap), checks.seconds),
        Field("warn_after", "Warn after", lambda of: str(of.policy.warn_after), checks.number, "number",
              "Failures in a row, before a passing error shows on a wall."),
        Field("probe_halted", "Hours between probes of a halted mailbox", lambda of: _hours(of.policy.probe_halted),
              checks.hours_or_never, "text",
              "Where it halted because its attempts were used up. `never`: only a person resumes it.", empty="never"),
    ),
)  # fmt: skip

SENDING = Group(
    "Sending (kept for a later version)",
    (
        Field("smtp_host", "SMTP server", _smtp("smtp_host"), checks.host, hint="Empty: nothing is sent.", empty=""),
        Field("smtp_port", "SMTP port", _smtp("smtp_port"), port, "number", "Empty: 465 with TLS, else 587.", empty=""),
        Field("smtp_security", "SMTP security", _smtp("smtp_security", "tls"), partial(_one_of, SECURITIES, Security),
              "select", options=SECURITIES),
        Field("smtp_auth", "SMTP sign-in", _smtp("smtp_auth", "same"), partial(_one_of, SIGN_INS, SmtpAuth), "select",
              options=SIGN_INS),
        Field("save_sent", "Keep a copy in the Sent folder", lambda of: _yes(of.outgoing.get("save_sent")),
              lambda text: text == YES, "checkbox"),
    ),
)  # fmt: skip

OWNER = Group(
    "Who looks after it",
    (
        Field("owner", "Owner", lambda of: of.owner or "", checks.address, "text",
              "An email address. They see this page and the profile's alerts. Empty: nobody.", empty=""),
    ),
)  # fmt: skip

CA_KEPT, CA_REMOVED = "ca_kept", "ca_removed"  # what tells of the certificates, which are not shown
FOR_ALL = (SERVER, FETCHING, FAILING, SENDING)


def groups(*, administrator: bool) -> Sequence[Group]:
    """Who may change what: an owner gives a profile to nobody else."""
    return (*FOR_ALL, OWNER) if administrator else FOR_ALL


def fields(*, administrator: bool) -> Sequence[Field]:
    return [one for group in groups(administrator=administrator) for one in group.fields]


def shown(profile: Profile) -> dict[str, str]:
    """By name, of every field."""
    digest = hashlib.sha256(profile.ca.encode()).hexdigest()[:16] if profile.ca else ""
    return {one.name: one.shown(profile) for one in fields(administrator=True)} | {CA_KEPT: digest, CA_REMOVED: NO}
