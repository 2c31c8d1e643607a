"""`postroom mailbox show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import desk, say
from cli.options import Json, MailboxAddress

if TYPE_CHECKING:
    from store.records import Mailbox
    from store.session import Tx


def show(address: MailboxAddress, as_json: Json = False) -> None:
    """Show one mailbox: both directions, its mail, its last attempts."""
    from cli import shapes

    of, shape = desk.read_store(lambda tx: _question(tx, address))
    if as_json:
        say.document(shape)
        return
    plain = {key: value for key, value in shape.items() if key not in {"incoming", "outgoing", "attempts"}}
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in plain.items())
    for name, row in (("incoming", of.incoming), ("outgoing", of.outgoing)):
        say.line("")
        said = shapes.direction(row, 0).items() if row.state != "none" else ()
        say.facts([(name, row.state.value), *((f"  {key.replace('_', ' ')}", value) for key, value in said)][:9])
    say.line("")
    attempts = shape["attempts"]
    assert isinstance(attempts, list)
    headers = ("at", "direction", "ok", "stage", "code", "new", "response")
    say.table(headers, (tuple(one.values())[: len(headers)] for one in attempts), "no attempts yet")


async def _question(tx: Tx, address: str) -> tuple[Mailbox, dict[str, object]]:
    from cli import budget, shapes
    from store import attempts, mailboxes

    of = await mailboxes.get(tx, address)
    recent = [
        shapes.attempt(row.direction, one)
        for row in (of.incoming, of.outgoing)
        for one in await attempts.recent(tx, row.id, limit=10)
    ]
    return of, {**shapes.mailbox(of, await budget.retry_limit(tx, of)), "attempts": recent}
