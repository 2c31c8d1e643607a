"""`postroom mailbox show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import desk, say
from cli.options import Json, MailboxAddress

if TYPE_CHECKING:
    from store.session import Tx


def show(address: MailboxAddress, as_json: Json = False) -> None:
    """Show one mailbox: both directions, its mail, its last attempts."""
    shape = desk.read_store(lambda tx: _question(tx, address))
    if as_json:
        say.document(shape)
        return
    directions = {name: shape.pop(name) for name in ("incoming", "outgoing")}
    attempts = shape.pop("attempts")
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in shape.items())
    for name, row in directions.items():
        say.line(f"\n{name}")
        _show_direction(row)
    say.line("")
    _show_attempts(attempts)


def _show_direction(row: object) -> None:
    assert isinstance(row, dict)
    wanted = row if row["state"] != "none" else {"state": "none"}
    say.facts((f"  {key.replace('_', ' ')}", value) for key, value in wanted.items())


def _show_attempts(attempts: object) -> None:
    assert isinstance(attempts, list)
    headers = ("at", "direction", "ok", "stage", "code", "new_emails", "response")
    rows = ([say.timed(header, say.flat(one[header])) for header in headers] for one in attempts)
    say.table([header.replace("_", " ") for header in headers], rows, "no attempts yet")


async def _question(tx: Tx, address: str) -> dict[str, object]:
    from cli import budget, shapes
    from store import attempts, mailboxes

    of = await mailboxes.get(tx, address)
    recent = [
        shapes.attempt(row.direction, one)
        for row in (of.incoming, of.outgoing)
        for one in await attempts.recent(tx, row.id, limit=10)
    ]
    return {**shapes.mailbox(of, await budget.retry_limit(tx, of)), "attempts": recent}
