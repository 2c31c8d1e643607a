"""When alerts open, and when people are told. Pure."""

from __future__ import annotations

from .model import Case, Decision, Nature, Refresh, Retry

TOLD_FROM = 2  # failures in a row, before people are notified of what mends itself


def opens(case: Case, decision: Decision) -> bool:
    """Whether this decision raises (or refreshes) an alert: permanent ones at once, transient ones from the
    policy's warn_after-th failure in a row on, and a token that is being refreshed never."""
    if isinstance(decision, Refresh):
        return False
    if not isinstance(decision, Retry):
        return True
    return case.fault.entry.nature is not None and case.streak >= case.policy.warn_after


def notifies(nature: Nature | None, count: int) -> bool:
    """Whether an alert's count-th occurrence in a row is told to people: a permanent one when it opens, a transient
    one once, when it is not the only one."""
    if nature is Nature.PERMANENT:
        return count == 1
    return nature is Nature.TRANSIENT and count == TOLD_FROM
