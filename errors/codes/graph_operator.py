"""What Microsoft Graph answers when whoever looks after the profile or the tenant must act (3xx), or we (9xx)."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, permanent
from errors.model import Entry, Kind, Level
from errors.phrases import REPORT, THEN_ENABLE, THEN_PROFILE

REFERENCE = "https://learn.microsoft.com/graph/errors"
POLICY = "https://learn.microsoft.com/graph/auth-limit-mailbox-access"
PERMISSIONS = "https://learn.microsoft.com/graph/permissions-reference"

HOURS = 10  # observations, with our pauses between them: two hours and more
AN_HOUR = 8

OPERATOR_ACTS: tuple[Entry, ...] = (
    permanent(
        "GRAPH-301", Kind.OAUTH_CONSENT_REQUIRED, Level.PROFILE, ADMINISTRATOR,
        "The app of profile {profile} lacks a permission that Microsoft Graph wants",
        "In the Entra admin center, give the app registration the permissions Mail.ReadWrite and Mail.Send and grant "
        f"admin consent (the server's words may name what is missing), {THEN_PROFILE}.",
        proofs=2, reference=PERMISSIONS,
    ),
    permanent(
        "GRAPH-302", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "Exchange Online does not let the app of profile {profile} into {mailbox}",
        "Check that the app (or the user who signed in) has the right to this mailbox: consent, the app's "
        f"permissions, and full access where it is a shared one, {THEN_ENABLE}.",
        proofs=2,
    ),
    permanent(
        "GRAPH-303", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "An application access policy keeps the app of profile {profile} out of {mailbox}",
        "Add the mailbox to the group that the policy (Get-ApplicationAccessPolicy) or the app's role assignment "
        f"allows (a change takes up to an hour), {THEN_ENABLE}.",
        proofs=2, reference=POLICY,
    ),
    permanent(
        "GRAPH-304", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} may not send under the address that it wants to send from",
        "Grant Send As or Send on Behalf for that address in the Exchange admin center, or have mail sent from the "
        f"mailbox's own address, {THEN_ENABLE}.",
        reference="https://learn.microsoft.com/graph/outlook-send-mail-from-other-user",
    ),
    permanent(
        "GRAPH-305", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "Exchange Online has no live mailbox for {mailbox}: inactive, deleted, or kept on premises",
        "Check in the Microsoft 365 admin center that the user has an Exchange Online licence (a mailbox that was "
        "just made takes hours), and that the mailbox was not removed or left on an Exchange server of your own (use "
        f"an EWS profile for it), {THEN_ENABLE}.",
        proofs=HOURS,
    ),
    permanent(
        "GRAPH-306", Kind.PROTOCOL_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} can't be reached through Microsoft Graph",
        "It lacks an Exchange Online licence, is a guest's, or lies on an Exchange server of your own (use an EWS "
        f"profile for it). Put that right in the Microsoft 365 admin center, {THEN_ENABLE}.",
        proofs=HOURS,
    ),
    permanent(
        "GRAPH-307", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "Microsoft Graph knows no user {mailbox} in this tenant",
        "Check the mailbox's user name (its user principal name) and the tenant of profile {profile}: the user may "
        f"have been deleted or renamed. Put that right, {THEN_ENABLE}.",
        proofs=AN_HOUR, reference=REFERENCE,
    ),
    permanent(
        "GRAPH-308", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The app or tenant of profile {profile} is not what Microsoft Graph expects",
        f"Check tenant, client id and address of profile {{profile}}, {THEN_PROFILE}. The server's words say whether "
        "the tenant is unknown or without Exchange Online, the app unknown there, or the token meant for another "
        "service.",
        proofs=2,
    ),
    permanent(
        "GRAPH-309", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "A policy of the tenant keeps the app of profile {profile}, or this host, out",
        "Have an administrator of the tenant allow this app and this host's address in the Entra admin center "
        f"(conditional access, named locations, tenant restrictions), {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "GRAPH-310", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "The account of {mailbox} is disabled",
        f"Enable the account in the Microsoft 365 admin center, {THEN_ENABLE}. If it is closed for good: `postroom "
        "mailbox disable {mailbox}`.",
    ),
    permanent(
        "GRAPH-311", Kind.ACCOUNT_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "Microsoft has closed the organisation of profile {profile}",
        f"Check the tenant's subscription in the Microsoft 365 admin center and have it renewed, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "GRAPH-312", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "Microsoft Graph wants payment for what the app of profile {profile} asks",
        "Link an Azure subscription to the app, or use endpoints that are free of charge (mail needs none), "
        f"{THEN_PROFILE}.",
        proofs=2, reference=REFERENCE,
    ),
    permanent(
        "GRAPH-313", Kind.ACCOUNT_LOCKED, Level.MAILBOX, ADMINISTRATOR,
        "Microsoft has blocked {mailbox} from sending, because it looks like a source of spam",
        "Have the owner change the password first, since somebody else may use the account, and see what was sent; "
        f"remove the mailbox from the restricted entities in the Defender portal, {THEN_ENABLE}.",
    ),
    permanent(
        "GRAPH-314", Kind.SERVER_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "A folder of {mailbox} is damaged on Exchange Online",
        f"Repair the mailbox (New-MailboxRepairRequest, or a move), or ask Microsoft's support, {THEN_ENABLE}.",
        proofs=2,
    ),
    permanent(
        "GRAPH-315", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "A proxy or sign-in page of this network stands between Postroom and Microsoft Graph",
        "Let this host reach graph.microsoft.com directly, or give it the proxy's user and password (HTTPS_PROXY), "
        f"{THEN_PROFILE}.",
        proofs=2, reference="RFC 9110 section 15.5.8",
    ),
)  # fmt: skip

WE_ACT: tuple[Entry, ...] = (
    permanent(
        "GRAPH-901", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "Microsoft Graph does not understand what Postroom asked for {mailbox}",
        f"{REPORT}.",
        proofs=AN_HOUR, reference=REFERENCE,
    ),
    permanent(
        "GRAPH-902", Kind.PROTOCOL_ERROR, Level.EMAIL, ADMINISTRATOR,
        "Microsoft Graph does not understand what Postroom asked over one email of {mailbox}",
        "The server's words may name what is wrong in the email; if they don't, please report it with them. Other "
        "mail goes on.",
        counts=False, reference=REFERENCE,
    ),
)  # fmt: skip
