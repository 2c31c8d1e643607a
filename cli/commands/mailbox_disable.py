"""`postroom mailbox disable`."""

from __future__ import annotations

from cli import desk, say
from cli.options import MailboxAddress, OneDirection


def disable(address: MailboxAddress, direction: OneDirection = None) -> None:
    """Stop a direction until somebody enables it again."""
    from worker import actions

    desk.at_office(lambda office: actions.disable_mailbox(office, address, direction), redis=True)
    say.line(f"disabled {address}" + (f" ({direction.value})" if direction else ""))
