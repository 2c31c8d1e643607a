"""What Microsoft Graph may answer, as rows."""

from __future__ import annotations

from .model import Entry

GRAPH: tuple[Entry, ...] = ()
