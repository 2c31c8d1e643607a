"""Whose wall shows which alerts, and how: errors.audience's table applied to records. Pure; no SQL, no printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from errors.advice import READERS, advice
from errors.audience import WHOSE, Surface, view
from errors.catalogue import CATALOGUE
from errors.model import Actor, Level, Nature
from errors.not_enabled import until_enabled
from errors.render import filled

from .unnamed import Shown, merged, together

if TYPE_CHECKING:
    from store.courses import Course
    from store.records import Alert, Mailbox


@dataclass(frozen=True, slots=True)
class Viewer:
    """address None: an administrator's wall. mailboxes: the viewer's own, with the ids of their profiles. person: who
    stands before the administrators' wall, whose own dismissals hide there too."""

    address: str | None
    administrator: bool
    mailboxes: Mapping[str, int] = field(default_factory=dict)
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The mailboxes of an alert that were never enabled. others: whether it is about such as run, too."""

    addresses: tuple[str, ...]
    others: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An alert as one wall shows it. remedies: in the words of each who may read it. mailboxes: the addresses of those
    whose own it is. waiting: of mailboxes that were never enabled. dismissed: by this viewer. course: how the tries go
    on, where it was asked for."""

    alert: Alert
    headline: str
    action_needed: bool
    remedy: str
    remedies: Mapping[Actor, str]
    mailboxes: tuple[str, ...]
    waiting: Waiting | None = None
    dismissed: bool = False
    course: Course | None = None


NAMED = 5  # mailboxes that words name
ADMINISTRATORS = "admin"  # stands for an administrator among the addresses of people, as in the store
ADMINISTRATOR = Viewer(None, administrator=True)
NOBODY_WAITS: Mapping[int, Waiting] = {}


def viewer(address: str, administrator: bool, mailboxes: Iterable[Mailbox]) -> Viewer:
    """A person, with what follows from what they own."""
    owned = {mailbox.address: mailbox.profile_id for mailbox in mailboxes if same(mailbox.owner, address)}
    return Viewer(address, administrator, owned)


def same(one: str | None, other: str | None) -> bool:
    """Addresses are compared case-insensitively."""
    return one is not None and other is not None and one.casefold() == other.casefold()


def administrators_wall(person: str) -> Viewer:
    """As this administrator sees it."""
    return Viewer(None, administrator=True, person=person)


def lines(
    alerts: Sequence[Alert],
    of: Viewer,
    waiting: Mapping[int, Waiting] = NOBODY_WAITS,
    *,
    dismissed: bool | None = False,
) -> list[Line]:
    """What this wall shows, in the order of the alerts; dismissed: what its viewer dismissed not, only, or (None) too.
    An administrator sees what has no name once, not for each mailbox. waiting: by the alert's id."""
    as_shown = merged(alerts, _folds(of))
    wanted = (one for one in as_shown if dismissed is None or _dismissed(one.alert, of) is dismissed)
    shown = (_line(one, of, waiting) for one in wanted)
    return [one for one in shown if one is not None]


def line(
    alert: Alert, of: Viewer, alike: Sequence[Alert] = (), waiting: Mapping[int, Waiting] = NOBODY_WAITS
) -> Line | None:
    """One alert, with those of alike that stand in one line with it. None: this wall does not show it."""
    return _line(together(alert, alike, _folds(of)), of, waiting)


def with_courses(found: Sequence[Line], courses: Mapping[int, Course]) -> list[Line]:
    """courses: by the alert's id."""
    return [replace(one, course=courses.get(one.alert.id)) for one in found]


def _folds(of: Viewer) -> Callable[[Alert], bool]:
    """What this viewer sees as an administrator only, what has no name is one line of."""
    return lambda alert: _surfaces(alert, of) == {Surface.ADMINISTRATOR_WALL}


def _line(shown: Shown, of: Viewer, waiting: Mapping[int, Waiting]) -> Line | None:
    alert, waits = shown.alert, _to(of, shown.alert, _waits(shown, waiting))
    seen = [view(alert.level, alert.nature, alert.who_acts.value, surface) for surface in _surfaces(alert, of)]
    views = [one for one in seen if one is not None]
    if not views:
        return None
    headline = _headline(alert, grouped=all(one.grouped for one in views))
    acts = _open(alert) and any(one.action_needed for one in views)
    remedies = {reader: _remedy(alert, reader, waits) for reader in READERS}
    told = remedies[_reader(alert, of)]
    return Line(alert, headline, acts, told, remedies, shown.mailboxes, waits, _dismissed(alert, of))


def _waits(shown: Shown, waiting: Mapping[int, Waiting]) -> Waiting | None:
    """Of all that stand in one line."""
    found = [waiting[one.id] for one in shown.members if one.id in waiting]
    if not found:
        return None
    addresses = tuple(address for one in found for address in one.addresses)
    return Waiting(addresses, others=len(found) < len(shown.members) or any(one.others for one in found))


def _to(of: Viewer, alert: Alert, waits: Waiting | None) -> Waiting | None:
    """Who looks after mailboxes only is told of their own."""
    if waits is None or _surfaces(alert, of) - {Surface.MAILBOX_OWNER_WALL}:
        return waits
    own = tuple(one for one in waits.addresses if one in of.mailboxes)
    running = {one for one, profile in of.mailboxes.items() if profile == alert.profile_id} - {*own}
    return Waiting(own, others=waits.others and bool(running)) if own else None


def _reader(alert: Alert, of: Viewer) -> Actor:
    """As whom this viewer reads it: as the one who must act, where they are; else as the one who can do most."""
    readers = {WHOSE[surface] for surface in _surfaces(alert, of)}
    if alert.who_acts in readers:
        return alert.who_acts
    return next((one for one in (Actor.ADMINISTRATOR, Actor.PROFILE_OWNER) if one in readers), Actor.MAILBOX_OWNER)


def _remedy(alert: Alert, reader: Actor, waiting: Waiting | None) -> str:
    """In this reader's words; as it was told then, where its code is none of today's."""
    entry = CATALOGUE.get(alert.code)
    if entry is None:
        return alert.remedy
    if waiting is None:
        return filled(advice(entry, reader, alert.nature), **_names(alert))
    one = waiting.addresses[0] if len(waiting.addresses) == 1 else "ADDRESS"
    words = until_enabled(entry, reader, alert.nature, others=waiting.others)
    told = filled(words, **{**_names(alert), "mailbox": one})
    named = alert.object_kind != "mailbox" and reader is not Actor.MAILBOX_OWNER  # whose others' mailboxes are not
    return f"{told} Not enabled yet: {in_words(waiting.addresses)}." if named else told


def _names(alert: Alert) -> dict[str, str]:
    mailbox = alert.object_name if alert.object_kind == "mailbox" else "ADDRESS"
    return {"host": alert.host, "mailbox": mailbox, "profile": alert.profile_name}


def in_words(addresses: Sequence[str]) -> str:
    """The first ones, and how many more there are."""
    more = len(addresses) - NAMED
    return ", ".join(addresses[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _surfaces(alert: Alert, of: Viewer) -> set[Surface]:
    """The walls that this viewer has, for this alert."""
    surfaces = {Surface.ADMINISTRATOR_WALL} if of.administrator else set()
    if same(alert.mailbox_owner, of.address) or (
        alert.level is Level.PROFILE and alert.profile_id in of.mailboxes.values()
    ):
        surfaces.add(Surface.MAILBOX_OWNER_WALL)
    if same(alert.profile_owner, of.address):
        surfaces.add(Surface.PROFILE_OWNER_WALL)
    return surfaces


def _open(alert: Alert) -> bool:
    return alert.status != "resolved"


def _headline(alert: Alert, *, grouped: bool) -> str:
    """Grouped: one line per mailbox and code with a count, no subjects: of those that are set aside still, or, once
    none is, of all that were."""
    if not grouped or alert.nature is not Nature.PERMANENT:
        return alert.headline
    number = alert.set_aside if _open(alert) else alert.count
    return f"{number} email{'s' if number != 1 else ''} set aside: {alert.headline}"


def _dismissed(alert: Alert, of: Viewer) -> bool:
    viewers = (of.address,) if of.address is not None else (ADMINISTRATORS, of.person)
    return any(same(who, viewer) for who in alert.dismissed_by for viewer in viewers)
