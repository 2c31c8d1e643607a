"""Mailboxes that were never enabled: which of them an alert is about, and what to say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from errors.machine import State
from errors.model import Direction, Level

from .walls import Waiting, in_words

if TYPE_CHECKING:
    from store.records import Alert, DirectionRow, Mailbox
    from store.session import Tx

TOGETHER = 1000  # mailboxes asked for at once
NEXT = "postroom mailbox test ADDRESS"


async def waiting(tx: Tx, alerts: Sequence[Alert]) -> dict[int, Waiting]:
    """By the alert's id, of those that are not resolved and about such mailboxes."""
    alive = [one for one in alerts if one.status != "resolved" and one.nature is not None]
    theirs = await _named(tx, {one.object_id for one in alive if one.level is Level.MAILBOX})
    found = {
        one.id: Waiting((theirs[one.object_id].address,), others=False)
        for one in alive
        if one.level is Level.MAILBOX and _never(theirs.get(one.object_id), one.direction)
    }
    for incident in alive:
        if incident.level is Level.PROFILE and (of_it := await _of_profile(tx, incident)):
            found[incident.id] = of_it
    return found


async def _named(tx: Tx, ids: Iterable[int]) -> Mapping[int, Mailbox]:
    from store import mailboxes

    wanted = sorted(ids)
    found: dict[int, Mailbox] = {}
    for start in range(0, len(wanted), TOGETHER):
        found |= await mailboxes.by_ids(tx, wanted[start : start + TOGETHER])
    return found


async def _of_profile(tx: Tx, incident: Alert) -> Waiting | None:
    """Those that its evidence names."""
    from store import mailboxes, profiles
    from store.faults import NotThere

    addresses = []
    for address in dict.fromkeys(str(one["mailbox"]) for one in incident.evidence if one.get("mailbox")):
        with suppress(NotThere):
            if _never(await mailboxes.get(tx, address), incident.direction):
                addresses.append(address)
    if not addresses or incident.direction is None:
        return None
    running = await profiles.count_voters(tx, incident.object_id, incident.direction)
    return Waiting(tuple(addresses), others=running > 0)


def _never(box: Mailbox | None, direction: Direction | None) -> bool:
    return box is not None and _row(box, direction).state is State.UNTESTED


def _row(box: Mailbox, direction: Direction | None) -> DirectionRow:
    return box.outgoing if direction is Direction.OUTGOING else box.incoming


def failed(boxes: Iterable[Mailbox]) -> list[str]:
    """The addresses of those that were tested, failed, and were never enabled."""
    from store.records import Tested

    return [
        box.address
        for box in boxes
        if any(row.state is State.UNTESTED and row.test is Tested.FAILURE for row in (box.incoming, box.outgoing))
    ]


def untested(boxes: Iterable[Mailbox]) -> list[str]:
    """The addresses of those whose mail is to be received, and was never."""
    return [box.address for box in boxes if box.incoming.state is State.UNTESTED]


def next_step(address: str, state: State | None) -> str | None:
    """The command that gets a mailbox going that nothing tries by itself; None where something does."""
    verbs = {State.UNTESTED: "test", State.HALTED: "enable", State.DISABLED: "enable"}
    return f"postroom mailbox {verbs[state]} {address}" if state in verbs else None


def told(addresses: Sequence[str]) -> str:
    """Of one or several, with what to do."""
    command = NEXT.replace("ADDRESS", addresses[0]) if len(addresses) == 1 else NEXT
    return f"not enabled yet: {in_words(addresses)}; next: {command}"
