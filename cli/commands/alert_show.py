"""`postroom alert show`."""

from __future__ import annotations

from collections.abc import Mapping

from cli import alerts, desk, say
from cli.options import Json


def show(alert_id: alerts.AlertId, as_json: Json = False) -> None:
    """Show one alert with its evidence: what was tried, what the server said, what to do."""
    from cli import shapes

    line = desk.read_store(lambda tx: alerts.alone(tx, alert_id))
    assert line is not None, "an administrator sees every alert"
    shape = shapes.alert(line)
    if as_json:
        say.document(shape)
        return
    evidence = shape.pop("evidence")
    assert isinstance(evidence, list)
    say.facts((key.replace("_", " "), say.flat(value)) for key, value in shape.items())
    say.line("")
    headers = ("at", "stage", "code", "next_attempt_at", "response")
    say.table([header.replace("_", " ") for header in headers], (_row(one, headers) for one in evidence), "no evidence")


def _row(one: Mapping[str, object], headers: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(one.get(header) for header in headers)
