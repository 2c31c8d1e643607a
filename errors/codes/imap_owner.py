"""What the owner of a mailbox must act on, of what an IMAP server may answer, as rows. Remedies speak to the owner, who
has a browser and the provider's web site, not a command line."""

from __future__ import annotations

from errors.entries import OWNER, permanent
from errors.model import Entry, Kind, Level
from errors.phrases import (
    APP_PASSWORD,
    CHOOSE_TEST,
    CONFIRM,
    GIVE,
    MAKE_FOLDER,
    MAKE_ROOM,
    NEW_PASSWORD,
    RIGHT_PASSWORD,
    SHOWN,
    SIGN_IN,
    THEN_TEST,
    UNLOCK,
)

RFC_5530 = "RFC 5530 section 3"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "IMAP-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox}",
        f"{RIGHT_PASSWORD}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in, likely because of the password",
        "Sign in at your provider's web site to see that your password is right, and look in the mail settings there "
        f"that access by IMAP is allowed. If the password is another one now, {GIVE}; if not, {CHOOSE_TEST}.",
        proofs=2,
    ),
    permanent(
        "IMAP-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        f"{NEW_PASSWORD}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-104", Kind.APP_PASSWORD_REQUIRED, Level.MAILBOX, OWNER,
        "{host} wants an app password for {mailbox}, not the usual one",
        f"{APP_PASSWORD}.",
    ),
    permanent(
        "IMAP-105", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} wants the owner of {mailbox} to sign in with a browser first",
        f"{CONFIRM}.",
    ),
    permanent(
        "IMAP-106", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "Either the password of {mailbox} is wrong, or IMAP is switched off for it",
        "Sign in at your provider's web site and look in the mail settings whether IMAP is on. If it was off, switch "
        f"it on, {THEN_TEST}. If it was on, make an app password (or authorization code) there, then {GIVE}.",
    ),
    permanent(
        "IMAP-107", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}",
        f"{MAKE_ROOM}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in of {mailbox}",
        f"{SIGN_IN}. If the mailbox has a password here, see that it is the right one, then {GIVE}.",
        proofs=2,
    ),
    permanent(
        "IMAP-109", Kind.PROTOCOL_DISABLED, Level.MAILBOX, OWNER,
        "IMAP is switched off in the settings of {mailbox}",
        "Sign in at your provider's web site and switch IMAP on in the mail settings (often under forwarding, or "
        f"access by other programs), {THEN_TEST}. Where the provider allows IMAP in some plans only, yours must be "
        "one of them.",
    ),
    permanent(
        "IMAP-110", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        f"{UNLOCK}.",
    ),
    permanent(
        "IMAP-111", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in and did not say clearly why",
        f"{SHOWN}. If they don't help, sign in at your provider's web site: when that works with your password, see "
        f"whether IMAP is switched off there; when not, choose a new password, then {GIVE}.",
        proofs=3,
    ),
    permanent(
        "IMAP-112", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        f"{MAKE_FOLDER}.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-113", Kind.ACCOUNT_DISABLED, Level.MAILBOX, OWNER,
        "The account of {mailbox} at {host} has run out or is not paid for",
        f"Sign in at your provider's web site and renew or pay for the account, {THEN_TEST}.",
    ),
    permanent(
        "IMAP-114", Kind.PROTOCOL_DISABLED, Level.MAILBOX, OWNER,
        "{host} let {mailbox} sign in, then said that IMAP is switched off for it",
        "Sign in at your provider's web site and switch IMAP on in the mail settings (often under forwarding, or "
        f"access by other programs), {THEN_TEST}. If it is on there, or can't be switched on, ask those who run the "
        "mail server.",
        proofs=2,
    ),
)  # fmt: skip
