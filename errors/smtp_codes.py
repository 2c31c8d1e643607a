"""What an SMTP server may answer, as rows."""

from __future__ import annotations

from .model import Entry

SMTP: tuple[Entry, ...] = ()
