"""How a mailbox direction stands, in words that its owner understands, and what to do about it first. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from errors.catalogue import CATALOGUE
from errors.machine import State
from errors.model import Direction, Policy
from store.records import DirectionRow, Mailbox

from .mending import BY_NEW_CREDENTIALS

SENDS = False  # this version sends no mail yet

WORDS: Mapping[State, str] = {
    State.NONE: "Not used",
    State.UNTESTED: "Not tested yet",
    State.ACTIVE: "Works",
    State.RETRYING: "Trying again by itself",
    State.SUSPENDED: "Waiting for the mail server",
    State.HALTED: "Stopped: somebody must act",
    State.DISABLED: "Switched off",
}
MEANS: Mapping[State, str] = {
    State.NONE: "This mailbox was added without it.",
    State.UNTESTED: "Nothing happens until a test has passed.",
    State.ACTIVE: "New mail is fetched as it comes.",
    State.RETRYING: "The last try failed. Nobody has to do anything yet.",
    State.SUSPENDED: "The server is in trouble with all of its mailboxes. This one goes on by itself when the server "
    "is well again; none of its attempts are used up meanwhile.",
    State.HALTED: "It is not tried any more until somebody has acted. Mail waits on the server, none is lost.",
    State.DISABLED: "Somebody switched it off. A passing test switches it on again.",
}
GIVEN_UP = "It was tried as often as its profile allows, and did not work. Mail waits on the server, none is lost."
NOT_IN_USE = "Not in use yet"
NOT_SENDING = "This version of Postroom sends no mail yet: there is nothing to test or to switch on here."


class Act(StrEnum):
    """The one thing that matters first."""

    PASSWORD = "password"  # noqa: S105 (a thing to do, not a secret)
    TEST = "test"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Budget:
    """Attempts that count before a direction is stopped."""

    used: int
    limit: int

    @property
    def left(self) -> int:
        return self.limit - self.used


@dataclass(frozen=True, slots=True)
class Standing:
    """budget: where attempts are being used up, or are. works: whether this version does something with it at all."""

    direction: Direction
    row: DirectionRow
    words: str
    means: str
    act: Act
    budget: Budget | None
    works: bool

    @property
    def testable(self) -> bool:
        return self.works and self.row.state is not State.NONE

    @property
    def runs(self) -> bool:
        """Whether it can be asked to look for mail now."""
        return self.works and self.row.state in (State.ACTIVE, State.RETRYING)

    @property
    def can_be_switched_off(self) -> bool:
        return self.works and self.row.state not in (State.NONE, State.DISABLED)


def of(box: Mailbox, direction: Direction, policy: Policy) -> Standing:
    row = box.incoming if direction is Direction.INCOMING else box.outgoing
    works = direction is Direction.INCOMING or SENDS
    unused = not works and row.state in (State.NONE, State.UNTESTED, State.DISABLED)
    means = NOT_SENDING if unused else GIVEN_UP if row.state is State.HALTED and row.halt_spent else MEANS[row.state]
    act = _act(box, row) if works else Act.NOTHING
    words = NOT_IN_USE if unused else WORDS[row.state]
    return Standing(direction, row, words, means, act, _budget(row, policy), works)


def _act(box: Mailbox, row: DirectionRow) -> Act:
    match row.state:
        case State.NONE | State.ACTIVE:
            return Act.NOTHING
        case State.RETRYING | State.SUSPENDED:
            return Act.WAIT
    entry = CATALOGUE.get(row.last_code or "")
    refused = row.state is State.HALTED and entry is not None and entry.kind in BY_NEW_CREDENTIALS
    return Act.PASSWORD if refused or not box.has_password else Act.TEST


def _budget(row: DirectionRow, policy: Policy) -> Budget | None:
    spending = row.state in (State.RETRYING, State.SUSPENDED) and row.streak > 0
    if not spending and not (row.state is State.HALTED and row.halt_spent):
        return None
    limit = max(1, policy.retry_limit)
    return Budget(min(row.counted, limit), limit)
