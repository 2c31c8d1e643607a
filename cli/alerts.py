"""What the verbs of `postroom alert` share."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from web import not_enabled, unnamed, walls
from web.ids import BIGGEST
from web.walls import ADMINISTRATOR, Line, viewer

from . import checks, people, say

if TYPE_CHECKING:
    from store.records import Alert
    from store.session import Tx
    from web.walls import Viewer


def _wall(text: str) -> str:
    return text if text == walls.ADMINISTRATORS else checks.address(text)


AlertId = Annotated[int, typer.Argument(metavar="ID", min=1, max=BIGGEST, help="The alert's id (`alert list`).")]
Wall = Annotated[
    str | None,
    typer.Option("--wall", metavar="admin|PERSON", help="Whose: an administrator's, or a person's.", parser=_wall),
]


def person_of(wall: str | None) -> str | None:
    """None: an administrator."""
    return None if wall == walls.ADMINISTRATORS else wall


async def whose(tx: Tx, person: str | None) -> Viewer:
    """None: an administrator. A person who was never mentioned sees an empty wall."""
    if person is None:
        return ADMINISTRATOR
    from store import mailboxes, people

    known = await people.find(tx, person)
    return viewer(person, bool(known and known.administrator), await mailboxes.listing(tx))


async def has_something(tx: Tx, of: Viewer) -> bool:
    """Whether this viewer is an administrator, or owns a mailbox or a profile."""
    if of.administrator or of.mailboxes:
        return True
    from store import profiles

    return any(walls.same(view.profile.owner, of.address) for view in await profiles.listing(tx))


async def on_wall(tx: Tx, found: Sequence[Alert], of: Viewer) -> list[Line]:
    """What this viewer sees of these."""
    return walls.lines(found, of, await not_enabled.waiting(tx, found))


async def alone(tx: Tx, alert_id: int, of: Viewer = ADMINISTRATOR) -> Line | None:
    """One alert as this viewer sees it; None: not on their wall. NotThere."""
    from store import alerts as stored

    found = await stored.get(tx, alert_id)
    alike: Sequence[Alert] = ()
    if unnamed.key_of(found) is not None:
        alike = await stored.listing(tx, all_=found.status == "resolved")
    return walls.line(found, of, alike, await not_enabled.waiting(tx, alike or [found]))


async def noted(tx: Tx, change: Awaitable[Alert], did: str) -> Alert:
    """With a line in the audit log."""
    from store import audit

    alert = await change
    await audit.note(tx, people.who(), f"{did} alert", f"{alert.code} {alert.object_name}", f"alert {alert.id}")
    return alert


def changed(alert: Alert, word: str, as_json: bool) -> None:
    if as_json:
        from . import shapes

        line = walls.line(alert, ADMINISTRATOR)
        assert line is not None, "an administrator sees every alert"
        say.document(shapes.alert(line))
        return
    say.line(f"{word} alert {alert.id}: {alert.code} {alert.object_name}")
