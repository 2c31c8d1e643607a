"""What an IMAP server may answer, as rows, gathered; those on which whoever looks after the profile or the server acts
(3xx), and we (9xx), stand here. Hundreds say who must act: 1xx the mailbox owner, 2xx nobody."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, PROFILE_OWNER, permanent, transient
from errors.model import Entry, Kind, Level
from errors.phrases import REPORT, THEN_ENABLE, THEN_PROFILE

from .imap_owner import OWNER_ACTS, RFC_5530
from .imap_passing import NOBODY_ACTS

__all__ = ["NOBODY_ACTS", "OPERATOR_ACTS", "OWNER_ACTS", "RFC_5530", "WE_ACT"]

OPERATOR_ACTS: tuple[Entry, ...] = (
    permanent(
        "IMAP-301", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{host} does not let {mailbox} sign in: its administrator has closed the account",
        f"Have the account opened again on the server, {THEN_ENABLE}. If it is closed for good: `postroom mailbox "
        "disable {mailbox}`.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-302", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "The user who signs in for {mailbox} may not open it",
        f"Grant that user access to the mailbox on the server (shared mailbox, master user), {THEN_ENABLE}; or store "
        "the mailbox's own user name and password: `postroom mailbox password {mailbox} --password-stdin`.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-303", Kind.PROTOCOL_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "IMAP is not enabled for {mailbox} on {host}",
        f"Enable IMAP for this account, or for its domain, where accounts are administered, {THEN_ENABLE}.",
    ),
    permanent(
        "IMAP-304", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} takes passwords over an encrypted connection only",
        "Switch encryption on: `postroom profile set {profile} --security starttls`, or `--security tls --port 993`.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-305", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "What answers at {host} is not an IMAP server",
        "Check host and port of profile {profile} (IMAP: 993 with tls, 143 with starttls): `postroom profile set "
        "{profile} --host NAME --port NUMBER`.",
        proofs=2,
    ),
    permanent(
        "IMAP-306", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not serve the network that Postroom runs in",
        "Have this host's address, or its country, allowed on the server (its block list or sign-in policy), "
        f"{THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "IMAP-307", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} has moved to another server",
        "The server's words name the new one: `postroom profile set {profile} --host NAME` if all mailboxes of the "
        "profile have moved; if not, remove this one and add it to a profile for that server (`postroom mailbox "
        "remove`, `postroom mailbox add`; stored mail stays readable). If the server was wrong, `postroom mailbox "
        "enable {mailbox}` tests and resumes it.",
        reference="RFC 2221",
    ),
    permanent(
        "IMAP-308", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "The user of {mailbox} may not open one of the folders of profile {profile}",
        "Grant the right on the server, or leave the folder out (`postroom profile set {profile} --folder NAME`), "
        f"{THEN_ENABLE}.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-310", Kind.SERVER_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "A folder of {mailbox} is damaged on {host}",
        "Have the server's administrator repair it (on Cyrus: reconstruct; on Dovecot: doveadm force-resync), "
        f"{THEN_ENABLE}.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-311", Kind.PROTOCOL_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not accept passwords, or none of our ways to sign in",
        "The server wants another way to sign in (OAuth): have its administrator allow passwords for IMAP, "
        f"{THEN_PROFILE}; or move the mailboxes to a profile that signs in by OAuth.",
        proofs=2,
    ),
    transient(
        "IMAP-312", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} can't read or write the files of {mailbox}",
        "Have the server's administrator check its disks, and the rights of the mailbox's files.",
        who_acts=ADMINISTRATOR,
    ),
    permanent(
        "IMAP-313", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "{host} can't do what it was asked for {mailbox}, now or ever",
        "The server's words say what. Leave out the folder that they name, if they name one (`postroom profile set "
        f"{{profile}} --folder NAME`), {THEN_ENABLE}.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-314", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{host} let {mailbox} sign in, then said that its account is closed",
        f"Have the account opened again on the server, {THEN_ENABLE}. If it is closed for good: `postroom mailbox "
        "disable {mailbox}`.",
        proofs=2,
    ),
)  # fmt: skip

WE_ACT: tuple[Entry, ...] = (
    permanent(
        "IMAP-901", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "{host} says that Postroom sent it a command that it does not understand",
        f"{REPORT}.",
        proofs=2, reference=RFC_5530,
    ),
)  # fmt: skip
