"""Cases for decisions: faults by code, a policy, noon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from errors.catalogue import CATALOGUE
from errors.model import Case, Direction, Fault, Policy, Protocol, Signal, Stage

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def fault(
    code: str, stage: Stage = Stage.POLL, *, message: str | None = None, retry_after: timedelta | None = None
) -> Fault:
    return Fault(CATALOGUE[code], Signal(Protocol.IMAP, stage, message=message), "test", retry_after=retry_after)


def case(named: str | Fault, **more: Any) -> Case:
    """A case at noon with the default policy and the lowest dice."""
    seen = fault(named) if isinstance(named, str) else named
    given: dict[str, Any] = {
        "direction": Direction.INCOMING, "policy": Policy(), "now": NOON, "dice": 0.0, "failing_since": NOON, **more
    }  # fmt: skip
    return Case(fault=seen, **given)
