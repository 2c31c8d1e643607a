"""What Exchange Web Services may answer, as rows: what a profile's owner or an administrator must act on (3xx), what
the sender of one email must (4xx), and what is our own doing (9xx)."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, PROFILE_OWNER, permanent
from errors.model import Actor, Entry, Kind, Level
from errors.phrases import REPORT, THEN_ENABLE, THEN_PROFILE

EWS_ACCESS = "https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange"
AN_HOUR = 8  # proofs, as tries are spaced: a release of ours that asks wrongly is often replaced within that time
IMPERSONATION = (
    "https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-configure-impersonation"
)

OPERATOR_ACTS: tuple[Entry, ...] = (
    permanent(
        "EWS-301", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "What answers at {host} is not Exchange Web Services",
        "Check the address of profile {profile} (it mostly ends in /EWS/Exchange.asmx): `postroom profile set "
        "{profile} --host NAME`. If a sign-in page answers there, have the proxy let this address through, "
        f"{THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "EWS-302", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "{host} sends Postroom to another address",
        "If the address that the server's words name is right, make it the profile's: `postroom profile set {profile} "
        "--host NAME`.",
        proofs=2,
    ),
    permanent(
        "EWS-303", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} is a version of Exchange that does not take these requests",
        "Have the server updated: Exchange 2013 SP1 or later is needed, for the mailboxes as well as for the server "
        f"that is asked, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "EWS-304", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not let the account of profile {profile} act for its mailboxes",
        "Give that account the role ApplicationImpersonation in the Exchange admin center (or the app the permission "
        f"full_access_as_app), {THEN_PROFILE}; or let the mailboxes sign in for themselves.",
        proofs=2, reference=IMPERSONATION,
    ),
    permanent(
        "EWS-305", Kind.PROTOCOL_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} keeps Postroom out: Exchange Web Services are switched off, or not allowed for this app",
        "Allow them (EWSEnabled and EWSAllowedAppIDs of the organisation, EWSEnabled of the mailbox; a change takes "
        f"up to two hours), {THEN_PROFILE}. Exchange Online ends them for good on 1 April 2027: there a profile with "
        "Graph stays.",
        proofs=2, reference=EWS_ACCESS,
    ),
    permanent(
        "EWS-306", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "The account that signs in may not open {mailbox} on {host}",
        f"Grant that account full access to the mailbox on the server, {THEN_ENABLE}; or store the mailbox's own user "
        "name and password: `postroom mailbox password {mailbox} --password-stdin`.",
        proofs=2,
    ),
    permanent(
        "EWS-307", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "The account of {mailbox} is disabled on {host}, or has no licence",
        f"Enable the account or give it a licence where accounts are administered, {THEN_ENABLE}. If it is closed for "
        "good: `postroom mailbox disable {mailbox}`.",
    ),
    permanent(
        "EWS-308", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{host} knows no mailbox {mailbox}",
        "Check the address for a typing error. If it is right, the mailbox was deleted, moved to another server, or "
        f"has no licence (a new one may take hours to appear): put that right on the server, {THEN_ENABLE}.",
        proofs=3,
    ),
    permanent(
        "EWS-309", Kind.ACCOUNT_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} has closed the whole organisation",
        f"Ask the provider, where the organisation is marked for removal, to open it again, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "EWS-310", Kind.SERVER_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "A folder of {mailbox} is damaged on {host}",
        f"Have the server's administrator repair it (New-MailboxRepairRequest), {THEN_ENABLE}.",
        proofs=2,
    ),
    permanent(
        "EWS-311", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{host} does not let {mailbox} send under that address",
        "Grant Send As or Send on Behalf for that address in the Exchange admin center, or have mail sent from the "
        f"mailbox's own address, {THEN_ENABLE}.",
    ),
    permanent(
        "EWS-312", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The Exchange servers behind {host} are not set up to reach each other",
        "Have the server's administrator mend what the server's words say is missing between them (Kerberos, TLS, "
        f"version, federation), {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "EWS-313", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} lies on another Exchange server than {host}",
        "Find its server by Autodiscover: `postroom profile set {profile} --host NAME` if all mailboxes of the "
        "profile lie there; if not, remove this one and add it to a profile for that server (`postroom mailbox "
        "remove`, `postroom mailbox add`; stored mail stays readable). If it is moved back, `postroom mailbox enable "
        "{mailbox}` tests and resumes it.",
        proofs=2,
    ),
    permanent(
        "EWS-314", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "A proxy between this host and {host} wants a sign-in of its own",
        "Let this host reach {host} without that, or give it the proxy's user and password (HTTPS_PROXY), "
        f"{THEN_PROFILE}.",
        proofs=2, reference="RFC 9110 section 15.5.8",
    ),
    permanent(
        "EWS-315", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "Autodiscover found no Exchange server for the mailboxes of profile {profile}",
        "Mend the domain's Autodiscover record, or name the server: `postroom profile set {profile} --host NAME`.",
        proofs=3,
    ),
    permanent(
        "EWS-316", Kind.PROTOCOL_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not accept passwords, or none of our ways to sign in",
        f"Have the server's administrator allow Basic or NTLM for Exchange Web Services, {THEN_PROFILE}; or let the "
        "profile sign in by OAuth.",
        proofs=2,
    ),
    permanent(
        "EWS-317", Kind.OAUTH_CONSENT_REQUIRED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not accept the tokens of the app of profile {profile}",
        "Check the app at the provider: its tenant, its permission for Exchange (EWS.AccessAsUser.All or "
        f"full_access_as_app) and an administrator's consent, {THEN_PROFILE}. The server's words say more.",
        proofs=2,
    ),
    permanent(
        "EWS-318", Kind.PERMISSION_DENIED, Level.EMAIL, ADMINISTRATOR,
        "The account that signs in may not read one email of {mailbox}",
        "See on the server who may read the folder that it lies in; `postroom email retry ID` tries it again. Other "
        "mail goes on.",
        counts=False,
    ),
    permanent(
        "EWS-319", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "Something between this host and {host} (a proxy, a firewall) refuses to let requests through",
        f"Have this host's address allowed there (the server's words say who refuses), {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "EWS-320", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The app of profile {profile} can't sign in to the provider",
        "Its secret or certificate has expired or is wrong: make a new one in the app's registration and store it in "
        f"profile {{profile}}, {THEN_PROFILE}.",
        proofs=2, reference="RFC 6749 section 5.2",
    ),
    permanent(
        "EWS-321", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} takes requests over an encrypted connection only",
        "Switch encryption on: `postroom profile set {profile} --security tls`.",
        proofs=2,
    ),
    permanent(
        "EWS-322", Kind.CONFIGURATION, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} is not set up properly on {host}",
        f"Have the server's administrator see what Get-Mailbox says of it and mend that, {THEN_ENABLE}.",
        proofs=2,
    ),
)  # fmt: skip

SENDER_ACTS: tuple[Entry, ...] = (
    permanent(
        "EWS-401", Kind.RECIPIENT_REJECTED, Level.EMAIL, Actor.SENDER,
        "{host} does not take an email of {mailbox} for one of its recipients",
        "The server's words, shown with this alert, name the address that is wrong: correct it, and send the email "
        "again.",
        counts=False,
    ),
    permanent(
        "EWS-402", Kind.CONTENT_REJECTED, Level.EMAIL, Actor.SENDER,
        "{host} does not let an email of {mailbox} pass because of what it contains",
        "Write it anew without the part that the server's words, shown with this alert, name (a virus, a protected or "
        "nested message, a broken attachment), and send it again.",
        counts=False,
    ),
    permanent(
        "EWS-403", Kind.MESSAGE_CORRUPT, Level.EMAIL, Actor.SENDER,
        "{host} says that an email which {mailbox} sends is damaged",
        "Write it anew, and send it again.",
        counts=False,
    ),
    permanent(
        "EWS-404", Kind.MESSAGE_MISSING, Level.EMAIL, Actor.SENDER,
        "An email of {mailbox} was gone from the server before it could be sent",
        "Its draft was deleted: write it anew if it is still wanted, and send it again.",
        counts=False,
    ),
)  # fmt: skip

WE_ACT: tuple[Entry, ...] = (
    permanent(
        "EWS-901", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "{host} says that Postroom sent it a request that it can't take",
        f"{REPORT}.",
        proofs=AN_HOUR,
    ),
    permanent(
        "EWS-902", Kind.PROTOCOL_ERROR, Level.MAILBOX, ADMINISTRATOR,
        "{host} answered about something that Postroom never asks for (calendars, contacts, delegates, rules)",
        f"{REPORT}.",
        proofs=AN_HOUR,
    ),
    permanent(
        "EWS-903", Kind.PROTOCOL_ERROR, Level.EMAIL, ADMINISTRATOR,
        "{host} can't take what Postroom asked over one email of {mailbox}",
        "The server's words may name what is wrong in the email; if they don't, please report it with them. Other "
        "mail goes on.",
        counts=False,
    ),
)  # fmt: skip
