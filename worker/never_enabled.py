"""Mailboxes whose test failed in an incident of their profile: what is left of it when it is over. They were never
enabled, so nothing tries them again, and somebody must be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from errors.catalogue import CATALOGUE
from errors.machine import State
from errors.model import Direction, Entry, Level, Nature
from errors.render import headline, remedy, severity_of
from store import alerts, mailboxes
from store.faults import NotThere
from store.records import Alert, Mailbox, Raised, Tested
from store.session import Tx

Seen = Mapping[str, object]  # one attempt of an alert's evidence


async def keep(tx: Tx, profile_id: int, direction: Direction, now: datetime) -> None:
    """The profile's incident is about to be resolved: each mailbox in its evidence that waits for a test still gets an
    alert of its own."""
    incident = await alerts.open_incident(tx, profile_id, direction)
    if incident is None:
        return
    for address, seen in _newest(incident).items():
        box = await _waiting(tx, address, direction)
        if box is not None:
            await alerts.raise_(tx, _own(incident, box, direction, seen, now))


def _newest(incident: Alert) -> dict[str, Seen]:
    """The last attempt of each mailbox that its evidence names, where its code is one of today's."""
    return {str(one["mailbox"]): one for one in incident.evidence if one.get("mailbox") and _entry(one) is not None}


def _entry(seen: Seen) -> Entry | None:
    return CATALOGUE.get(str(seen.get("code")))


async def _waiting(tx: Tx, address: str, direction: Direction) -> Mailbox | None:
    """It, where its test failed and it was never enabled."""
    try:
        box = await mailboxes.get(tx, address)
    except NotThere:
        return None
    row = box.incoming if direction is Direction.INCOMING else box.outgoing
    return box if row.state is State.UNTESTED and row.test is Tested.FAILURE else None


def _own(incident: Alert, box: Mailbox, direction: Direction, seen: Seen, now: datetime) -> Raised:
    entry = _entry(seen)
    assert entry is not None, "only such are kept"
    nature = entry.nature or Nature.TRANSIENT
    names = {"host": incident.host, "mailbox": box.address, "profile": incident.profile_name}
    return Raised(
        entry.code, nature, severity_of(nature), Level.MAILBOX, "mailbox", box.id, direction, entry.who_acts,
        headline(entry, **names), remedy(entry, **names), now, seen,
    )  # fmt: skip
