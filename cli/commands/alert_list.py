"""`postroom alert list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import alerts, desk, say, walls
from cli.options import Json
from errors.model import Severity

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
    headers = ("id", "severity", "code", "what", "where", "count", "last seen", "status", "act")
    say.table(headers, map(_row, shown), "nothing to see: all is well")


MOST = 1000  # lines of a wall


async def _shown(tx: Tx, person: str | None, severity: Severity | None, all_: bool) -> list[walls.Line]:
    from store import alerts as stored

    found = await stored.listing(tx, severity=severity.value if severity else None, all_=all_)
    return (await alerts.on_wall(tx, found, await alerts.whose(tx, person)))[:MOST]


def _row(one: walls.Line) -> tuple[object, ...]:
    of = one.alert
    return (
        of.id,
        of.severity.value,
        of.code,
        one.headline,
        of.object_name,
        of.count,
        of.last_seen,
        of.status,
        "you" if one.action_needed else of.who_acts.value.replace("_", " "),
    )
