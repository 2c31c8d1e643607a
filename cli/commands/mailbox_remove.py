"""`postroom mailbox remove`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import ask, desk, say
from cli.options import MailboxAddress, Yes

DeleteMail = Annotated[bool, typer.Option("--delete-mail", help="Delete its stored mail too.")]


def remove(address: MailboxAddress, delete_mail: DeleteMail = False, yes: Yes = False) -> None:
    """Remove a mailbox. Its stored mail stays readable unless --delete-mail."""
    from store import mailboxes

    of = desk.read_store(lambda tx: mailboxes.get(tx, address))
    fate = "and delete its" if delete_mail else "and keep its"
    ask.surely(f"Remove {of.address} {fate} {of.emails_stored} stored emails?", yes=yes)
    desk.write_store(lambda tx, _: mailboxes.remove(tx, address, delete_mail=delete_mail))
    say.line(f"removed {of.address}")
