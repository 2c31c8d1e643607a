"""`postroom alert show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from cli import alerts, desk, say
from cli.options import Json

if TYPE_CHECKING:
    from store.session import Tx
    from web.walls import Line

APART = ("headline", "remedy", "remedies", "evidence")  # not shown among the facts
HEADERS = ("at", "stage", "code", "next_attempt_at", "response")


def show(alert_id: alerts.AlertId, wall: alerts.Wall = None, as_json: Json = False) -> None:
    """Show one alert with its evidence: what was tried, what the server said, what to do in the words of each reader.

    With --wall: as that reader sees it, in the words for them.
    """
    from cli import shapes

    line = desk.read_store(lambda tx: _question(tx, alert_id, wall))
    if line is None:
        say.note(f"alert {alert_id} is not on the wall of {wall}")
        raise typer.Exit(1)
    if as_json:
        say.document(shapes.alert(line))
        return
    say.words(line.alert.code, line.headline)
    _what_to_do(line, wall)
    facts = {key: value for key, value in shapes.alert(line).items() if key not in APART}
    say.line("")
    say.facts((key.replace("_", " "), say.timed(key, say.flat(value))) for key, value in facts.items())
    say.line("")
    rows = (tuple(say.timed(header, one.get(header)) for header in HEADERS) for one in line.alert.evidence)
    say.table([header.removesuffix("_at").replace("_", " ") for header in HEADERS], rows, "no evidence")


async def _question(tx: Tx, alert_id: int, wall: str | None) -> Line | None:
    return await alerts.alone(tx, alert_id, await alerts.whose(tx, alerts.person_of(wall)))


def _what_to_do(line: Line, wall: str | None) -> None:
    if wall is not None:
        say.words("what to do", line.remedy)
        return
    for reader, remedy in line.remedies.items():
        say.words(f"to the {reader.value.replace('_', ' ')}", remedy)
