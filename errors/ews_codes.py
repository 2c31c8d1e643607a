"""What Exchange Web Services may answer, as rows: what the mailbox owner must act on (1xx) and what passes by itself
(2xx). The others are in ews_operator_codes."""

from __future__ import annotations

from .entries import OWNER, permanent, transient
from .ews_operator_codes import OPERATOR_ACTS, SENDER_ACTS, WE_ACT
from .imap_codes import NEW_PASSWORD
from .model import Actor, Entry, Kind, Level

OWNER_ACTS: tuple[Entry, ...] = (
    permanent(
        "EWS-101", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} does not accept the user name or password of {mailbox}",
        "The owner should sign in to Outlook on the web to see that the password is right, then " + NEW_PASSWORD + ". "
        "It is tested at once, and the mailbox goes on.",
    ),
    permanent(
        "EWS-102", Kind.AUTH_FAILED, Level.MAILBOX, OWNER,
        "{host} refused to sign {mailbox} in and did not say why, likely because of the password",
        "The owner should sign in to Outlook on the web to see that the password is right (some servers want the user "
        "name as DOMAIN\\user), then " + NEW_PASSWORD + ". It is tested at once.",
        proofs=2, reference="RFC 9110 section 15.5.2",
    ),
    permanent(
        "EWS-103", Kind.PASSWORD_EXPIRED, Level.MAILBOX, OWNER,
        "The password of {mailbox} has expired or must be changed",
        "The owner must choose a new password, then " + NEW_PASSWORD + ".",
    ),
    permanent(
        "EWS-104", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} has locked the account of {mailbox}",
        "The owner must have the account unlocked, see that no phone or program still signs in with an old password, "
        "then run `postroom mailbox enable {mailbox}`.",
        proofs=2,
    ),
    permanent(
        "EWS-105", Kind.MAILBOX_FULL, Level.MAILBOX, OWNER,
        "{mailbox} is full on {host}",
        "The owner should delete mail on the server and empty Deleted Items, or have the quota raised.",
    ),
    permanent(
        "EWS-106", Kind.ACCOUNT_LOCKED, Level.MAILBOX, OWNER,
        "{host} lets {mailbox} send nothing until its owner confirms who they are",
        "The owner should follow the instructions that the provider left in the Inbox, then run `postroom mailbox "
        "enable {mailbox}`.",
    ),
    permanent(
        "EWS-107", Kind.FOLDER_MISSING, Level.MAILBOX, OWNER,
        "{mailbox} lacks a folder that profile {profile} names",
        "Make the folder on the server, or name those that are there: `postroom profile set {profile} --folder NAME`.",
        proofs=2,
    ),
    permanent(
        "EWS-108", Kind.TOKEN_EXPIRED, Level.MAILBOX, OWNER,
        "{host} no longer accepts the sign-in that was granted for {mailbox}",
        "The owner must sign in at the provider again: `postroom mailbox authorize {mailbox}`.",
        proofs=2,
    ),
)  # fmt: skip

NOBODY_ACTS: tuple[Entry, ...] = (
    transient(
        "EWS-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "A part of Exchange behind {host} can't be reached just now",
        "Nothing to do: it is asked again, ever more slowly, and work goes on by itself. If it lasts, see the health "
        "of the Exchange servers and of Active Directory.",
        counts=False,
    ),
    transient(
        "EWS-202", Kind.SERVER_UNAVAILABLE, Level.MAILBOX,
        "{host} can't get at {mailbox} just now: its database is down, or the mailbox is being moved",
        "Nothing to do: it is tried again. A move may take hours; if it lasts longer, ask the server's administrator.",
        counts=False,
    ),
    transient(
        "EWS-203", Kind.THROTTLED, Level.MAILBOX,
        "{host} asks for fewer requests for {mailbox}",
        "Nothing to do: it is asked more slowly, for as long as the server wants.",
        counts=False,
    ),
    transient(
        "EWS-204", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "{host} allows no further connection for {mailbox}",
        "Nothing to do: it is asked again later. If it lasts, close other programs that use this mailbox, or set "
        "--max-sessions of profile {profile}.",
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
        "Nothing to do while it is short: it is tried again. If it lasts, the server's administrator should see its "
        "log.",
    ),
    transient(
        "EWS-207", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} met an error of its own before it looked at any mailbox",
        "Nothing to do while it is short: it is tried again. If it lasts, the server's administrator should see the "
        "log of its web server.",
        counts=False,
    ),
    transient(
        "EWS-208", Kind.TIMEOUT, Level.MAILBOX,
        "{host} did not get done in time with what was asked for {mailbox}",
        "Nothing to do: it is tried again, with less at a time.",
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
        "Nothing to do: a fresh one is fetched with the next try.",
    ),
    transient(
        "EWS-211", Kind.CONNECTION_LOST, Level.MAILBOX,
        "{host} lost the connection in the middle of a request for {mailbox}",
        "Nothing to do: the request is made again.",
    ),
    transient(
        "EWS-212", Kind.MESSAGE_MISSING, Level.MAILBOX,
        "Something in {mailbox} went away while it was being listed",
        "Nothing to do: the list is asked for again.",
    ),
    transient(
        "EWS-213", Kind.SERVER_BUSY, Level.MAILBOX,
        "Another program changed {mailbox} at the same moment",
        "Nothing to do: it is tried again with the fresh state.",
    ),
    transient(
        "EWS-214", Kind.CURSOR_RESET, Level.MAILBOX,
        "{host} no longer knows where the reading of {mailbox} had stopped",
        "Nothing to do: it is listed anew, and what was stored already is recognised.",
        counts=False,
    ),
    transient(
        "EWS-216", Kind.PROTOCOL_ERROR, Level.MAILBOX,
        "{host} answered with something that makes no sense",
        "It is tried again. If it lasts, the server's administrator should see what its words below mean; a proxy or a "
        "virus scanner between may change what passes.",
    ),
    transient(
        "EWS-217", Kind.SERVER_ERROR, Level.MAILBOX,
        "{host} left out the rest of a list of requests for {mailbox} after one of them had failed",
        "Nothing to do: the rest is asked for again.",
    ),
    transient(
        "EWS-218", Kind.QUOTA, Level.MAILBOX,
        "{mailbox} has sent as much as {host} allows for now",
        "Nothing to do: the rest is sent when the server allows it again, a day later at most. Large mailings belong "
        "to a service for them.",
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
)  # fmt: skip

EWS: tuple[Entry, ...] = (*OWNER_ACTS, *NOBODY_ACTS, *OPERATOR_ACTS, *SENDER_ACTS, *WE_ACT)
