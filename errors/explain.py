"""From what a person pasted (`postroom errors explain`) to a signal, and from a fault to what the command prints. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Fault, Protocol, Signal, Stage


def signal_from_text(
    protocol: Protocol,
    stage: Stage,
    text: str,
    *,
    http_status: int | None = None,
    headers: Mapping[str, str] | None = None,
    exception: str | None = None,
) -> Signal:
    """Take the server's words apart as the adapters would (status word, response code, text)."""
    raise NotImplementedError


def verdict(fault: Fault) -> dict[str, object]:
    """INTERFACE.md's `errors explain` object."""
    raise NotImplementedError
