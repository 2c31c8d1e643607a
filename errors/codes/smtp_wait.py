"""What an SMTP server may answer that goes away by itself, as rows (SMTP-2xx)."""

from __future__ import annotations

from errors.entries import transient
from errors.model import Entry, Kind, Level
from errors.phrases import BUSY, FEWER_FROM_HERE, FEWER_SESSIONS, FRESH_TOKEN, SEE_LOG, SHORT, UNAVAILABLE

RFC_5321 = "RFC 5321 section 4.2.3"
RFC_3463 = "RFC 3463 section 3"

SERVER: tuple[Entry, ...] = (
    transient(
        "SMTP-201", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} says that it takes no mail just now",
        f"{UNAVAILABLE}.",
        reference=RFC_5321,
    ),
    transient(
        "SMTP-202", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} can't check sign-ins just now",
        "Nothing to do while it is short: no password is judged. If it lasts, the part of the server that checks "
        "passwords is down: ask its administrator.",
        reference="RFC 4954 section 6",
    ),
    transient(
        "SMTP-203", Kind.TOO_MANY_CONNECTIONS, Level.PROFILE,
        "{host} allows no further connection from this host",
        f"{FEWER_FROM_HERE}.",
        counts=False,
    ),
    transient(
        "SMTP-204", Kind.TOO_MANY_CONNECTIONS, Level.MAILBOX,
        "{host} allows no further connection for sending from {mailbox}",
        f"{FEWER_SESSIONS}.",
        counts=False,
    ),
    transient(
        "SMTP-205", Kind.THROTTLED, Level.MAILBOX,
        "{host} wants fewer sign-ins from {mailbox}",
        "Nothing to do: it is asked more slowly, and no password is judged. If it lasts, look for another program "
        "that signs in too often.",
        counts=False,
    ),
    transient(
        "SMTP-206", Kind.THROTTLED, Level.PROFILE,
        "{host} asks to be sent less mail for a while",
        "Nothing to do: mail waits and is sent more slowly. If it lasts, have the limit raised, or spread the mail "
        "over the day.",
        counts=False,
    ),
    transient(
        "SMTP-207", Kind.THROTTLED, Level.MAILBOX,
        "{host} asks that {mailbox} send more slowly",
        "Nothing to do: mail waits and is sent more slowly. If it lasts, have the limit raised, or spread the mail "
        "over the day.",
        counts=False,
    ),
    transient(
        "SMTP-208", Kind.QUOTA, Level.MAILBOX,
        "{mailbox} has sent as much as {host} allows it for now",
        "Nothing to do: mail waits, and goes on within a day. If it lasts, have the limit raised, or use a service "
        "for large mailings.",
        counts=False,
    ),
    transient(
        "SMTP-209", Kind.QUOTA, Level.PROFILE,
        "The account behind profile {profile} has sent as much as {host} allows for now",
        "Nothing to do: mail waits, and goes on when the provider counts anew (a day, or a month). If it lasts, have "
        "the limit raised, or buy more.",
        counts=False,
    ),
    transient(
        "SMTP-210", Kind.SERVER_BUSY, Level.PROFILE,
        "{host} is too busy to take mail",
        f"{BUSY}.",
        counts=False,
    ),
    transient(
        "SMTP-211", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} met an error of its own",
        f"{SEE_LOG}.",
        reference=RFC_5321,
    ),
    transient(
        "SMTP-212", Kind.SERVER_ERROR, Level.PROFILE,
        "{host} has no room left to take mail",
        f"{SHORT} the server's administrator must make room on its disk.",
        reference=RFC_5321,
    ),
)  # fmt: skip

EMAIL: tuple[Entry, ...] = (
    transient(
        "SMTP-213", Kind.GREYLISTED, Level.EMAIL,
        "The recipient's server takes mail from strangers only at the second try",
        "Nothing to do: the email is sent again after a few minutes, as that server wants it.",
        reference="RFC 6647",
    ),
    transient(
        "SMTP-214", Kind.THROTTLED, Level.EMAIL,
        "A recipient gets more mail than {host} hands on to it at a time",
        "Nothing to do: the email is sent again later.",
        counts=False,
    ),
    transient(
        "SMTP-215", Kind.RECIPIENT_REJECTED, Level.EMAIL,
        "{host} does not take mail for a recipient just now",
        "Nothing to do while it is short: the email is sent again. If it lasts, the recipient should ask their "
        "provider.",
        reference=RFC_5321,
    ),
    transient(
        "SMTP-216", Kind.MAILBOX_FULL, Level.EMAIL,
        "A recipient's mailbox is full",
        "Nothing to do: the email is sent again, in case the recipient makes room. If it lasts, the recipient should "
        "be told by other means.",
        reference=RFC_3463,
    ),
    transient(
        "SMTP-217", Kind.DNS_TEMPORARY, Level.EMAIL,
        "{host} can't look up the domain of a recipient just now",
        "Nothing to do while it is short: the email is sent again. If it lasts, see that the recipient's domain is "
        "spelled right.",
    ),
    transient(
        "SMTP-218", Kind.THROTTLED, Level.EMAIL,
        "{host} takes no more recipients of an email at a time",
        "Nothing to do: the others are sent to with the next try.",
        counts=False, reference="RFC 5321 section 4.5.3.1.10",
    ),
    transient(
        "SMTP-219", Kind.SPAM_REJECTED, Level.EMAIL,
        "{host} is not sure whether an email of {mailbox} is spam, and wants it later",
        "Nothing to do while it is short: the email is sent again. If it lasts, write it in other words or with fewer "
        "links.",
    ),
)  # fmt: skip

SENDING: tuple[Entry, ...] = (
    transient(
        "SMTP-220", Kind.THROTTLED, Level.PROFILE,
        "{host} takes mail from this host or domain only slowly, because of its reputation",
        "Nothing to do at once: mail waits and is sent more slowly. If it lasts, look for a mailbox that sends spam, "
        "and at the domain's SPF, DKIM and DMARC records.",
        counts=False,
    ),
    transient(
        "SMTP-221", Kind.CONNECTION_LOST, Level.MAILBOX,
        "{host} ended the session of {mailbox} because it took too long",
        "Nothing to do: a fresh session is opened. If it lasts, see the server's own log.",
        reference=RFC_3463,
    ),
    transient(
        "SMTP-222", Kind.DNS_TEMPORARY, Level.MAILBOX,
        "{host} can't check the domain that {mailbox} sends from just now",
        "Nothing to do while it is short. If it lasts, the domain's DNS (its MX or A record) needs a look.",
        reference=RFC_3463,
    ),
    transient(
        "SMTP-223", Kind.SERVER_UNAVAILABLE, Level.EMAIL,
        "{host} can't reach the server of a recipient just now",
        "Nothing to do while it is short: the email is sent again. If it lasts, the recipient should ask their "
        "provider.",
        reference=RFC_3463,
    ),
    transient(
        "SMTP-224", Kind.ACCOUNT_LOCKED, Level.MAILBOX,
        "{host} has locked {mailbox} for a while, after too many failed sign-ins",
        "Nothing to do if the password stored here is right. If it lasts, another program signs in with a wrong "
        "password: the server's log names the address that it comes from.",
    ),
    transient(
        "SMTP-225", Kind.PROTOCOL_ERROR, Level.MAILBOX,
        "{host} and Postroom lost step while mail of {mailbox} was handed over",
        "Nothing to do: it is sent again over a fresh connection. If it lasts, please report it with the server's "
        "words.",
        reference=RFC_5321,
    ),
    transient(
        "SMTP-226", Kind.TOKEN_EXPIRED, Level.MAILBOX,
        "The access token of {mailbox} ran out",
        f"{FRESH_TOKEN}.",
    ),
    transient(
        "SMTP-227", Kind.AUTH_FAILED, Level.MAILBOX,
        "{host} moves the password of {mailbox} to another way to sign in",
        "Nothing to do: the sign-in is tried again. If it lasts, the owner should sign in once at the provider's web "
        "site.",
        reference="RFC 4954 section 6",
    ),
    transient(
        "SMTP-228", Kind.SENDER_REJECTED, Level.MAILBOX,
        "{host} can't confirm just now that mail from the domain of {mailbox} is genuine",
        "Nothing to do while it is short. If it lasts, the domain's SPF, DKIM or DMARC record needs a look.",
        reference="RFC 7372",
    ),
    transient(
        "SMTP-229", Kind.CONTENT_REJECTED, Level.EMAIL,
        "{host} does not take an email of {mailbox} as it is, just now",
        "Nothing to do while it is short: the email is sent again. If it lasts, the server's words say what of it is "
        "not taken.",
        reference=RFC_3463,
    ),
    transient(
        "SMTP-230", Kind.SPAM_REJECTED, Level.PROFILE,
        "{host} refuses mail from this host's address for a while, because a blocklist names it",
        f"{SHORT} see why the list that the server's words name has the address, and have it taken off.",
    ),
    transient(
        "SMTP-231", Kind.CONFIGURATION, Level.PROFILE,
        "{host} can't find or confirm the name of this host just now",
        "Nothing to do while it is short. If it lasts, this host's address needs a reverse DNS name that leads back to "
        "it.",
        reference="RFC 7372",
    ),
    transient(
        "SMTP-232", Kind.PROTOCOL_ERROR, Level.PROFILE,
        "{host} and Postroom lost step before anybody was signed in",
        "Nothing to do: it is tried again over a fresh connection. If it lasts, something between (a proxy, a "
        "firewall) may add words of its own: please report it with the server's words.",
        reference=RFC_5321,
    ),
    transient(
        "SMTP-233", Kind.SERVER_ERROR, Level.EMAIL,
        "{host} does not take an email of {mailbox} just now, and did not say clearly why",
        "Nothing to do while it is short: the email is sent again. If it lasts, the server's administrator should see "
        "its log.",
        reference=RFC_5321,
    ),
)  # fmt: skip

NOBODY_ACTS: tuple[Entry, ...] = (*SERVER, *EMAIL, *SENDING)
