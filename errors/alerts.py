"""When alerts open, and when people are told. Pure."""

from __future__ import annotations

from .model import Case, Decision


def opens(case: Case, decision: Decision) -> bool:
    """Whether this decision raises (or refreshes) an alert: permanent ones at once, transient ones from the
    policy's warn_after-th failure in a row on."""
    raise NotImplementedError
