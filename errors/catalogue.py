"""Every error that Postroom can name, one row each. Families by file in errors/codes/ if this grows."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Entry

CATALOGUE: Mapping[str, Entry] = {}
