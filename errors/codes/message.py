"""What can be wrong with one message, whatever the protocol, as rows. Hundreds say who must act: 2xx nobody, 3xx the
server's administrator, 4xx its sender."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, harmless, permanent
from errors.model import Actor, Entry, Kind, Level

from .imap import RFC_5530

MESSAGE: tuple[Entry, ...] = (
    permanent(
        "MSG-201", Kind.MESSAGE_TOO_LARGE, Level.EMAIL, Actor.NOBODY,
        "An email of {mailbox} is larger than profile {profile} allows, so only its headers were kept",
        "Nothing to do: it is whole on the server. To have it here, allow larger ones (`postroom profile set "
        "{profile} --max-message-size MIB`); `postroom email retry ID` then fetches it.",
        counts=False,
    ),
    harmless(
        "MSG-202", Kind.MESSAGE_MISSING, Level.EMAIL,
        "A message of {mailbox} was gone before it could be fetched",
        "Nothing to do: it was deleted or moved meanwhile.",
    ),
    permanent(
        "MSG-203", Kind.PROTOCOL_ERROR, Level.EMAIL, Actor.NOBODY,
        "{host} announced an email of {mailbox} as larger than it had said, so it was set aside",
        "Nothing to do at once: other mail goes on. Look at the email on the server with another program; `postroom "
        "email retry ID` tries it again.",
        counts=False,
    ),
    permanent(
        "MSG-204", Kind.MESSAGE_CORRUPT, Level.EMAIL, Actor.NOBODY,
        "An email of {mailbox} could not be fetched, whenever it was tried, so it was set aside",
        "Nothing to do at once: other mail goes on. Look at the email on the server with another program; `postroom "
        "email retry ID` tries it again.",
        counts=False,
    ),
    permanent(
        "MSG-205", Kind.MESSAGE_CORRUPT, Level.EMAIL, Actor.NOBODY,
        "{host} can't hand over an email of {mailbox}",
        "Nothing to do: asking again would not help. Other mail goes on.",
        counts=False, reference=RFC_5530,
    ),
    permanent(
        "MSG-301", Kind.MESSAGE_CORRUPT, Level.EMAIL, ADMINISTRATOR,
        "{host} holds a damaged email of {mailbox}",
        "Have the server's administrator repair it if they can; `postroom email retry ID` tries it again. Other mail "
        "goes on.",
        counts=False, reference=RFC_5530,
    ),
    permanent(
        "MSG-401", Kind.MESSAGE_CORRUPT, Level.EMAIL, Actor.SENDER,
        "An email of {mailbox} is broken, so it was set aside",
        "Ask whoever sent it to you to send it again; other mail goes on.",
        counts=False,
    ),
    permanent(
        "MSG-402", Kind.MESSAGE_TOO_LARGE, Level.EMAIL, Actor.SENDER,
        "{host} does not take an email of {mailbox}, because it is too large",
        "Send it again with smaller attachments, or put them where the recipient can fetch them and send the link.",
        counts=False, reference="RFC 7889 section 4",
    ),
)  # fmt: skip
