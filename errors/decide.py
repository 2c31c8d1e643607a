"""What to do about a fault: a pure expression over a case."""

from __future__ import annotations

from .model import Case, Decision


def decide(case: Case) -> Decision:
    """Same case, same decision."""
    raise NotImplementedError
