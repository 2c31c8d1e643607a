"""What an OAuth token endpoint may answer, as rows. Hundreds say who must act: 1xx the mailbox owner, 2xx nobody, 3xx
whoever looks after the profile, the app's registration or the tenant."""

from __future__ import annotations

from errors.entries import OWNER, permanent, transient
from errors.model import Entry, Kind, Level
from errors.phrases import ASKED_AGAIN, NEW_PASSWORD_AND_SIGN_IN, RIGHT_PASSWORD, SHORT, SIGN_IN, THEN_TEST

from .oauth_operator import OPERATOR_ACTS, RFC_6749

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "OAUTH-101", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The permission that {mailbox} gave Postroom has ended: it expired or was withdrawn",
        f"{SIGN_IN}. If this comes back after seven days, tell an administrator: the app is still in testing.",
        reference=RFC_6749,
    ),
    permanent(
        "OAUTH-102", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} expired, because it was too old or had not been used for long",
        f"{SIGN_IN}. If this comes back often, tell an administrator: a policy sets how long your sign-in lasts.",
    ),
    permanent(
        "OAUTH-103", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} was recalled, as after a change of password",
        f"{SIGN_IN}. Use your new password if you have changed it.",
    ),
    permanent(
        "OAUTH-104", Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX, OWNER,
        "The owner of {mailbox} must sign in in person, for example with a second factor",
        f"{SIGN_IN}. Have the phone or key at hand with which you confirm sign-ins.",
        reference="OpenID Connect Core 1.0 section 3.1.2.6",
    ),
    permanent(
        "OAUTH-105", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "The sign-in service does not accept the user name or password of {mailbox}",
        f"{RIGHT_PASSWORD}.",
    ),
    permanent(
        "OAUTH-106", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        f"{NEW_PASSWORD_AND_SIGN_IN}.",
    ),
    permanent(
        "OAUTH-107", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "The account of {mailbox} is locked, after too many failed sign-ins or for its safety",
        "Wait an hour, or have the account unlocked at your provider, and see that no phone or program of yours signs "
        f"in with an old password, {THEN_TEST}.",
    ),
    permanent(
        "OAUTH-108", Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX, OWNER,
        "The owner of {mailbox} has not agreed that Postroom may read and send its mail",
        f"{SIGN_IN}. Without your agreement Postroom can't read or send your mail.",
        reference="RFC 6749 section 4.1.2.1",
    ),
    permanent(
        "OAUTH-109", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} was not completed in time, or its code was used already",
        f"{SIGN_IN}. A sign-in that was begun must be completed within some minutes.",
        reference="RFC 8628 section 3.5",
    ),
    permanent(
        "OAUTH-110", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "The sign-in of {mailbox} ends every 24 hours, because the app is registered as a single-page application",
        f"{SIGN_IN}. If this comes back every day, tell an administrator: the app is registered in the wrong way.",
    ),
)  # fmt: skip

NOBODY_ACTS: tuple[Entry, ...] = (
    transient(
        "OAUTH-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "The sign-in service of profile {profile} is not available just now",
        f"{ASKED_AGAIN}; no password is blamed. If it lasts, see what the provider says of outages.",
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
        "Nothing to do: it goes on once the owner has completed the sign-in in the browser. If it lasts, ask the "
        "owner to complete it.",
        counts=False, reference="RFC 8628 section 3.5",
    ),
    transient(
        "OAUTH-204", Kind.SERVER_ERROR, Level.PROFILE,
        "The sign-in service of profile {profile} met an error of its own",
        f"{ASKED_AGAIN}; no password is blamed. If it lasts, see what the provider says of outages.",
        counts=False,
    ),
    transient(
        "OAUTH-205", Kind.PROTOCOL_ERROR, Level.PROFILE,
        "What answered in place of the sign-in service of profile {profile} is a web page",
        f"{SHORT} a proxy or a sign-in page of this network stands between, or the address of the sign-in service is "
        "wrong.",
    ),
)  # fmt: skip

OAUTH: tuple[Entry, ...] = (*OWNER_ACTS, *NOBODY_ACTS, *OPERATOR_ACTS)
