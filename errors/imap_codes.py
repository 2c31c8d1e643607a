"""What an IMAP server may answer, as rows. Hundreds say who must act: 1xx the mailbox owner, 2xx nobody, 3xx whoever
looks after the profile or the server, 9xx us."""

from __future__ import annotations

from .entries import ADMINISTRATOR, OWNER, PROFILE_OWNER, permanent, transient
from .model import Entry, Kind, Level

RFC_5530 = "RFC 5530 section 3"
NEW_PASSWORD = "store the right password: `postroom mailbox password {mailbox} --password-stdin`"  # noqa: S105 (words)

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "IMAP-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox}",
        f"The owner should sign in by other means to see that the password is right, then {NEW_PASSWORD}. It is tested "
        "at once, and the mailbox goes on.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in, likely because of the password",
        "The owner should check the password, and that the provider's web settings allow IMAP, then "
        f"{NEW_PASSWORD}. It is tested at once.",
        proofs=2,
    ),
    permanent(
        "IMAP-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        f"The owner must choose a new password at the provider, then {NEW_PASSWORD}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-104", Kind.APP_PASSWORD_REQUIRED, Level.MAILBOX, OWNER,
        "{host} wants an app password for {mailbox}, not the usual one",
        "The owner must make an app password in the account's security settings (two-step verification must be on), "
        "then " + NEW_PASSWORD + ".",
    ),
    permanent(
        "IMAP-105", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} wants the owner of {mailbox} to sign in with a browser first",
        "The owner should sign in at the provider's web site, confirm that it was them, then run `postroom mailbox "
        "enable {mailbox}`.",
    ),
    permanent(
        "IMAP-106", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "Either the password of {mailbox} is wrong, or IMAP is switched off for it",
        "The owner should switch IMAP on in the provider's mail settings and check the password (some providers want "
        "an app password), then run `postroom mailbox enable {mailbox}`.",
    ),
    permanent(
        "IMAP-107", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}",
        "The owner should delete mail on the server, or have the quota raised.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in of {mailbox}",
        f"The owner should sign in at the provider again, then {NEW_PASSWORD} (or a fresh token).",
        proofs=2,
    ),
    permanent(
        "IMAP-109", Kind.PROTOCOL_DISABLED, Level.MAILBOX, OWNER,
        "IMAP is switched off in the settings of {mailbox}",
        "The owner should switch IMAP on in the provider's mail settings, then run `postroom mailbox enable "
        "{mailbox}`.",
    ),
    permanent(
        "IMAP-110", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        "The owner must have the account unlocked by the provider, then run `postroom mailbox enable {mailbox}`.",
    ),
    permanent(
        "IMAP-111", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in and did not say clearly why",
        "The server's words are below. If they don't help, the owner should check the password and run `postroom "
        "mailbox test {mailbox}`.",
        proofs=3,
    ),
    permanent(
        "IMAP-112", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        "Make the folder on the server, or name those that are there: `postroom profile set {profile} --folder NAME`.",
        proofs=2, reference=RFC_5530,
    ),
)  # fmt: skip

NOBODY_ACTS: tuple[Entry, ...] = (
    transient(
        "IMAP-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} says that it is not available just now",
        "Nothing to do: it is asked again, ever more slowly, and work goes on by itself.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-202", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "{host} allows no further connection for {mailbox}",
        "Nothing to do: it is asked again later. If it lasts, close other mail programs of this mailbox, or set "
        "--max-sessions of profile {profile}.",
        counts=False,
    ),
    transient(
        "IMAP-203", Kind.TOO_MANY_CONNECTIONS, Level.PROFILE,
        "{host} allows no further connection from this host",
        "It is asked again later. If it lasts, set --max-sessions of profile {profile}, or have the server's limit "
        "raised.",
        counts=False,
    ),
    transient(
        "IMAP-204", Kind.SERVER_BUSY, Level.MAILBOX,
        "{mailbox} is in use by another program on {host}",
        "Nothing to do: it is tried again shortly.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-205", Kind.THROTTLED, Level.MAILBOX,
        "{host} asks for fewer requests for {mailbox}",
        "Nothing to do: it is asked more slowly, for as long as the server wants.",
        counts=False, reference=RFC_5530,
    ),
    transient(
        "IMAP-206", Kind.SERVER_BUSY, Level.PROFILE,
        "{host} is too busy to take calls",
        "Nothing to do: it is asked again later.",
        counts=False,
    ),
    transient(
        "IMAP-207", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} met an error of its own while it worked on {mailbox}",
        "Nothing to do while it is short: it is tried again. If it lasts, the server's administrator should see its "
        "log.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-208", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} met an error of its own",
        "Nothing to do while it is short: it is tried again. If it lasts, the server's administrator should see its "
        "log.",
    ),
    transient(
        "IMAP-209", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "The access token of {mailbox} ran out",
        "Nothing to do: a fresh one is fetched with the next try.",
    ),
    transient(
        "IMAP-210", Kind.CONNECTION_LOST, Level.MAILBOX,
        "{host} ended the session of {mailbox}",
        "Nothing to do: a fresh session is opened.",
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
        "Nothing to do: the list is asked for again.",
        reference=RFC_5530,
    ),
    transient(
        "IMAP-214", Kind.ACCOUNT_LOCKED, Level.MAILBOX,
        "{host} has locked {mailbox} for a while, after too many failed sign-ins",
        "Nothing to do if the password stored here is right. If it lasts, look for another program that signs in with "
        "a wrong one.",
    ),
    transient(
        "IMAP-215", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} took the call and hung up with a few words",
        "Nothing to do while it is short. If it lasts, its words are below.",
    ),
    transient(
        "IMAP-216", Kind.PROTOCOL_ERROR, Level.MAILBOX,
        "{host} answered with something that is not IMAP, or more than is accepted",
        "It is tried again over a fresh connection. If it lasts, the server's administrator should see what its words "
        "below mean.",
    ),
)  # fmt: skip

OPERATOR_ACTS: tuple[Entry, ...] = (
    permanent(
        "IMAP-301", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{host} does not let {mailbox} sign in: its administrator has closed the account",
        "Ask the server's administrator; once the account is open, run `postroom mailbox enable {mailbox}`.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-302", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "The user who signs in for {mailbox} may not open it",
        "Grant that user access to the mailbox on the server (shared mailbox, master user), or store the mailbox's own "
        "user name and password.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-303", Kind.PROTOCOL_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "IMAP is not enabled for {mailbox} on {host}",
        "The provider's administrator must enable IMAP for this account, then run `postroom mailbox enable {mailbox}`.",
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
        "Check host and port of profile {profile} (IMAP: 993 with tls, 143 with starttls).",
        proofs=2,
    ),
    permanent(
        "IMAP-306", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not serve the network that Postroom runs in",
        "Have this host's address, or its country, allowed on the server.",
        proofs=2,
    ),
    permanent(
        "IMAP-307", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} has moved to another server",
        "The server's words below name it: make a profile for that host and give the mailbox to it.",
        reference="RFC 2221",
    ),
    permanent(
        "IMAP-308", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "The user of {mailbox} may not open one of the folders of profile {profile}",
        "Grant the right on the server, or leave the folder out: `postroom profile set {profile} --folder NAME`.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-310", Kind.SERVER_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "A folder of {mailbox} is damaged on {host}",
        "The server's administrator must repair it (on Cyrus: reconstruct; on Dovecot: doveadm force-resync).",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-311", Kind.PROTOCOL_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not accept passwords, or none of our ways to sign in",
        "The server wants another way to sign in (OAuth): use a profile for it, or have its administrator allow "
        "passwords for IMAP.",
        proofs=2,
    ),
    transient(
        "IMAP-312", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} can't read or write the files of {mailbox}",
        "It is tried again. The server's administrator should check its disks.",
        who_acts=ADMINISTRATOR,
    ),
    permanent(
        "IMAP-313", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "{host} can't do what it was asked for {mailbox}, now or ever",
        "The server's words below say what. Leave out the folder that they name, if they name one.",
        proofs=2, reference=RFC_5530,
    ),
)  # fmt: skip

WE_ACT: tuple[Entry, ...] = (
    permanent(
        "IMAP-901", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "{host} says that Postroom sent it a command that it does not understand",
        "Please report it with the server's words below; asking the same again would not help.",
        proofs=2, reference=RFC_5530,
    ),
)  # fmt: skip
