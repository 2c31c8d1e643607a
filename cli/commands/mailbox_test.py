"""`postroom mailbox test`."""

from __future__ import annotations

import typer

from cli import checks, desk, steps
from cli.options import Json, MailboxAddress, OneDirection


def check(address: MailboxAddress, direction: OneDirection = None, as_json: Json = False) -> None:
    """Test step by step, and enable each direction that passes ("Test & Enable")."""
    from worker import actions

    checks.can_be_tested(direction)
    result = desk.at_office(
        lambda office: actions.test_mailbox(office, address, direction, steps.printer(as_json)), redis=True
    )
    passed, failed = f"{address} is enabled", f"{address} did not pass"
    raise typer.Exit(steps.verdict(result, as_json, passed=passed, failed=failed, address=address))
