"""From a signal to a fault: one table, walked once."""

from __future__ import annotations

from .model import Fault, Signal


def classify(seen: Signal) -> Fault:
    """Name what was seen. The first rule that fits wins; order is meaning."""
    raise NotImplementedError
