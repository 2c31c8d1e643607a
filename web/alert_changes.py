"""What people do to alerts from a wall: acknowledge, dismiss, show again. Each is written down.

Every function returns the word of what became of it: pages say it in sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import alerts, audit

if TYPE_CHECKING:
    from store.records import Alert
    from store.session import Tx

    from .reader import Reader


async def acknowledge(tx: Tx, alert: Alert, reader: Reader) -> str:
    """The first one's name stays."""
    if alert.status == "resolved":
        return "over"
    if alert.status == "acknowledged":
        return "acknowledged_before"
    await alerts.acknowledge(tx, alert.id, reader.person.address)
    await _note(tx, reader, "acknowledged alert", alert)
    return "acknowledged"


async def dismiss(tx: Tx, alert: Alert, reader: Reader) -> str:
    await alerts.dismiss(tx, alert.id, reader.person.address)
    await _note(tx, reader, "dismissed alert", alert)
    return "dismissed"


async def restore(tx: Tx, alert: Alert, reader: Reader) -> str:
    await alerts.restore(tx, alert.id, reader.person.address, alike=reader.person.administrator)
    await _note(tx, reader, "showed alert again", alert)
    return "restored"


async def _note(tx: Tx, reader: Reader, did: str, alert: Alert) -> None:
    await audit.note(tx, reader.person.address, did, f"{alert.code} {alert.object_name}", f"alert {alert.id}")
