"""Messages made ready to be stored: whole ones with their headers read, and those that are set aside."""

from __future__ import annotations

from datetime import UTC, datetime

from errors.model import Protocol, Signal, Stage

from . import headers
from .ports import Arrival, Description, Fetched

UNFETCHABLE = "MessageUnfetchable"


def whole(fetched: Fetched, described: Description) -> Arrival:
    """size and date are the described ones: by them a message is known again after a UIDVALIDITY change."""
    read = headers.read(fetched.raw)
    if not described.size:  # the server could not say
        described = Description(fetched.uid, len(fetched.raw), fetched.received_at)
    return Arrival(
        uid=fetched.uid,
        raw=fetched.raw,
        received_at=described.received_at,
        size=described.size,
        message_id=described.message_id or read.message_id,
        subject=read.subject,
        sender=read.sender,
        recipients=read.recipients,
    )


def set_aside(described: Description, why: Signal, raw: bytes = b"") -> Arrival:
    """raw: its header section, where that could be had."""
    read = headers.read(raw)
    return Arrival(
        uid=described.uid,
        raw=raw,
        received_at=described.received_at,
        size=described.size,
        message_id=described.message_id or read.message_id,
        subject=read.subject,
        sender=read.sender,
        recipients=read.recipients,
        set_aside=why,
    )


def too_large(protocol: Protocol, message: str, size: int, most: int) -> Signal:
    text = f"the message has {size} octets; at most {most} are taken"
    return _signal(protocol, "MessageTooLarge", text, message)


def never_sent(protocol: Protocol, message: str) -> Signal:
    return _signal(protocol, UNFETCHABLE, "the server lists the message and sends nothing for it", message)


def given_up(protocol: Protocol, message: str, tries: int) -> Signal:
    return _signal(protocol, UNFETCHABLE, f"the message could not be fetched in {tries} tries", message)


def _signal(protocol: Protocol, exception: str, text: str, message: str) -> Signal:
    now = datetime.now(UTC)
    return Signal(protocol, Stage.FETCH, text, exception=exception, message=message, observed_at=now)
