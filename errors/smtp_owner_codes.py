"""What an SMTP server may answer that the mailbox owner must act on, as rows (SMTP-1xx)."""

from __future__ import annotations

from .entries import OWNER, permanent
from .imap_codes import NEW_PASSWORD
from .model import Entry, Kind, Level

RFC_4954 = "RFC 4954 section 6"
ENABLE = "run `postroom mailbox enable {mailbox}`"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "SMTP-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox} for sending",
        f"The owner should sign in by other means to see that the password is right, then {NEW_PASSWORD}. It is tested "
        "at once, and mail that waits is sent.",
        reference=RFC_4954,
    ),
    permanent(
        "SMTP-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in for sending, likely because of the password",
        "The owner should check the password, and that the provider's web settings allow sending by SMTP, then "
        f"{NEW_PASSWORD}. It is tested at once.",
        proofs=2, reference=RFC_4954,
    ),
    permanent(
        "SMTP-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired, so {host} takes no mail from it",
        f"The owner must choose a new password at the provider, then {NEW_PASSWORD}.",
    ),
    permanent(
        "SMTP-104", Kind.APP_PASSWORD_REQUIRED, Level.MAILBOX, OWNER,
        "{host} wants an app password for {mailbox}, not the usual one",
        "The owner must make an app password (some providers say authorization code) in the account's security "
        f"settings, then {NEW_PASSWORD}.",
    ),
    permanent(
        "SMTP-105", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} wants the owner of {mailbox} to sign in with a browser before more is sent",
        f"The owner should sign in at the provider's web site, confirm that it was them, then {ENABLE}.",
    ),
    permanent(
        "SMTP-106", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "Either the password of {mailbox} is wrong, or sending by SMTP is switched off for it",
        "The owner should switch SMTP on in the provider's mail settings and check the password (some providers want "
        f"an app password), then {ENABLE}.",
    ),
    permanent(
        "SMTP-107", Kind.PROTOCOL_DISABLED, Level.MAILBOX, OWNER,
        "Sending by SMTP is switched off in the settings of {mailbox}",
        f"The owner should switch SMTP on in the provider's mail settings, then {ENABLE}.",
    ),
    permanent(
        "SMTP-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in of {mailbox} for sending",
        f"The owner should sign in at the provider again, then {NEW_PASSWORD} (or a fresh token).",
        proofs=2,
    ),
    permanent(
        "SMTP-109", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        f"The owner must have the account unlocked by the provider, then {ENABLE}.",
    ),
    permanent(
        "SMTP-110", Kind.SENDER_REJECTED, Level.MAILBOX, OWNER,
        "{host} does not let {mailbox} send under the address that it uses",
        "The owner should send under the address that belongs to the sign-in, or add this one as an alias at the "
        f"provider, then {ENABLE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-111", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}, which takes no mail from it until there is room",
        f"The owner should delete mail on the server, or have the quota raised, then {ENABLE}.",
    ),
    permanent(
        "SMTP-112", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in for sending and did not say clearly why",
        "The server's words are below. If they don't help, the owner should check the password and run `postroom "
        "mailbox test {mailbox}`.",
        proofs=3,
    ),
)  # fmt: skip
