"""The edge: foreign exceptions become Trouble here and nowhere else, with their stage, class and words.

Nothing here names a fault or decides anything, and no secret comes this far: callers hand over no command texts.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

from errors.model import Protocol, Signal, Stage

from .ports import Trouble

# UnicodeError: a host name that IDNA cannot encode. TimeoutError, gaierror, SSLError and ConnectionError are OSErrors.
NETWORK_EXCEPTIONS = (OSError, EOFError, ssl.SSLError, UnicodeError)

LONGEST_EXCERPT = 200  # characters of a stranger's bytes that are worth showing


class ProtocolViolation(Exception):
    """The peer said what its protocol does not allow, or more than we accept. The text says what, for people."""


class ConnectionClosed(EOFError):
    """The peer closed the connection without a word."""

    def __init__(self) -> None:
        super().__init__("the server closed the connection")


@contextmanager
def witness(protocol: Protocol, stage: Stage, message: str | None = None) -> Iterator[None]:
    """Turn what the network or a protocol library raises inside into Trouble with a signal of this stage.

    What the network did is told as Protocol.NETWORK; a violation as `protocol`'s. Trouble and CancelledError pass.
    message: which email it is about ("folder uid"), where it is about one.
    """
    try:
        yield
    except NETWORK_EXCEPTIONS as seen:
        raise Trouble(network_signal(stage, seen, message)) from seen
    except ProtocolViolation as seen:
        raise Trouble(violation_signal(protocol, stage, seen, message)) from seen


@asynccontextmanager
async def within(stage: Stage, limit: timedelta, waiting_for: str) -> AsyncIterator[None]:
    """A deadline for what is awaited inside; Trouble with what was waited for when it passes."""
    clock = asyncio.timeout(limit.total_seconds())
    try:
        async with clock:
            yield
    except TimeoutError as seen:
        if not clock.expired():
            raise
        raise Trouble(timeout_signal(stage, limit, waiting_for)) from seen


def network_signal(stage: Stage, seen: BaseException, message: str | None = None) -> Signal:
    """What the network did, in the exception's own words."""
    name = type(seen).__name__
    return Signal(Protocol.NETWORK, stage, str(seen) or name, exception=name, message=message, observed_at=_now())


def timeout_signal(stage: Stage, limit: timedelta, waiting_for: str, message: str | None = None) -> Signal:
    """Nothing came in time."""
    text = f"timed out: no {waiting_for} within {limit.total_seconds():g} s"
    return Signal(Protocol.NETWORK, stage, text, exception="TimeoutError", message=message, observed_at=_now())


def violation_signal(protocol: Protocol, stage: Stage, seen: Exception, message: str | None = None) -> Signal:
    """The peer broke its protocol; the exception's text says how."""
    name = type(seen).__name__
    return Signal(protocol, stage, str(seen), exception=name, message=message, observed_at=_now())


def excerpt(raw: bytes) -> str:
    """The beginning of a stranger's bytes, made safe to show."""
    text = raw[:LONGEST_EXCERPT].decode("utf-8", "backslashreplace")
    shown = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return shown + ("..." if len(raw) > LONGEST_EXCERPT else "")


def _now() -> datetime:
    return datetime.now(UTC)
