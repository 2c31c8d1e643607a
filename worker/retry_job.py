"""A direction's job in `retry`: its id, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

RETRY = "retry"

_ID = re.compile(r"retry-(\d+)-\d+")


@dataclass(frozen=True, slots=True)
class RetryJob:
    """A retry to be scheduled (at) or put into the failed registry (at is None)."""

    direction_id: int
    attempt: int
    meta: Mapping[str, object]
    at: datetime | None = None

    @property
    def failed_at(self) -> datetime:
        return moment(self.meta.get("failed_at")) or datetime.now(UTC)


def retry_id(direction_id: int, attempt: int) -> str:
    """An address is no legal job id, and a job must not schedule its own id again: hence the attempt's number."""
    return f"retry-{direction_id}-{attempt}"


def direction_of(job_id: str) -> int | None:
    found = _ID.fullmatch(job_id)
    return int(found[1]) if found else None


def exc_text(meta: Mapping[str, object]) -> str:
    """What RQ's tools show where a traceback would be."""
    return f"[{meta.get('code', '?')}] {meta.get('headline', '')}".rstrip()


def moment(text: object) -> datetime | None:
    """An ISO time of meta; None where it is none."""
    if isinstance(text, datetime):
        return text
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC) if text else None
    except ValueError:
        return None
