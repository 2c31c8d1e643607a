"""`postroom alert ack`."""

from __future__ import annotations

from cli import alerts, desk
from cli.options import Json, Viewer


def ack(alert_id: alerts.AlertId, person: Viewer = None, as_json: Json = False) -> None:
    """Say that somebody is at it. It stays on the walls until it is resolved."""
    from store import alerts as stored

    changed = desk.write_store(lambda tx, _: alerts.noted(tx, stored.acknowledge(tx, alert_id, person), "acknowledged"))
    alerts.changed(changed, "acknowledged", as_json)
