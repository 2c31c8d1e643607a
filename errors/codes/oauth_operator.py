"""What an OAuth token endpoint answers when whoever looks after the profile, the app's registration or the tenant must
act (3xx)."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, permanent
from errors.model import Entry, Kind, Level
from errors.phrases import THEN_ENABLE, THEN_PROFILE

RFC_6749 = "RFC 6749 section 5.2"
TEST = "then run `postroom profile test {profile}`"

OPERATOR_ACTS: tuple[Entry, ...] = (
    permanent(
        "OAUTH-301", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The sign-in service does not recognise the app of profile {profile}",
        "Check client id and client secret (or certificate) of profile {profile} against the app's registration, "
        f"{THEN_PROFILE}.",
        proofs=2, reference=RFC_6749,
    ),
    permanent(
        "OAUTH-302", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The client secret of profile {profile} is wrong",
        f"Store the secret's value (not its id) in profile {{profile}}, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "OAUTH-303", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The client secret of profile {profile} has expired",
        f"Make a new secret in the app's registration and store it in profile {{profile}}, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "OAUTH-304", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The certificate or key that the app of profile {profile} signs with is not accepted",
        "Check that the certificate is the one in the app's registration and has not expired, and that this host's "
        f"clock is right; if not, store a new one in profile {{profile}}, {THEN_PROFILE}.",
        proofs=2, reference="RFC 7523 section 3",
    ),
    permanent(
        "OAUTH-305", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The app of profile {profile} is unknown to the sign-in service, or was deleted or disabled there",
        f"Check client id and tenant of profile {{profile}}, and that the app is there and enabled, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "OAUTH-306", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The app of profile {profile} may not sign in the way it does",
        "Allow the flow in the app's registration (public client or secret, refresh tokens, client credentials), or "
        f"use another app, {THEN_PROFILE}.",
        proofs=2, reference=RFC_6749,
    ),
    permanent(
        "OAUTH-307", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The sign-in service has no such tenant or address as profile {profile} names",
        f"Check the tenant and the sign-in address of profile {{profile}}, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "OAUTH-308", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The app of profile {profile} asks for a permission or service that is not known or not allowed for it",
        "Check the permissions (scopes) in the app's registration, and that the tenant has the service, for example "
        f"Exchange Online, {THEN_PROFILE}.",
        proofs=2, reference=RFC_6749,
    ),
    permanent(
        "OAUTH-309", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The sign-in service does not accept the request that the app of profile {profile} makes",
        "The server's words say what is missing or wrong, often the redirect address: compare the app's registration "
        f"with the settings of profile {{profile}}, {THEN_PROFILE}.",
        proofs=2, reference=RFC_6749,
    ),
    permanent(
        "OAUTH-310", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "The administrator of the mailboxes' organisation does not allow the app of profile {profile}",
        "Have the app allowed (Google: Admin console, API controls, app access; elsewhere the list of trusted apps), "
        f"{THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "OAUTH-311", Kind.OAUTH_CONSENT_REQUIRED, Level.MAILBOX, ADMINISTRATOR,
        "Nobody has consented yet that the app of profile {profile} may use {mailbox}",
        f"Grant admin consent in the app's registration, {THEN_ENABLE}. Where users may consent themselves, it is "
        "enough that the owner signs in again, through Postroom.",
    ),
    permanent(
        "OAUTH-312", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "A conditional access policy of the tenant keeps Postroom out of {mailbox}",
        "See in the tenant's sign-in log which policy it was (place, device, risk, assignment) and allow this "
        f"sign-in, {THEN_ENABLE}. If that does not help, the owner must sign in again, through Postroom.",
    ),
    permanent(
        "OAUTH-313", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "The account of {mailbox} is disabled or deleted",
        f"Enable the account at the provider, {THEN_ENABLE}. If it is closed for good: `postroom mailbox disable "
        "{mailbox}`.",
    ),
    permanent(
        "OAUTH-314", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "The sign-in service knows no user {mailbox} in this tenant",
        "Check the mailbox's user name and the tenant of profile {profile}: the user may have been renamed, or belong "
        f"to another organisation. Put that right, {THEN_ENABLE}.",
        proofs=2,
    ),
    permanent(
        "OAUTH-315", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "A proxy, a filter or another web page answers in place of the sign-in service of profile {profile}",
        "Let this host reach the sign-in service directly, or give it the proxy's user and password (HTTPS_PROXY), and "
        f"check the sign-in address of profile {{profile}}, {THEN_PROFILE}.",
        proofs=2, reference="RFC 9110 section 15.5.8",
    ),
)  # fmt: skip
