"""`postroom email list`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli import checks, desk, say
from cli.options import Json


class EmailState(StrEnum):
    RECEIVED = "received"
    SET_ASIDE = "set_aside"
    DRAFT = "draft"
    PENDING_SEND = "pending_send"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


OfMailbox = Annotated[
    str | None, typer.Option("--mailbox", metavar="ADDRESS", help="Only this mailbox's.", parser=checks.address)
]
InState = Annotated[EmailState | None, typer.Option("--state", help="Only those in this state.")]
After = Annotated[
    int | None,
    typer.Option("--after", metavar="SEQ", min=0, help="Those stored after this `seq`, oldest first: follow new mail."),
]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=100_000, help="At most so many.")]


def list_(
    mailbox: OfMailbox = None, state: InState = None, after: After = None, limit: Limit = 100, as_json: Json = False
) -> None:
    """List stored emails, the newest first."""
    from cli import shapes
    from store import emails

    word = state.value if state else None
    found = desk.read_list(
        lambda tx: emails.listing(tx, mailbox=mailbox, state=word, after=after, limit=limit), as_json
    )
    if as_json:
        say.document([shapes.email(one) for one in found])
        return
    headers = ("id", "received", "mailbox", "from", "subject", "size", "state")
    rows = ((one.id, one.received_at, one.mailbox, one.sender, one.subject, one.size, one.state) for one in found)
    say.table(headers, rows, "no emails")
