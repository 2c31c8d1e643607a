"""What Exchange Web Services may answer, as rows."""

from __future__ import annotations

from .model import Entry

EWS: tuple[Entry, ...] = ()
