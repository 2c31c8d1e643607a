"""What Microsoft Graph may answer, as rows. Hundreds say who must act: 1xx the mailbox owner, 2xx nobody, 3xx whoever
looks after the profile or the tenant, 4xx an email's sender, 9xx us."""

from __future__ import annotations

from errors.entries import OWNER, permanent, transient
from errors.model import Actor, Entry, Kind, Level
from errors.phrases import (
    ANOTHER_CHANGES,
    ASKED_AGAIN,
    CONFIRM_AT_MICROSOFT,
    FEWER_SESSIONS,
    FRESH_TOKEN,
    MAKE_FOLDER,
    NEW_PASSWORD_AND_SIGN_IN,
    SHORT,
    SLOWER,
    THEN_TEST,
)

from .graph_operator import OPERATOR_ACTS, WE_ACT
from .graph_operator import REFERENCE as ERRORS

THROTTLING = "https://learn.microsoft.com/graph/throttling"
DELTA = "https://learn.microsoft.com/graph/delta-query-overview"

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "GRAPH-101", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full: Exchange Online takes nothing more into it",
        f"Delete mail that you no longer need in Outlook and empty Deleted Items, or ask for more space, {THEN_TEST}.",
        reference=ERRORS,
    ),
    permanent(
        "GRAPH-102", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "Microsoft lets {mailbox} send nothing until its owner has confirmed the account",
        f"{CONFIRM_AT_MICROSOFT}.",
    ),
    permanent(
        "GRAPH-103", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        f"{MAKE_FOLDER}.",
        proofs=2,
    ),
    permanent(
        "GRAPH-104", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired",
        f"{NEW_PASSWORD_AND_SIGN_IN}.",
    ),
)  # fmt: skip

THROTTLED: tuple[Entry, ...] = (
    transient(
        "GRAPH-201", Kind.THROTTLED, Level.MAILBOX,
        "Microsoft Graph asks for fewer requests for {mailbox}",
        f"{SLOWER}.",
        counts=False, reference=THROTTLING,
    ),
    transient(
        "GRAPH-202", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "Exchange Online allows no further connection for {mailbox}",
        f"{FEWER_SESSIONS}.",
        counts=False, reference=THROTTLING,
    ),
    transient(
        "GRAPH-203", Kind.QUOTA, Level.MAILBOX,
        "{mailbox} has sent as many messages as Exchange Online allows for now",
        "Nothing to do: mail waits, and goes on within a day. If it lasts, have the limit raised, or use a service "
        "for large mailings.",
        counts=False, reference="https://learn.microsoft.com/office365/servicedescriptions/exchange-online-limits",
    ),
)  # fmt: skip

OUT_OF_ORDER: tuple[Entry, ...] = (
    transient(
        "GRAPH-204", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "Microsoft Graph says that it is not available just now",
        f"{ASKED_AGAIN}. If it lasts, the service health page of the Microsoft 365 admin center tells of outages.",
        counts=False, reference=ERRORS,
    ),
    transient(
        "GRAPH-205", Kind.SERVER_BUSY, Level.PROFILE,
        "Microsoft Graph lacks the resources to answer just now",
        f"{ASKED_AGAIN}. If it lasts, the service health page of the Microsoft 365 admin center tells of outages.",
        counts=False,
    ),
    transient(
        "GRAPH-206", Kind.SERVER_ERROR, Level.MAILBOX,
        "Microsoft Graph met an error of its own while it worked on {mailbox}",
        f"{SHORT} give the request-id in the server's words to Microsoft's support.",
        reference=ERRORS,
    ),
    transient(
        "GRAPH-207", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "Exchange Online can't get at {mailbox} just now",
        f"{ASKED_AGAIN}. If it lasts, the service health page of the Microsoft 365 admin center tells of outages.",
        counts=False,
    ),
    transient(
        "GRAPH-208", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "{mailbox} is being moved to another server",
        "Nothing to do: a move takes minutes to hours, and work goes on by itself after it. If it lasts, ask "
        "Microsoft's support.",
        counts=False,
    ),
    transient(
        "GRAPH-209", Kind.TIMEOUT, Level.MAILBOX,
        "Exchange Online took too long over a request for {mailbox}",
        "Nothing to do: it is tried again. If it lasts, the service health page of the Microsoft 365 admin center "
        "tells of outages.",
    ),
    transient(
        "GRAPH-210", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "Microsoft Graph sends us to another address, which no request of ours should need",
        f"{SHORT} the tenant was moved to another region, or profile {{profile}} names an old address.",
    ),
)  # fmt: skip

STATE: tuple[Entry, ...] = (
    transient(
        "GRAPH-211", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "Microsoft Graph does not take the access token of {mailbox}: it ran out, or was recalled",
        f"{FRESH_TOKEN}.",
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
        "Nothing to do: the folder is listed anew; what was stored already is recognised, none is stored twice.",
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
        f"Nothing to do: it is tried again with what is there now. {ANOTHER_CHANGES}.",
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
        "Nothing to do: other mail goes on. If the email matters, open it in Outlook; `postroom email retry ID` tries "
        "it again.",
        counts=False,
    ),
    transient(
        "GRAPH-218", Kind.MAILBOX_FULL, Level.MAILBOX,
        "{mailbox} is so full that Exchange Online did not get done what was asked for it",
        "Nothing to do at once: reading is tried again. If it lasts, its owner should delete mail and empty Deleted "
        "Items, or be given more space.",
        counts=False, reference=ERRORS,
    ),
)  # fmt: skip

SENDER_ACTS: tuple[Entry, ...] = (
    permanent(
        "GRAPH-401", Kind.MESSAGE_TOO_LARGE, Level.EMAIL, Actor.SENDER,
        "An email of {mailbox} is larger than Exchange Online takes",
        "Send it again with smaller attachments, or put them where the recipient can fetch them and send the link.",
        counts=False, reference=ERRORS,
    ),
    permanent(
        "GRAPH-402", Kind.RECIPIENT_REJECTED, Level.EMAIL, Actor.SENDER,
        "Exchange Online does not take the recipients of an email of {mailbox}",
        "The server's words, shown with this alert, say which address is wrong, or that there are too many or none: "
        "correct that, and send the email again.",
        counts=False,
    ),
    permanent(
        "GRAPH-403", Kind.CONTENT_REJECTED, Level.EMAIL, Actor.SENDER,
        "Exchange Online refuses an email of {mailbox} for what is in it",
        "The server's words, shown with this alert, say why (often an attachment that looks like malware). Send it "
        "again without that part.",
        counts=False,
    ),
    permanent(
        "GRAPH-404", Kind.SPAM_REJECTED, Level.EMAIL, Actor.SENDER,
        "Exchange Online takes an email of {mailbox} for spam, so it was not sent",
        "Write it in other words, with fewer links or recipients, and send it again. If it happens to every email of "
        "yours, sign in to Outlook on the web and look for a notice.",
        counts=False,
    ),
)  # fmt: skip

GRAPH: tuple[Entry, ...] = (
    *OWNER_ACTS, *THROTTLED, *OUT_OF_ORDER, *STATE, *OPERATOR_ACTS, *SENDER_ACTS, *WE_ACT,
)  # fmt: skip
