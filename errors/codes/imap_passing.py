"""What passes by itself, of what an IMAP server may answer, as rows. Remedies speak to the administrator, who
watches."""

from __future__ import annotations

from errors.entries import transient
from errors.model import Entry, Kind, Level
from errors.phrases import (
    ANOTHER_CHANGES,
    BUSY,
    FEWER_FROM_HERE,
    FEWER_SESSIONS,
    FRESH_TOKEN,
    SEE_LOG,
    SHORT,
    SLOWER,
    UNAVAILABLE,
)

from .imap_owner import RFC_5530

NOBODY_ACTS: tuple[Entry, ...] = (
    transient(
        "IMAP-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} says that it is not available just now",
        f"{UNAVAILABLE}.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-202", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "{host} allows no further connection for {mailbox}",
        f"{FEWER_SESSIONS}.",
        counts=False,
    ),
    transient(
        "IMAP-203", Kind.TOO_MANY_CONNECTIONS, Level.PROFILE,
        "{host} allows no further connection from this host",
        f"{FEWER_FROM_HERE}.",
        counts=False,
    ),
    transient(
        "IMAP-204", Kind.SERVER_BUSY, Level.MAILBOX,
        "{mailbox} is in use by another program on {host}",
        "Nothing to do: it is tried again shortly. If it lasts, close the other program.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-205", Kind.THROTTLED, Level.MAILBOX,
        "{host} asks for fewer requests for {mailbox}",
        f"{SLOWER}.",
        counts=False, reference=RFC_5530,
    ),
    transient(
        "IMAP-206", Kind.SERVER_BUSY, Level.PROFILE,
        "{host} is too busy to take calls",
        f"{BUSY}.",
        counts=False,
    ),
    transient(
        "IMAP-207", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} met an error of its own while it worked on {mailbox}",
        f"{SEE_LOG}.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-208", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} met an error of its own",
        f"{SEE_LOG}.",
    ),
    transient(
        "IMAP-209", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "The access token of {mailbox} ran out",
        f"{FRESH_TOKEN}.",
    ),
    transient(
        "IMAP-210", Kind.CONNECTION_LOST, Level.MAILBOX,
        "{host} ended the session of {mailbox}",
        "Nothing to do: a fresh session is opened. If it lasts, see the server's own log.",
    ),
    transient(
        "IMAP-211", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "{host} can't get at {mailbox} just now",
        "Nothing to do while it is short: it is tried again. If it lasts, the part of the server that holds this "
        "mailbox is down, or the mailbox has no licence: ask its administrator.",
    ),
    transient(
        "IMAP-212", Kind.MESSAGE_MISSING, Level.MAILBOX,
        "Messages of {mailbox} went away while they were being listed",
        f"Nothing to do: the list is asked for again. {ANOTHER_CHANGES}.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-214", Kind.ACCOUNT_LOCKED, Level.MAILBOX,
        "{host} has locked {mailbox} for a while, after too many failed sign-ins",
        "Nothing to do if the password stored here is right. If it lasts, another program signs in with a wrong "
        "password: the server's log names the address that it comes from.",
    ),
    transient(
        "IMAP-215", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} took the call and hung up with a few words",
        f"{SHORT} the server's words say why.",
    ),
    transient(
        "IMAP-216", Kind.PROTOCOL_ERROR, Level.MAILBOX,
        "{host} answered with something that is not IMAP, or more than is accepted",
        f"{SHORT} the server's administrator should see what its words mean, or whether a proxy or a virus scanner "
        "between changes what passes.",
    ),
    transient(
        "IMAP-217", Kind.THROTTLED, Level.PROFILE,
        "{host} has shut out this host's address for a while",
        "Nothing to do while it is short. If it lasts, a mailbox signs in with a wrong password again and again: look "
        "for one that is halted or failing (`postroom mailbox list --profile {profile}`), or have this host's address "
        "excepted on the server.",
        counts=False,
    ),
)  # fmt: skip
