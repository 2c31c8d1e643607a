"""`postroom alert list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import alerts, desk, say
from cli.options import Json
from errors.model import Actor, Severity
from web import walls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.session import Tx


OfSeverity = Annotated[Severity | None, typer.Option("--severity", help="Only these.")]
All = Annotated[
    bool,
    typer.Option(
        "--all", help="Those that are resolved too; without it what is open, and the information of the last 24 hours."
    ),
]


def list_(
    wall: alerts.Wall = walls.ADMINISTRATORS, severity: OfSeverity = None, all_: All = False, as_json: Json = False
) -> None:
    """List what a person should see, the newest first."""
    from cli import shapes

    person = alerts.person_of(wall)
    shown, known = desk.read_list(lambda tx: _shown(tx, person, severity, all_), as_json)
    if as_json:
        say.document([shapes.alert(one) for one in shown])
        return
    nothing = NOTHING if known else f"nobody by the name {person} owns anything here"
    say.table(HEADERS, map(_row, shown), nothing, below=(DO,))


NOTHING = "nothing to see: all is well"
DO = "what to do"
HEADERS = ("id", "severity", "code", "where", "act", "last seen", "count", "status", "what", DO)
MOST = 1000  # lines of a wall


async def _shown(
    tx: Tx, person: str | None, severity: Severity | None, all_: bool
) -> tuple[Sequence[walls.Line], bool]:
    """And whether that person is known here for something."""
    from store import alerts as stored

    found = await stored.listing(tx, severity=severity.value if severity else None, all_=all_)
    of = await alerts.whose(tx, person)
    return (await alerts.on_wall(tx, found, of))[:MOST], await alerts.has_something(tx, of)


def _row(one: walls.Line) -> tuple[object, ...]:
    of = one.alert
    told = of.nature is None  # born resolved: nothing to be open or closed
    return (
        of.id,
        of.severity.value,
        of.code,
        of.object_name,
        _who_acts(one),
        of.last_seen,
        of.count,
        None if told else of.status,
        one.headline,
        say.Whole(f"-> {one.remedy}") if one.action_needed or one.waiting else None,
    )


def _who_acts(one: walls.Line) -> str:
    if one.action_needed:
        return "you"
    if one.waiting and one.alert.who_acts is Actor.NOBODY:
        return "test again"
    return one.alert.who_acts.value.replace("_", " ")
