"""What every reader of answers gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """status: the protocol's own word or number; code and inner: see Signal's response_code and inner_codes.
    text: the words that rules are held against."""

    text: str
    status: str | None = None
    code: str | None = None
    inner: tuple[str, ...] = ()
    http_status: int | None = None
