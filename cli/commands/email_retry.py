"""`postroom email retry`."""

from __future__ import annotations

import typer

from cli import desk, say
from cli.emails import EmailId


def retry(email_id: EmailId) -> None:
    """Fetch an email again that was set aside."""
    from worker import actions

    if not desk.at_office(lambda office: actions.retry_email(office, email_id), redis=True):
        say.note(f"email {email_id}: the server no longer has it; it stays set aside")
        raise typer.Exit(1)
    say.line(f"email {email_id} was fetched again, and is stored whole")
