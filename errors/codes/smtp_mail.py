"""What an SMTP server may answer about one email or one of its recipients, as rows (SMTP-4xx). Its sender may act."""

from __future__ import annotations

from functools import partial

from errors.entries import permanent
from errors.model import Actor, Entry, Kind, Level
from errors.phrases import SHOWN

RFC_3463 = "RFC 3463 section 3"

one_email = partial(permanent, level=Level.EMAIL, who_acts=Actor.SENDER, counts=False)

RECIPIENTS: tuple[Entry, ...] = (
    one_email(
        "SMTP-401", Kind.RECIPIENT_REJECTED,
        headline="The address of a recipient does not exist",
        remedy="Look for a typing error, or ask the recipient for the right address, and send the email again.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-402", Kind.RECIPIENT_REJECTED,
        headline="The domain of a recipient does not exist, or takes no mail",
        remedy="Look for a typing error in what stands after the @, and send the email again.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-403", Kind.RECIPIENT_REJECTED,
        headline="The mailbox of a recipient is switched off",
        remedy="Ask the recipient for another address.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-404", Kind.RECIPIENT_REJECTED,
        headline="A recipient does not take mail from this sender",
        remedy="Ask the recipient, or whoever looks after that address or list, to let you write to it, and send the "
        "email again.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-405", Kind.MAILBOX_FULL,
        headline="The mailbox of a recipient is full",
        remedy="Tell the recipient by other means, and send the email again once there is room.",
        reference=RFC_3463,
    ),
)  # fmt: skip

CONTENT: tuple[Entry, ...] = (
    one_email(
        "SMTP-406", Kind.MESSAGE_TOO_LARGE,
        headline="{host} does not take an email of {mailbox}, because it is too large",
        remedy="Send it again with smaller attachments, or put them where the recipient can fetch them and send the "
        "link.",
        reference="RFC 1870",
    ),
    one_email(
        "SMTP-407", Kind.CONTENT_REJECTED,
        headline="{host} refuses an email of {mailbox}: it holds a virus, or a kind of attachment that is not allowed",
        remedy="Check the attachments with a virus scanner, and send the email again without what is not allowed.",
    ),
    one_email(
        "SMTP-408", Kind.CONTENT_REJECTED,
        headline="{host} refuses an email of {mailbox}, because it is not put together as mail must be",
        remedy="Write it anew, if you can with another program: the server's words, shown with this alert, name what "
        "is wrong with its form.",
        reference="RFC 5322",
    ),
    one_email(
        "SMTP-409", Kind.SPAM_REJECTED,
        headline="{host} takes an email of {mailbox} for spam",
        remedy="Write it in other words, with fewer links, and send it again. If it happens to every email of yours, "
        "tell an administrator: the domain may have a bad name.",
    ),
    one_email(
        "SMTP-410", Kind.RECIPIENT_REJECTED,
        headline="An email of {mailbox} has more recipients than {host} allows",
        remedy="Send it to fewer recipients at a time.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-411", Kind.CONTENT_REJECTED,
        headline="An email of {mailbox} runs in circles between servers",
        remedy="Tell the recipient by other means: two addresses likely forward to each other, and whoever looks "
        "after them must break the circle.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-412", Kind.CONTENT_REJECTED,
        headline="{host} or the recipient's server can't carry an email of {mailbox} in the form it has",
        remedy="Send it again in plain form: no letters beyond ASCII in addresses, no unusual kinds of content.",
        reference="RFC 6531",
    ),
)  # fmt: skip

UNCLEAR: tuple[Entry, ...] = (
    one_email(
        "SMTP-413", Kind.RECIPIENT_REJECTED,
        headline="{host} refused a recipient and did not say clearly why",
        remedy=f"{SHOWN}. Check the address for a typing error, or ask the recipient by other means.",
        reference="RFC 5321 section 4.2.3",
    ),
    one_email(
        "SMTP-414", Kind.CONTENT_REJECTED,
        headline="{host} refused an email of {mailbox} and did not say clearly why",
        remedy=f"{SHOWN}. If they don't help, send the email again with less in it.",
        reference="RFC 5321 section 4.2.3",
    ),
    one_email(
        "SMTP-415", Kind.RECIPIENT_REJECTED,
        headline="The address of a recipient is not written as an address must be",
        remedy="Look for blanks, commas or missing parts in it, and send the email again.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-416", Kind.RECIPIENT_REJECTED,
        headline="A recipient has moved to another address",
        remedy="The server's words, shown with this alert, may name the new address; if not, ask the recipient, and "
        "send the email again.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-417", Kind.RECIPIENT_REJECTED,
        headline="The server of a recipient could not be reached for too long",
        remedy="Ask the recipient by other means whether their mail works, and send the email again when it does.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-418", Kind.CONTENT_REJECTED,
        headline="A rule of {host} or of the recipient forbids an email of {mailbox}",
        remedy="The server's words, shown with this alert, may say which rule. Ask the recipient, or an "
        "administrator, to allow it.",
        reference=RFC_3463,
    ),
    one_email(
        "SMTP-419", Kind.CONTENT_REJECTED,
        headline="An email of {mailbox} must travel encrypted or signed, and can't",
        remedy="Send it again without asking for encryption or a signature, or have the recipient's administrator "
        "support it.",
        reference="RFC 8689",
    ),
    one_email(
        "SMTP-420", Kind.SERVER_ERROR,
        headline="The server of a recipient is not set up to take an email of {mailbox}",
        remedy="Tell the recipient by other means, so that their administrator can mend it.",
        reference=RFC_3463,
    ),
)  # fmt: skip

ONE_EMAIL: tuple[Entry, ...] = (*RECIPIENTS, *CONTENT, *UNCLEAR)
