"""What Exchange Web Services may answer, as rows: what the mailbox owner must act on (1xx) and what passes by itself
(2xx). The others are in ews_operator_codes."""

from __future__ import annotations

from errors.entries import OWNER, permanent, transient
from errors.model import Actor, Entry, Kind, Level
from errors.phrases import (
    ANOTHER_CHANGES,
    ASKED_AGAIN,
    CHOOSE_TEST,
    CONFIRM_AT_MICROSOFT,
    FEWER_SESSIONS,
    FRESH_TOKEN,
    GIVE,
    MAKE_FOLDER,
    SEE_LOG,
    SHORT,
    SIGN_IN,
    SLOWER,
    THEN_TEST,
)

from .ews_operator import OPERATOR_ACTS, SENDER_ACTS, WE_ACT

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "EWS-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox}",
        f"Sign in to Outlook on the web to see which password is right, or choose a new one there, then {GIVE}.",
    ),
    permanent(
        "EWS-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in and did not say why, likely because of the password",
        "Sign in to Outlook on the web to see that your user name and password are right (some servers want the user "
        f"name as DOMAIN\\user). If the password is another one now, {GIVE}; if not, {CHOOSE_TEST}.",
        proofs=2, reference="RFC 9110 section 15.5.2",
    ),
    permanent(
        "EWS-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired or must be changed",
        f"Choose a new password in Outlook on the web, or where your organisation has you do it, then {GIVE}.",
    ),
    permanent(
        "EWS-104", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        "Have the account unlocked by whoever looks after it in your organisation, and see that no phone or program "
        f"of yours still signs in with an old password, {THEN_TEST}.",
        proofs=2,
    ),
    permanent(
        "EWS-105", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}",
        f"Delete mail that you no longer need in Outlook and empty Deleted Items, or ask for more space, {THEN_TEST}.",
    ),
    permanent(
        "EWS-106", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} lets {mailbox} send nothing until its owner confirms who they are",
        f"{CONFIRM_AT_MICROSOFT}.",
    ),
    permanent(
        "EWS-107", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        f"{MAKE_FOLDER}.",
        proofs=2,
    ),
    permanent(
        "EWS-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in that was granted for {mailbox}",
        f"{SIGN_IN}.",
        proofs=2,
    ),
)  # fmt: skip

NOBODY_ACTS: tuple[Entry, ...] = (
    transient(
        "EWS-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "A part of Exchange behind {host} can't be reached just now",
        f"{ASKED_AGAIN}. If it lasts, see the health of the Exchange servers and of Active Directory.",
        counts=False,
    ),
    transient(
        "EWS-202", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "{host} can't get at {mailbox} just now: its database is down, or the mailbox is being moved",
        "Nothing to do: it is tried again, and a move may take hours. If it lasts, ask the server's administrator.",
        counts=False,
    ),
    transient(
        "EWS-203", Kind.THROTTLED, Level.MAILBOX,
        "{host} asks for fewer requests for {mailbox}",
        f"{SLOWER}.",
        counts=False,
    ),
    transient(
        "EWS-204", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "{host} allows no further connection for {mailbox}",
        f"{FEWER_SESSIONS}.",
        counts=False,
    ),
    transient(
        "EWS-205", Kind.SERVER_BUSY, Level.PROFILE,
        "{host} is too busy, or under maintenance",
        "Nothing to do: it is asked again later. If it lasts, see the health of the Exchange servers.",
        counts=False,
    ),
    transient(
        "EWS-206", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} met an error of its own while it worked on {mailbox}",
        f"{SEE_LOG}.",
    ),
    transient(
        "EWS-207", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} met an error of its own before it looked at any mailbox",
        f"{SHORT} the server's administrator should see the log of its web server.",
        counts=False,
    ),
    transient(
        "EWS-208", Kind.TIMEOUT, Level.MAILBOX,
        "{host} did not get done in time with what was asked for {mailbox}",
        "Nothing to do: it is tried again, with less at a time. If it lasts, the server's administrator should see "
        "its log.",
    ),
    transient(
        "EWS-209", Kind.TIMEOUT, Level.PROFILE,
        "What stands before {host} got no answer from it in time",
        "Nothing to do while it is short: the server is overloaded or down. If it lasts, check the way from the proxy "
        "to it.",
        counts=False,
    ),
    transient(
        "EWS-210", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "The access token or session of {mailbox} ran out",
        f"{FRESH_TOKEN}.",
    ),
    transient(
        "EWS-211", Kind.CONNECTION_LOST, Level.MAILBOX,
        "{host} lost the connection in the middle of a request for {mailbox}",
        "Nothing to do: the request is made again. If it lasts, see the server's own log.",
    ),
    transient(
        "EWS-212", Kind.MESSAGE_MISSING, Level.MAILBOX,
        "Something in {mailbox} went away while it was being listed",
        f"Nothing to do: the list is asked for again. {ANOTHER_CHANGES}.",
    ),
    transient(
        "EWS-213", Kind.SERVER_BUSY, Level.MAILBOX,
        "Another program changed {mailbox} at the same moment",
        f"Nothing to do: it is tried again with what is there now. {ANOTHER_CHANGES}.",
    ),
    transient(
        "EWS-214", Kind.CURSOR_RESET, Level.MAILBOX,
        "{host} no longer knows where the reading of {mailbox} had stopped",
        "Nothing to do: it is listed anew; what was stored already is recognised, none is stored twice.",
        counts=False,
    ),
    transient(
        "EWS-216", Kind.PROTOCOL_ERROR, Level.MAILBOX,
        "{host} answered with something that makes no sense",
        f"{SHORT} the server's administrator should see what its words mean, or whether a proxy or a virus scanner "
        "between changes what passes.",
    ),
    transient(
        "EWS-217", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} left out the rest of a list of requests for {mailbox} after one of them had failed",
        "Nothing to do: the rest is asked for again. If it lasts, the server's administrator should see its log.",
    ),
    transient(
        "EWS-218", Kind.QUOTA, Level.MAILBOX,
        "{mailbox} has sent as much as {host} allows for now",
        "Nothing to do: mail waits, and goes on within a day. If it lasts, have the limit raised, or use a service "
        "for large mailings.",
        counts=False,
    ),
    permanent(
        "EWS-219", Kind.MESSAGE_TOO_LARGE, Level.EMAIL, Actor.NOBODY,
        "An email of {mailbox} is too large for {host} to hand over",
        "Nothing to do: it is whole on the server and can be read there. Other mail goes on.",
        counts=False,
    ),
    permanent(
        "EWS-220", Kind.MESSAGE_MISSING, Level.EMAIL, Actor.NOBODY,
        "{host} does not take the name any more under which it had listed an email of {mailbox}",
        "Nothing to do: the email was moved or deleted. Where it lies now it has another name, and is found by it.",
        counts=False,
    ),
    permanent(
        "EWS-221", Kind.CONTENT_REJECTED, Level.EMAIL, Actor.NOBODY,
        "{host} removed an email of {mailbox} because of a virus",
        "Nothing to do: it can't be fetched, and other mail goes on.",
        counts=False,
    ),
    transient(
        "EWS-222", Kind.MAILBOX_FULL, Level.MAILBOX,
        "{mailbox} is so full that {host} did not get done what was asked for it",
        "Nothing to do at once: reading is tried again. If it lasts, its owner should delete mail and empty Deleted "
        "Items, or be given more space.",
        counts=False,
    ),
)  # fmt: skip

EWS: tuple[Entry, ...] = (*OWNER_ACTS, *NOBODY_ACTS, *OPERATOR_ACTS, *SENDER_ACTS, *WE_ACT)
