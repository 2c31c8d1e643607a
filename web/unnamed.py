"""Answers that no rule knows, on an administrator's wall: one line for all of one fingerprint. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from errors.catalogue import CATALOGUE
from errors.model import Severity
from errors.render import filled

if TYPE_CHECKING:
    from store.records import Alert

FINGERPRINT = "fingerprint"  # what such a line is about, in place of a mailbox
GRAVEST = {severity: place for place, severity in enumerate(Severity)}

Key = tuple[str, bool]  # the fingerprint, and whether it is over


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert as a wall shows it, and the alerts that stand in it: itself, or all of one fingerprint."""

    alert: Alert
    members: tuple[Alert, ...]

    @property
    def mailboxes(self) -> tuple[str, ...]:
        """Their addresses."""
        return tuple(sorted({one.object_name for one in self.members if one.object_kind == "mailbox"}))


def merged(alerts: Sequence[Alert], may: Callable[[Alert], bool]) -> list[Shown]:
    """Where the newest of a fingerprint stood, all of it in one; the others as they are. may: which ones a wall lets
    be merged."""
    groups: dict[Key | int, list[Alert]] = {}
    for alert in alerts:
        key = key_of(alert) if may(alert) else None
        groups.setdefault(alert.id if key is None else key, []).append(alert)
    return [Shown(_one(group), tuple(group)) for group in groups.values()]


def together(alert: Alert, alerts: Sequence[Alert], may: Callable[[Alert], bool]) -> Shown:
    """This alert with all that stand in one line with it, under its own id."""
    key = key_of(alert)
    group = [one for one in alerts if may(one) and key_of(one) == key] if key is not None and may(alert) else []
    return Shown(replace(_one(group), id=alert.id), tuple(group)) if len(group) > 1 else Shown(alert, (alert,))


def key_of(alert: Alert) -> Key | None:
    """None: its answer has a name, or its fingerprint was not taken."""
    return None if alert.fingerprint is None else (alert.fingerprint, alert.status == "resolved")


def _one(group: Sequence[Alert]) -> Alert:
    """The gravest speaks for all. Who dismissed or acknowledged one of them has seen the line."""
    mailboxes = {(one.object_kind, one.object_id) for one in group}
    if len(mailboxes) == 1:
        return group[0] if len(group) == 1 else _summed(group)
    gravest = _summed(group)
    known, many = CATALOGUE.get(gravest.code), f"{len(mailboxes)} mailboxes"
    headline = known.headline if known else gravest.headline
    return replace(
        gravest,
        object_kind=FINGERPRINT,
        object_name=str(gravest.fingerprint),
        headline=filled(headline, host=gravest.host, mailbox=many, profile=gravest.profile_name),
    )


def _summed(group: Sequence[Alert]) -> Alert:
    gravest = min(group, key=lambda one: GRAVEST[one.severity])
    acknowledged = next((one for one in group if one.status == "acknowledged"), gravest)
    return replace(
        gravest,
        status=acknowledged.status,
        acknowledged_by=acknowledged.acknowledged_by,
        count=sum(one.count for one in group),
        first_seen=min(one.first_seen for one in group),
        last_seen=max(one.last_seen for one in group),
        dismissed_by=tuple(sorted({who for one in group for who in one.dismissed_by})),
    )
