"""What Microsoft Graph answers when whoever looks after the profile or the tenant must act (3xx), or we (9xx)."""

from __future__ import annotations

from .entries import ADMINISTRATOR, permanent
from .model import Entry, Kind, Level

REFERENCE = "https://learn.microsoft.com/graph/errors"
POLICY = "https://learn.microsoft.com/graph/auth-limit-mailbox-access"
PERMISSIONS = "https://learn.microsoft.com/graph/permissions-reference"

HOURS = 10  # observations, with our pauses between them: two hours and more
AN_HOUR = 8

OPERATOR_ACTS: tuple[Entry, ...] = (
    permanent(
        "GRAPH-301", Kind.OAUTH_CONSENT_REQUIRED, Level.PROFILE, ADMINISTRATOR,
        "The app of profile {profile} lacks a permission that Microsoft Graph wants",
        "In the Entra admin center, give the app registration the permissions Mail.ReadWrite and Mail.Send, grant "
        "admin consent, then run `postroom profile test {profile}`. The words below may name what is missing.",
        proofs=2, reference=PERMISSIONS,
    ),
    permanent(
        "GRAPH-302", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "Exchange Online does not let the app of profile {profile} into {mailbox}",
        "Check that the app (or the user who signed in) has the right to this mailbox: consent, the app's permissions, "
        "and full access where it is a shared one. Then run `postroom mailbox enable {mailbox}`.",
        proofs=2,
    ),
    permanent(
        "GRAPH-303", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "An application access policy keeps the app of profile {profile} out of {mailbox}",
        "Add the mailbox to the group that the policy (Get-ApplicationAccessPolicy) or the app's role assignment "
        "allows; a change takes up to an hour. Then run `postroom mailbox enable {mailbox}`.",
        proofs=2, reference=POLICY,
    ),
    permanent(
        "GRAPH-304", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} may not send under the address that it wants to send from",
        "Grant Send As or Send on Behalf for that address in the Exchange admin center, or send from the mailbox's "
        "own.",
        reference="https://learn.microsoft.com/graph/outlook-send-mail-from-other-user",
    ),
    permanent(
        "GRAPH-305", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "Exchange Online has no live mailbox for {mailbox}: inactive, deleted, or kept on premises",
        "Check in the Microsoft 365 admin center that the user has an Exchange Online licence and that the mailbox was "
        "not removed or left on an own server (then use an EWS profile). A mailbox that was just made takes hours.",
        proofs=HOURS,
    ),
    permanent(
        "GRAPH-306", Kind.PROTOCOL_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} can't be reached through Microsoft Graph",
        "It lacks an Exchange Online licence, is a guest's, or lives on an own Exchange server (then use an EWS "
        "profile). Once that is put right, run `postroom mailbox enable {mailbox}`.",
        proofs=HOURS,
    ),
    permanent(
        "GRAPH-307", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "Microsoft Graph knows no user {mailbox} in this tenant",
        "Check the mailbox's user name (its user principal name) and --tenant of profile {profile}; the user may have "
        "been deleted or renamed.",
        proofs=AN_HOUR, reference=REFERENCE,
    ),
    permanent(
        "GRAPH-308", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The app or tenant of profile {profile} is not what Microsoft Graph expects",
        "Check --tenant, --client-id and --endpoint of profile {profile}: the words below say whether the tenant is "
        "unknown or without Exchange Online, the app unknown there, or the token meant for another service.",
        proofs=2,
    ),
    permanent(
        "GRAPH-309", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "A policy of the tenant keeps the app of profile {profile}, or this host, out",
        "An administrator of the tenant must allow this app and this host's address (conditional access, named "
        "locations, tenant restrictions), then run `postroom profile test {profile}`.",
        proofs=2,
    ),
    permanent(
        "GRAPH-310", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "The account of {mailbox} is disabled",
        "Enable the account in the Microsoft 365 admin center, then run `postroom mailbox enable {mailbox}`; or "
        "disable the mailbox here.",
    ),
    permanent(
        "GRAPH-311", Kind.ACCOUNT_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "Microsoft has closed the organisation of profile {profile}",
        "Check the tenant's subscription in the Microsoft 365 admin center, then run `postroom profile test "
        "{profile}`.",
        proofs=2,
    ),
    permanent(
        "GRAPH-312", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "Microsoft Graph wants payment for what the app of profile {profile} asks",
        "Link an Azure subscription to the app, or use endpoints that are free of charge; mail needs none.",
        proofs=2, reference=REFERENCE,
    ),
    permanent(
        "GRAPH-313", Kind.ACCOUNT_LOCKED, Level.MAILBOX, ADMINISTRATOR,
        "Microsoft has blocked {mailbox} from sending, because it looks like a source of spam",
        "Have its owner change the password, see what was sent, then remove it from the restricted entities in the "
        "Defender portal and run `postroom mailbox enable {mailbox}`.",
    ),
    permanent(
        "GRAPH-314", Kind.SERVER_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "A folder of {mailbox} is damaged on Exchange Online",
        "An administrator should repair the mailbox (New-MailboxRepairRequest, or a move), or ask Microsoft's support.",
        proofs=2,
    ),
    permanent(
        "GRAPH-315", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "A proxy or sign-in page of this network stands between Postroom and Microsoft Graph",
        "Let this host reach graph.microsoft.com directly, or sign in at the proxy for it.",
        proofs=2, reference="RFC 9110 section 15.5.8",
    ),
)  # fmt: skip

WE_ACT: tuple[Entry, ...] = (
    permanent(
        "GRAPH-901", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "Microsoft Graph does not understand what Postroom asked for {mailbox}",
        "Please report it with the words below; asking the same again would not help.",
        proofs=2, reference=REFERENCE,
    ),
    permanent(
        "GRAPH-902", Kind.PROTOCOL_ERROR, Level.EMAIL, ADMINISTRATOR,
        "Microsoft Graph does not understand what Postroom asked over one email of {mailbox}",
        "The words below may name what is wrong in the email; else please report them. Other mail goes on.",
        counts=False, reference=REFERENCE,
    ),
)  # fmt: skip
