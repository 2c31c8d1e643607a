"""`postroom alert dismiss`."""

from __future__ import annotations

from cli import alerts, desk
from cli.options import Json, Viewer


def dismiss(alert_id: alerts.AlertId, person: Viewer = None, as_json: Json = False) -> None:
    """Hide it from one wall; other walls keep it."""
    from store import alerts as stored

    changed = desk.write_store(lambda tx, _: alerts.noted(tx, stored.dismiss(tx, alert_id, person), "dismissed"))
    alerts.changed(changed, "dismissed", as_json)
