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
    DOUBTED = "doubted"  # it was refused together with many others: its profile is down, it was not halted rightly
    TAKEN_BACK = "taken_back"  # today's rules would not have halted it: it is tried like any other
    TEST_FAILED = "test_failed"  # a test of a direction that was not running
    DISABLED = "disabled"
    REMOVED = "removed"  # the direction is no longer wanted
    ADDED = "added"


class IllegalMove(Exception):
    """This event cannot happen in this state."""


S, E = State, Event  # the table below is read as a table

TABLE: dict[State, dict[Event, State]] = {
    S.NONE: {E.ADDED: S.UNTESTED},
    S.UNTESTED: {
        E.SUCCEEDED: S.ACTIVE,
        E.TEST_FAILED: S.UNTESTED,
        E.DISABLED: S.DISABLED,
        E.REMOVED: S.NONE,
    },
    S.ACTIVE: {
        E.SUCCEEDED: S.ACTIVE,
        E.RETRIED: S.RETRYING,
        E.HALTED: S.HALTED,
        E.SUSPENDED: S.SUSPENDED,
        E.DISABLED: S.DISABLED,
        E.REMOVED: S.NONE,
    },
    S.RETRYING: {
        E.SUCCEEDED: S.ACTIVE,
        E.RETRIED: S.RETRYING,
        E.HALTED: S.HALTED,
        E.SUSPENDED: S.SUSPENDED,
        E.DISABLED: S.DISABLED,
        E.REMOVED: S.NONE,
    },
    S.SUSPENDED: {
        E.SUCCEEDED: S.ACTIVE,
        E.RETRIED: S.RETRYING,  # a probe got beyond the profile's fault and met the mailbox's own
        E.HALTED: S.HALTED,
        E.SUSPENDED: S.SUSPENDED,
        E.RESUMED: S.ACTIVE,
        E.DISABLED: S.DISABLED,
        E.REMOVED: S.NONE,
    },
    S.HALTED: {
        E.SUCCEEDED: S.ACTIVE,
        E.HALTED: S.HALTED,
        E.TEST_FAILED: S.HALTED,
        E.DOUBTED: S.SUSPENDED,
        E.TAKEN_BACK: S.RETRYING,
        E.DISABLED: S.DISABLED,
        E.REMOVED: S.NONE,
    },
    S.DISABLED: {
        E.SUCCEEDED: S.ACTIVE,
        E.TEST_FAILED: S.DISABLED,
        E.DISABLED: S.DISABLED,
        E.REMOVED: S.NONE,
    },
}


def step(state: State, event: Event) -> State:
    """Where the event leads. Raises IllegalMove."""
    try:
        return TABLE[state][event]
    except KeyError:
        raise IllegalMove(f"a direction that is {state} cannot meet {event}") from None
