"""What an SMTP server may answer that the mailbox owner must act on, as rows (SMTP-1xx)."""

from __future__ import annotations

from errors.entries import OWNER, permanent
from errors.model import Entry, Kind, Level
from errors.phrases import (
    APP_PASSWORD,
    CHOOSE_TEST,
    CONFIRM,
    GIVE,
    MAKE_ROOM,
    NEW_PASSWORD,
    RIGHT_PASSWORD,
    SHOWN,
    SIGN_IN,
    THEN_TEST,
    UNLOCK,
)

RFC_4954 = "RFC 4954 section 6"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "SMTP-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox} for sending",
        f"{RIGHT_PASSWORD}.",
        reference=RFC_4954,
    ),
    permanent(
        "SMTP-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in for sending, likely because of the password",
        "Sign in at your provider's web site to see that your password is right, and look in the mail settings there "
        f"that sending by SMTP is allowed. If the password is another one now, {GIVE}; if not, {CHOOSE_TEST}.",
        proofs=2, reference=RFC_4954,
    ),
    permanent(
        "SMTP-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired, so {host} takes no mail from it",
        f"{NEW_PASSWORD}.",
    ),
    permanent(
        "SMTP-104", Kind.APP_PASSWORD_REQUIRED, Level.MAILBOX, OWNER,
        "{host} wants an app password for {mailbox}, not the usual one",
        f"{APP_PASSWORD}.",
    ),
    permanent(
        "SMTP-105", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} wants the owner of {mailbox} to sign in with a browser before more is sent",
        f"{CONFIRM}.",
    ),
    permanent(
        "SMTP-106", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "Either the password of {mailbox} is wrong, or sending by SMTP is switched off for it",
        "Sign in at your provider's web site and look in the mail settings whether sending by SMTP is on. If it was "
        f"off, switch it on, {THEN_TEST}. If it was on, make an app password (or authorization code) there, then "
        f"{GIVE}.",
    ),
    permanent(
        "SMTP-107", Kind.PROTOCOL_DISABLED, Level.MAILBOX, OWNER,
        "Sending by SMTP is switched off in the settings of {mailbox}",
        "Sign in at your provider's web site and switch sending by SMTP on in the mail settings (often under "
        f"forwarding, or access by other programs), {THEN_TEST}.",
    ),
    permanent(
        "SMTP-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in of {mailbox} for sending",
        f"{SIGN_IN}. If the mailbox has a password here, see that it is the right one, then {GIVE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-109", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        f"{UNLOCK}.",
    ),
    permanent(
        "SMTP-110", Kind.SENDER_REJECTED, Level.MAILBOX, OWNER,
        "{host} does not let {mailbox} send under the address that it uses",
        "Send under the address that belongs to this sign-in; or add the other one at your provider's web site, as an "
        f"alias or sender address, and confirm it there, {THEN_TEST}.",
        proofs=2,
    ),
    permanent(
        "SMTP-111", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}, which takes no mail from it until there is room",
        f"{MAKE_ROOM}.",
    ),
    permanent(
        "SMTP-112", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in for sending and did not say clearly why",
        f"{SHOWN}. If they don't help, sign in at your provider's web site: when that works with your password, see "
        f"whether sending by SMTP is switched off there; when not, choose a new password, then {GIVE}.",
        proofs=3,
    ),
)  # fmt: skip
