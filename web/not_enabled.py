"""Mailboxes that were never enabled: which of them an alert is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    incidents = [one for one in alive if one.level is Level.PROFILE and one.direction is not None]
    return {**found, **await _of_profiles(tx, incidents)}


async def _named(tx: Tx, ids: Iterable[int]) -> Mapping[int, Mailbox]:
    from store import mailboxes

    wanted = sorted(ids)
    found: dict[int, Mailbox] = {}
    for start in range(0, len(wanted), TOGETHER):
        found |= await mailboxes.by_ids(tx, wanted[start : start + TOGETHER])
    return found


async def _of_profiles(tx: Tx, incidents: Sequence[Alert]) -> dict[int, Waiting]:
    """Those that their evidence names; in two questions, however many they are."""
    from store import mailboxes, profiles

    named = {one.id: _addresses(one) for one in incidents}
    every = sorted({address for addresses in named.values() for address in addresses})
    boxes = await mailboxes.by_addresses(tx, every) if every else {}
    never = {
        one.id: tuple(address for address in named[one.id] if _never(boxes.get(address.casefold()), one.direction))
        for one in incidents
    }
    waiting = [one for one in incidents if never[one.id]]
    if not waiting:
        return {}
    running = await profiles.counts_of_voters(tx, [one.object_id for one in waiting])
    return {
        one.id: Waiting(never[one.id], others=running.get((one.object_id, one.direction or Direction.INCOMING), 0) > 0)
        for one in waiting
    }


def _addresses(incident: Alert) -> list[str]:
    return list(dict.fromkeys(str(one["mailbox"]).strip() for one in incident.evidence if one.get("mailbox")))


def _never(box: Mailbox | None, direction: Direction | None) -> bool:
    return box is not None and _row(box, direction).state is State.UNTESTED


def _row(box: Mailbox, direction: Direction | None) -> DirectionRow:
    return box.outgoing if direction is Direction.OUTGOING else box.incoming
