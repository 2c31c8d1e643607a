"""What an OAuth token endpoint may answer, as rows."""

from __future__ import annotations

from .model import Entry

OAUTH: tuple[Entry, ...] = ()
