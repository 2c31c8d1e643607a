"""What the verbs of `postroom alert` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import say
from .walls import ADMINISTRATOR, Line, line, viewer

if TYPE_CHECKING:
    from store.records import Alert
    from store.session import Tx

    from .walls import Viewer

AlertId = Annotated[int, typer.Argument(metavar="ID", min=1, max=2**63 - 1, help="The alert's id (`alert list`).")]


async def whose(tx: Tx, person: str | None) -> Viewer:
    """None: an administrator. A person who was never mentioned sees an empty wall."""
    if person is None:
        return ADMINISTRATOR
    from store import mailboxes, people

    known = await people.find(tx, person)
    return viewer(person, bool(known and known.administrator), await mailboxes.listing(tx))


def as_line(alert: Alert, of: Viewer = ADMINISTRATOR) -> Line:
    """One alert as this viewer sees it; alone it is shown to anybody who asks for it."""
    return line(alert, of) or Line(alert, alert.headline, action_needed=False, remedy=alert.remedy)


def changed(alert: Alert, word: str, as_json: bool) -> None:
    if as_json:
        from . import shapes

        say.document(shapes.alert(as_line(alert)))
        return
    say.line(f"{word} alert {alert.id}: {alert.code} {alert.object_name}")
