"""`postroom alert list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import alerts, desk, say, walls
from cli.options import Json
from errors.model import Actor, Severity

if TYPE_CHECKING:
    from store.session import Tx


OfSeverity = Annotated[Severity | None, typer.Option("--severity", help="Only these.")]
All = Annotated[bool, typer.Option("--all", help="Those that are resolved too.")]


def list_(
    wall: alerts.Wall = walls.ADMINISTRATORS, severity: OfSeverity = None, all_: All = False, as_json: Json = False
) -> None:
    """List what a person should see, the newest first."""
    from cli import shapes

    person = alerts.person_of(wall)
    shown = desk.read_store(lambda tx: _shown(tx, person, severity, all_))
    if as_json:
        say.document([shapes.alert(one) for one in shown])
        return
    say.table(HEADERS, map(_row, shown), "nothing to see: all is well", below=(DO,))


DO = "what to do"
HEADERS = ("id", "severity", "code", "where", "act", "last seen", "count", "status", "what", DO)
MOST = 1000  # lines of a wall


async def _shown(tx: Tx, person: str | None, severity: Severity | None, all_: bool) -> list[walls.Line]:
    from store import alerts as stored

    found = await stored.listing(tx, severity=severity.value if severity else None, all_=all_)
    return (await alerts.on_wall(tx, found, await alerts.whose(tx, person)))[:MOST]


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
