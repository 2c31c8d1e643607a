"""A mailbox direction's states, and which event leads where. A missing pair is an illegal move, loudly.

The diagram in docs/states.md is printed from TABLE. No policy here: decide says which event happened.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """INTERFACE's words."""

    NONE = "none"  # the mailbox does not use this direction
    UNTESTED = "untested"
    ACTIVE = "active"
    RETRYING = "retrying"
    SUSPENDED = "suspended"
    HALTED = "halted"
    DISABLED = "disabled"


class Event(StrEnum):
    SUCCEEDED = "succeeded"  # an attempt, a probe or a test passed
    RETRIED = "retried"  # a running direction failed and will be tried again
    HALTED = "halted"
    SUSPENDED = "suspended"  # its profile went down
    RESUMED = "resumed"  # its profile came back
    TEST_FAILED = "test_failed"  # a test of a direction that was not running
    DISABLED = "disabled"
    REMOVED = "removed"  # the direction is no longer wanted
    ADDED = "added"


class IllegalMove(Exception):
    """This event cannot happen in this state."""


TABLE: dict[State, dict[Event, State]] = {}


def step(state: State, event: Event) -> State:
    """Where the event leads. Raises IllegalMove."""
    raise NotImplementedError
