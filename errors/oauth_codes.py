"""What an OAuth token endpoint may answer, as rows. Hundreds say who must act: 1xx the mailbox owner, 2xx nobody, 3xx
whoever looks after the profile, the app's registration or the tenant."""

from __future__ import annotations

from .entries import OWNER, permanent, transient
from .model import Entry, Kind, Level
from .oauth_operator_codes import OPERATOR_ACTS, RFC_6749

SIGN_IN_AGAIN = "`postroom mailbox authorize {mailbox}`"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "OAUTH-101", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The permission that {mailbox} gave Postroom has ended: it expired or was withdrawn",
        f"The owner must sign in again: {SIGN_IN_AGAIN}. If it ends again after seven days, the app's Google project "
        "is still in testing: its administrator should publish it.",
        reference=RFC_6749,
    ),
    permanent(
        "OAUTH-102", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} expired, because it was too old or had not been used for long",
        f"The owner must sign in again: {SIGN_IN_AGAIN}. If it happens often, an administrator of the tenant should "
        "look at the sign-in frequency that a policy sets.",
    ),
    permanent(
        "OAUTH-103", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} was recalled, as after a change of password",
        f"The owner must sign in again, with the new password: {SIGN_IN_AGAIN}.",
    ),
    permanent(
        "OAUTH-104", Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX, OWNER,
        "The owner of {mailbox} must sign in in person, for example with a second factor",
        f"The owner must sign in again and confirm what is asked: {SIGN_IN_AGAIN}.",
        reference="OpenID Connect Core 1.0 section 3.1.2.6",
    ),
    permanent(
        "OAUTH-105", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "The sign-in service does not accept the user name or password of {mailbox}",
        "The owner should store the right one: `postroom mailbox password {mailbox} --password-stdin`, or better sign "
        f"in without a stored password: {SIGN_IN_AGAIN}.",
    ),
    permanent(
        "OAUTH-106", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        f"The owner must choose a new password, then sign in again: {SIGN_IN_AGAIN}.",
    ),
    permanent(
        "OAUTH-107", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "The account of {mailbox} is locked, after too many failed sign-ins or for its safety",
        "The owner should wait or have the account unlocked, look for a program that signs in with an old password, "
        f"then sign in again: {SIGN_IN_AGAIN}.",
    ),
    permanent(
        "OAUTH-108", Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX, OWNER,
        "The owner of {mailbox} has not agreed that Postroom may read and send its mail",
        f"The owner must sign in again and agree to what is asked: {SIGN_IN_AGAIN}.",
        reference="RFC 6749 section 4.1.2.1",
    ),
    permanent(
        "OAUTH-109", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} was not completed in time, or its code was used already",
        f"The owner should begin it anew: {SIGN_IN_AGAIN}.",
        reference="RFC 8628 section 3.5",
    ),
    permanent(
        "OAUTH-110", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} ends every 24 hours, because the app is registered as a single-page application",
        f"The owner must sign in again: {SIGN_IN_AGAIN}. So that it lasts, the app's administrator must move its "
        "redirect address from the platform SPA to Web or to Mobile and desktop first.",
    ),
)  # fmt: skip

NOBODY_ACTS: tuple[Entry, ...] = (
    transient(
        "OAUTH-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "The sign-in service of profile {profile} is not available just now",
        "Nothing to do: it is asked again, ever more slowly, and work goes on by itself. No password is blamed.",
        counts=False, reference="RFC 6749 section 4.1.2.1",
    ),
    transient(
        "OAUTH-202", Kind.THROTTLED, Level.PROFILE,
        "The sign-in service of profile {profile} asks for fewer requests",
        "Nothing to do: it is asked more slowly. If it lasts, look for other programs that sign in through the same "
        "app.",
        counts=False, reference="RFC 8628 section 3.5",
    ),
    transient(
        "OAUTH-203", Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX,
        "The sign-in service waits for the owner of {mailbox} to complete the sign-in",
        "Nothing to do but to complete it in the browser.",
        counts=False, reference="RFC 8628 section 3.5",
    ),
    transient(
        "OAUTH-204", Kind.SERVER_ERROR, Level.PROFILE,
        "The sign-in service of profile {profile} met an error of its own",
        "Nothing to do: it is asked again, ever more slowly. No password is blamed.",
        counts=False,
    ),
    transient(
        "OAUTH-205", Kind.PROTOCOL_ERROR, Level.PROFILE,
        "What answered in place of the sign-in service of profile {profile} is a web page",
        "It is tried again. If it lasts, a proxy or a sign-in page of this network stands between, or the address of "
        "the sign-in service is wrong.",
    ),
)  # fmt: skip

OAUTH: tuple[Entry, ...] = (*OWNER_ACTS, *NOBODY_ACTS, *OPERATOR_ACTS)
