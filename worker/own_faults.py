"""Faults of our own as signals, so that they take the same road as a server's: named, decided, never counted."""

from __future__ import annotations

import traceback
from datetime import datetime

from errors.catalogue import CATALOGUE
from errors.model import Level, Nature, Protocol, Severity, Signal, Stage
from errors.render import headline, remedy, safe
from store import alerts
from store.faults import StoreError
from store.records import Raised
from store.session import Tx

STORE_UNAVAILABLE = "OWN-901"
BLAMED = {"MSG-203": "LiteralTooLarge", "BUG-902": "Bug"}  # by what such a signal is recognised again


def store_signal(protocol: Protocol, error: StoreError) -> Signal:
    """The store could not be read or written."""
    return Signal(protocol, Stage.STORE, text=str(error), exception=type(error).__name__)


def bug_signal(protocol: Protocol, stage: Stage, error: Exception, message: str | None = None) -> Signal:
    """An exception that nobody foresaw (over this message, where it was alone at work). Its text may hold anything, so
    only its class and place are kept."""
    text = f"unforeseen {type(error).__name__}{_place(error)}"
    return Signal(protocol, stage, text=text, exception="Bug", message=message)


def death_signal(protocol: Protocol, message: str | None) -> Signal:
    """Workers died while they held this mailbox (or, where message says which, this message)."""
    return Signal(protocol, Stage.PARSE if message else Stage.POLL, exception="WorkerDied", message=message)


def blamed_signal(protocol: Protocol, message: str, code: str | None) -> Signal:
    """This message stopped a sync with this code; it is set aside untouched."""
    exception = BLAMED.get(code or "", "MessageUnfetchable")
    return Signal(protocol, Stage.FETCH, "it stopped the sync", exception=exception, message=message)


def no_credentials_signal(protocol: Protocol) -> Signal:
    """There is nothing to sign in with."""
    return Signal(protocol, Stage.AUTH, text="no password is stored", exception="NoCredentials")


async def note_outage_of_the_store(tx: Tx, error: StoreError, since: datetime) -> None:
    """The store can be written again: one alert tells the administrator that it could not."""
    entry = CATALOGUE[STORE_UNAVAILABLE]
    names = {"host": "the database", "mailbox": "", "profile": ""}
    await alerts.raise_(
        tx,
        Raised(
            code=entry.code,
            nature=Nature.TRANSIENT,
            severity=Severity.WARNING,
            level=Level.SYSTEM,
            object_kind="system",
            object_id=0,
            direction=None,
            who_acts=entry.who_acts,
            headline=headline(entry, **names),
            remedy=remedy(entry, **names),
            at=tx.now,
            evidence={
                "at": since.isoformat(),
                "stage": Stage.STORE.value,
                "response": safe(str(error)),
                "code": entry.code,
                "next_attempt_at": None,
                "until": tx.now.isoformat(),
            },
        ),
    )


def whereabouts(error: BaseException) -> list[str]:
    """The way to it, for the log, without its text: that may quote a password or a message."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def _place(error: Exception) -> str:
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f" in {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
