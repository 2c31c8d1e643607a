"""`postroom queue`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli import desk, say
from cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errors.machine import State
    from worker.office import Office
    from worker.queue import QueueCount


def queue(as_json: Json = False) -> None:
    """Show what waits where: the queues, and the mailboxes by state."""
    from cli import shapes

    counts, mailboxes = desk.at_office(_question, redis=True)
    if as_json:
        say.document(shapes.queue(counts, mailboxes))
        return
    rows = ((one.name, one.queued, one.started, one.scheduled, one.failed) for one in counts)
    say.table(("queue", "queued", "started", "scheduled", "failed"), rows, "no queues")
    say.line("")
    say.table(("mailboxes", "incoming"), shapes.by_state(mailboxes).items(), "no mailboxes")


async def _question(office: Office) -> tuple[Sequence[QueueCount], Mapping[State, int]]:
    from store import leases

    async with office.store.read() as tx:
        mailboxes = await leases.counts(tx)
    return await office.off(office.queues.counts), mailboxes
