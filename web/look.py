"""One look at the database for all that is watched: what is told apart is what the look before has seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from errors.model import Level
from store import changes
from store.changes import ChangedAlert, Standing
from store.session import Tx

from .topics import ADMINISTRATORS_WALL, Topics

OVERLAP = timedelta(seconds=10)  # a change carries the time when its transaction began, and is seen when it ended


@dataclass(frozen=True, slots=True)
class Found:
    """Topics. changed: since the look before. recent: in the last seconds, for a page that began to watch since."""

    changed: frozenset[str]
    recent: frozenset[str]


@dataclass(slots=True)
class Memory:
    """What the look before has seen: alerts with the time of their last change, and how each watched thing stood."""

    looked_at: datetime | None = None
    alerts: dict[int, datetime] = field(default_factory=dict)
    stood: dict[str, tuple[object, ...]] = field(default_factory=dict)

    async def look(self, tx: Tx, watched: Topics) -> Found:
        stands = {
            "mailbox": await changes.of_mailboxes(tx, watched.mailboxes),
            "profile": await changes.of_profiles(tx, watched.profiles),
            "email": await changes.of_emails(tx, watched.emails),
        }
        lately = tx.now - OVERLAP
        changed, recent = self._compare(watched, stands, lately)
        alerts = await changes.of_alerts(tx, min(self.looked_at or tx.now, tx.now) - OVERLAP)
        self.looked_at = tx.now
        if alerts is None:
            return Found(everything := frozenset(_all(watched)), everything)
        new = [one for one in alerts if self.alerts.get(one.id) != one.changed_at]
        self.alerts = {one.id: one.changed_at for one in alerts}
        concerned = await _concerned(tx, watched, stands, alerts)
        just_now = [one for one in alerts if one.changed_at > lately]
        return Found(frozenset(changed | _told(new, concerned)), frozenset(recent | _told(just_now, concerned)))

    def _compare(
        self, watched: Topics, stands: Mapping[str, Mapping[int, Standing]], since: datetime
    ) -> tuple[set[str], set[str]]:
        """What stands otherwise than before; what is seen for the first time and has just been tried."""
        now = {f"{kind}:{id_}": one for kind, found in stands.items() for id_, one in found.items()}
        gone = {topic for topic in self.stood if topic not in now and topic in set(_all(watched))}
        changed = {topic for topic, one in now.items() if self.stood.get(topic, one.marks) != one.marks}
        recent = {topic for topic, one in now.items() if one.attempted_at is not None and one.attempted_at > since}
        self.stood = {topic: one.marks for topic, one in now.items()}
        return changed | gone, recent


Concerned = Callable[[ChangedAlert], Iterable[str]]


def _told(alerts: Iterable[ChangedAlert], concerned: Concerned) -> set[str]:
    return {topic for one in alerts for topic in concerned(one)}


async def _concerned(
    tx: Tx, watched: Topics, stands: Mapping[str, Mapping[int, Standing]], alerts: Collection[ChangedAlert]
) -> Concerned:
    """What finds the topics of an alert: those of its own, and what else is on its profile."""
    sick = {one.profile_id for one in alerts if one.level is Level.PROFILE and one.profile_id is not None}
    owners = await changes.owners_on(tx, sick, watched.walls)
    of_profile: dict[int | None, set[str]] = {}
    for profile, person in owners:
        of_profile.setdefault(profile, set()).add(f"wall:{person}")
    of_mailbox: dict[int | None, set[str]] = {}
    for kind in ("mailbox", "email"):
        for id_, one in stands[kind].items():
            of_profile.setdefault(one.profile_id, set()).add(f"{kind}:{id_}")
            of_mailbox.setdefault(one.mailbox_id, set()).add(f"{kind}:{id_}")

    def concerned(alert: ChangedAlert) -> Iterable[str]:
        yield ADMINISTRATORS_WALL
        if alert.level is Level.PROFILE:
            yield f"profile:{alert.profile_id}"
            yield f"wall:{alert.profile_owner}"
            yield from of_profile.get(alert.profile_id, ())
        elif alert.mailbox_id is not None:
            yield f"wall:{alert.mailbox_owner}"
            yield from of_mailbox.get(alert.mailbox_id, ())

    return concerned


def _all(watched: Topics) -> Iterable[str]:
    if watched.administrators_wall:
        yield ADMINISTRATORS_WALL
    kinds = {"wall": watched.walls, "mailbox": watched.mailboxes, "profile": watched.profiles, "email": watched.emails}
    for kind, ids in kinds.items():
        yield from (f"{kind}:{id_}" for id_ in ids)
