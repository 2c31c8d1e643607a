"""What Microsoft Graph may answer, as rows. Hundreds say who must act: 1xx the mailbox owner, 2xx nobody, 3xx whoever
looks after the profile or the tenant, 4xx an email's sender, 9xx us."""

from __future__ import annotations

from .entries import OWNER, permanent, transient
from .graph_operator_codes import OPERATOR_ACTS, WE_ACT
from .graph_operator_codes import REFERENCE as ERRORS
from .model import Actor, Entry, Kind, Level

THROTTLING = "https://learn.microsoft.com/graph/throttling"
DELTA = "https://learn.microsoft.com/graph/delta-query-overview"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "GRAPH-101", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full: Exchange Online takes nothing more into it",
        "The owner should delete mail and empty the deleted items, or have the quota raised, then run `postroom "
        "mailbox enable {mailbox}`.",
        reference=ERRORS,
    ),
    permanent(
        "GRAPH-102", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "Microsoft lets {mailbox} send nothing until its owner has confirmed the account",
        "The owner should sign in at outlook.com, follow the instructions in the inbox to verify the account, then run "
        "`postroom mailbox enable {mailbox}`.",
    ),
    permanent(
        "GRAPH-103", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        "Make the folder in Outlook, or name those that are there: `postroom profile set {profile} --folder NAME`.",
        proofs=2,
    ),
    permanent(
        "GRAPH-104", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        "The owner must choose a new password at Microsoft, then sign in again: `postroom mailbox authorize "
        "{mailbox}`.",
    ),
)  # fmt: skip

THROTTLED: tuple[Entry, ...] = (
    transient(
        "GRAPH-201", Kind.THROTTLED, Level.MAILBOX,
        "Microsoft Graph asks for fewer requests for {mailbox}",
        "Nothing to do: it is asked more slowly, for as long as it wants. If it lasts, look for other programs that "
        "work on this mailbox, and raise --poll-interval of profile {profile}.",
        counts=False, reference=THROTTLING,
    ),
    transient(
        "GRAPH-202", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "Exchange Online allows no further connection for {mailbox}",
        "Nothing to do: it is asked again later. If it lasts, set --max-sessions of profile {profile} lower.",
        counts=False, reference=THROTTLING,
    ),
    transient(
        "GRAPH-203", Kind.QUOTA, Level.MAILBOX,
        "{mailbox} has sent as many messages as Exchange Online allows for now",
        "Nothing to do: the limit is for an hour or a day, and what waits is sent after it. If it happens often, send "
        "less from this mailbox, or have an administrator raise its limits.",
        counts=False, reference="https://learn.microsoft.com/office365/servicedescriptions/exchange-online-limits",
    ),
)  # fmt: skip

OUT_OF_ORDER: tuple[Entry, ...] = (
    transient(
        "GRAPH-204", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "Microsoft Graph says that it is not available just now",
        "Nothing to do: it is asked again, ever more slowly, and work goes on by itself. The service health page of "
        "the Microsoft 365 admin center tells of outages.",
        counts=False, reference=ERRORS,
    ),
    transient(
        "GRAPH-205", Kind.SERVER_BUSY, Level.PROFILE,
        "Microsoft Graph lacks the resources to answer just now",
        "Nothing to do: it is asked again later.",
        counts=False,
    ),
    transient(
        "GRAPH-206", Kind.SERVER_ERROR, Level.MAILBOX,
        "Microsoft Graph met an error of its own while it worked on {mailbox}",
        "Nothing to do while it is short: it is tried again. If it lasts, give the request-id in the words below to "
        "Microsoft's support.",
        reference=ERRORS,
    ),
    transient(
        "GRAPH-207", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "Exchange Online can't get at {mailbox} just now",
        "Nothing to do: the mailbox is served from another place shortly, and work goes on by itself.",
        counts=False,
    ),
    transient(
        "GRAPH-208", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "{mailbox} is being moved to another server",
        "Nothing to do: a move takes minutes to hours, and work goes on by itself after it.",
        counts=False,
    ),
    transient(
        "GRAPH-209", Kind.TIMEOUT, Level.MAILBOX,
        "Exchange Online took too long over a request for {mailbox}",
        "Nothing to do: it is tried again.",
    ),
    transient(
        "GRAPH-210", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "Microsoft Graph sends us to another address, which no request of ours should need",
        "It is tried again. If it lasts, the tenant was moved to another region, or --endpoint of profile {profile} "
        "names an old address.",
    ),
)  # fmt: skip

STATE: tuple[Entry, ...] = (
    transient(
        "GRAPH-211", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "Microsoft Graph does not take the access token of {mailbox}: it ran out, or was recalled",
        "Nothing to do: a fresh one is fetched with the next try. If it lasts, check this host's clock, and let the "
        "owner sign in again: `postroom mailbox authorize {mailbox}`.",
        reference=ERRORS,
    ),
    transient(
        "GRAPH-212", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "Microsoft wants the sign-in of {mailbox} checked anew before it serves it",
        "Nothing to do: a fresh token is asked for. If it lasts, a conditional access policy (place, device, risk) "
        "keeps this host out: an administrator of the tenant sees which one in the sign-in log.",
        reference="https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation",
    ),
    transient(
        "GRAPH-213", Kind.CURSOR_RESET, Level.MAILBOX,
        "Exchange Online has forgotten how far a folder of {mailbox} had been read",
        "Nothing to do: the folder is listed anew; what is stored already is recognised and not stored twice.",
        counts=False, reference=DELTA,
    ),
    transient(
        "GRAPH-214", Kind.CURSOR_RESET, Level.MAILBOX,
        "The subscription that tells of new mail of {mailbox} has ended",
        "Nothing to do: it is made anew, and what came meanwhile is fetched.",
        counts=False,
    ),
    transient(
        "GRAPH-215", Kind.SERVER_BUSY, Level.MAILBOX,
        "Somebody else was changing {mailbox} at the same moment",
        "Nothing to do: it is tried again with what is there now.",
        reference=ERRORS,
    ),
    permanent(
        "GRAPH-216", Kind.MESSAGE_MISSING, Level.EMAIL, Actor.NOBODY,
        "An email of {mailbox} is no longer where it was on the server",
        "Nothing to do: it was moved or deleted meanwhile; where it was moved to a folder that is followed, it is "
        "found there.",
        counts=False,
    ),
    permanent(
        "GRAPH-217", Kind.MESSAGE_CORRUPT, Level.EMAIL, Actor.NOBODY,
        "Exchange Online can't hand over an email of {mailbox}: it is damaged, or can't be converted",
        "Nothing to do; other mail goes on. If the email matters, open it in Outlook; `postroom email retry ID` tries "
        "it again.",
        counts=False,
    ),
)  # fmt: skip

SENDER_ACTS: tuple[Entry, ...] = (
    permanent(
        "GRAPH-401", Kind.MESSAGE_TOO_LARGE, Level.EMAIL, Actor.SENDER,
        "An email of {mailbox} is larger than Exchange Online takes",
        "Send it again with smaller attachments, or put them where they can be downloaded and send the link.",
        counts=False, reference=ERRORS,
    ),
    permanent(
        "GRAPH-402", Kind.RECIPIENT_REJECTED, Level.EMAIL, Actor.SENDER,
        "Exchange Online does not take the recipients of an email of {mailbox}",
        "The words below say which address is wrong, or that there are too many or none: correct them and send it "
        "again.",
        counts=False,
    ),
    permanent(
        "GRAPH-403", Kind.CONTENT_REJECTED, Level.EMAIL, Actor.SENDER,
        "Exchange Online refuses an email of {mailbox} for what is in it",
        "The words below say why (often an attachment that looks like malware). Send it again without that part.",
        counts=False,
    ),
    permanent(
        "GRAPH-404", Kind.SPAM_REJECTED, Level.EMAIL, Actor.SENDER,
        "Exchange Online takes an email of {mailbox} for spam, so it was not sent",
        "Change what makes it look like spam (links, many recipients), then send it again; if all of its mail is "
        "refused, the mailbox's owner should sign in at Microsoft and look for a notice.",
        counts=False,
    ),
)  # fmt: skip

GRAPH: tuple[Entry, ...] = (
    *OWNER_ACTS, *THROTTLED, *OUT_OF_ORDER, *STATE, *OPERATOR_ACTS, *SENDER_ACTS, *WE_ACT,
)  # fmt: skip
