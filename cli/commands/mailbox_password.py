"""`postroom mailbox password`."""

from __future__ import annotations

import typer

from cli import desk, passwords, steps
from cli.options import Json, MailboxAddress


def password(
    address: MailboxAddress, stdin: passwords.Stdin = False, file: passwords.File = None, as_json: Json = False
) -> None:
    """Store a new password and test it at once; a passing test lifts a halt."""
    from worker import actions

    secret = passwords.read(stdin, file)
    result = desk.at_office(
        lambda office: actions.change_password(office, address, secret, steps.printer(as_json)), redis=True
    )
    code = steps.verdict(
        result,
        as_json,
        passed=f"{address}: the new password works",
        failed=f"{address}: the new password is stored, but the test did not pass",
        address=address,
    )
    raise typer.Exit(code)
