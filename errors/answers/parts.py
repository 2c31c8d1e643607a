"""What every reader of answers gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from errors.model import NO_HEADERS


@dataclass(frozen=True, slots=True)
class Parts:
    """status: the protocol's own word or number; code and inner: see Signal's response_code and inner_codes.
    text: the words that rules are held against. headers: those that were told with the answer (HTTP)."""

    text: str
    status: str | None = None
    code: str | None = None
    inner: tuple[str, ...] = ()
    http_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
