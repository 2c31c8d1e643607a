"""Mailboxes that were never enabled: which of them an alert is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from errors.machine import State
from errors.model import Direction, Level

from .walls import Waiting

if TYPE_CHECKING:
    from store.records import Alert, DirectionRow, Mailbox
    from store.session import Tx

TOGETHER = 1000  # mailboxes asked for at once


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
