"""What the demo's screen shows and its verdict counts: one look at the database and the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from errors.machine import State
from store import alerts, emails, leases, mailboxes
from store.records import Alert
from worker.office import Office
from worker.queue import QueueCount


@dataclass(frozen=True, slots=True)
class Facts:
    states: Mapping[State, int]
    emails: Mapping[str, int]
    alerts: Sequence[Alert]  # resolved ones too, newest first
    queues: Sequence[QueueCount]


@dataclass(slots=True)
class Watch:
    """Remembers between looks who was in trouble, so that recovery can be counted."""

    troubled: set[str] = field(default_factory=set)
    recovered: set[str] = field(default_factory=set)

    async def look(self, office: Office) -> Facts:
        async with office.store.read() as tx:
            boxes = await mailboxes.listing(tx)
            facts = Facts(
                await leases.counts(tx),
                await emails.counts(tx),
                await alerts.listing(tx, all_=True),
                await office.off(office.queues.counts),
            )
        for box in boxes:
            if box.incoming.state in (State.SUSPENDED, State.RETRYING):
                self.troubled.add(box.address)
                self.recovered.discard(box.address)
            elif box.incoming.state is State.ACTIVE and box.address in self.troubled:
                self.recovered.add(box.address)
        return facts


def open_alerts(seen: Sequence[Alert]) -> Counter[str]:
    """By severity; information is born resolved."""
    return Counter(one.severity.value for one in seen if one.status != "resolved")
