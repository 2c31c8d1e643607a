"""What the owner of a mailbox must act on, of what an IMAP server may answer, as rows. Remedies speak to the owner, who
has a browser and the provider's web site, not a command line."""

from __future__ import annotations

from .entries import OWNER, permanent
from .model import Entry, Kind, Level

RFC_5530 = "RFC 5530 section 3"
THEN_GIVE = "then give Postroom the new password: it is tested at once, and mail goes on"
SOON = "Postroom tries again by itself every few hours; a test from the mailbox's page is quicker"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "IMAP-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox}",
        "Sign in at your provider's web site to see which password is in use now, or choose a new one there, "
        f"{THEN_GIVE}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in, likely because of the password",
        "Sign in at your provider's web site to see that your password is right, and look in the mail settings there "
        f"that access by IMAP is allowed. If the password has changed, {THEN_GIVE}.",
        proofs=2,
    ),
    permanent(
        "IMAP-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        f"Sign in at your provider's web site and choose a new password, {THEN_GIVE}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-104", Kind.APP_PASSWORD_REQUIRED, Level.MAILBOX, OWNER,
        "{host} wants an app password for {mailbox}, not the usual one",
        "Sign in at your provider's web site, open the account's security settings and make an app password there "
        "(some call it a password for other programs, or an authorization code; most want two-step verification "
        f"switched on first), {THEN_GIVE}.",
    ),
    permanent(
        "IMAP-105", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} wants the owner of {mailbox} to sign in with a browser first",
        "Sign in at your provider's web site with a browser, answer what it asks and confirm that the sign-ins shown "
        f"there were yours, or that you agree to its terms. {SOON}.",
    ),
    permanent(
        "IMAP-106", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "Either the password of {mailbox} is wrong, or IMAP is switched off for it",
        "Sign in at your provider's web site and switch IMAP on in the mail settings. If it is on already, make an app "
        f"password (or authorization code) there, {THEN_GIVE}.",
    ),
    permanent(
        "IMAP-107", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}",
        "Sign in at your provider's web site, delete mail that you no longer need and empty the trash folder, or order "
        f"more space. {SOON}.",
        reference=RFC_5530,
    ),
    permanent(
        "IMAP-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in of {mailbox}",
        "Sign in at your provider's web site once more and allow Postroom to read the mailbox; if it uses a password, "
        f"see that it is the right one, {THEN_GIVE}.",
        proofs=2,
    ),
    permanent(
        "IMAP-109", Kind.PROTOCOL_DISABLED, Level.MAILBOX, OWNER,
        "IMAP is switched off in the settings of {mailbox}",
        "Sign in at your provider's web site and switch IMAP on in the mail settings (often under forwarding, or "
        "access by other programs). Where the provider allows IMAP in some plans only, yours must be one of them. "
        f"{SOON}.",
    ),
    permanent(
        "IMAP-110", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        "Sign in at your provider's web site and follow what it says about the lock, or call its support. Choose a new "
        f"password if somebody else may know yours, {THEN_GIVE}.",
    ),
    permanent(
        "IMAP-111", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in and did not say clearly why",
        "The server's words are shown with this alert. If they don't help, sign in at your provider's web site: when "
        f"that works with your password, IMAP may be switched off there; when not, choose a new password, {THEN_GIVE}.",
        proofs=3,
    ),
    permanent(
        "IMAP-112", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        "The server's words, shown with this alert, name the folder. Make it anew in your mail program or at your "
        "provider's web site; if it was given up on purpose, ask whoever looks after profile {profile} to leave it "
        "out.",
        proofs=2, reference=RFC_5530,
    ),
    permanent(
        "IMAP-113", Kind.ACCOUNT_DISABLED, Level.MAILBOX, OWNER,
        "The account of {mailbox} at {host} has run out or is not paid for",
        f"Sign in at your provider's web site and renew or pay for the account. {SOON}.",
    ),
)  # fmt: skip
