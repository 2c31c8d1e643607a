"""Faults of our own as signals, so that they take the same road as a server's: named, decided, never counted."""

from __future__ import annotations

from errors.model import Protocol, Signal, Stage
from store.faults import StoreError


def store_signal(protocol: Protocol, error: StoreError) -> Signal:
    """The store could not be read or written."""
    return Signal(protocol, Stage.STORE, text=str(error), exception=type(error).__name__)


def bug_signal(protocol: Protocol, stage: Stage, error: Exception) -> Signal:
    """An exception that nobody foresaw. Its text may hold anything, so only its class and place are kept."""
    return Signal(protocol, stage, text=f"unforeseen {type(error).__name__}{_place(error)}", exception="Bug")


def death_signal(protocol: Protocol, message: str | None) -> Signal:
    """Workers died while they held this mailbox (or, where message says which, this message)."""
    return Signal(protocol, Stage.PARSE if message else Stage.POLL, exception="WorkerDied", message=message)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f" in {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
