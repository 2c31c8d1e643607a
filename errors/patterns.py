"""Regular expressions that are compiled when first needed: `postroom errors explain` needs few of many."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(text: str) -> re.Pattern[str]:
    """Without regard to case."""
    return re.compile(text, re.IGNORECASE)
