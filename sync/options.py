"""How a mailbox is synced, what came of it, and the count that is kept meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from errors.model import Protocol, Signal

from .ports import Arrival


@dataclass(frozen=True, slots=True)
class Options:
    """How to sync. max_message_size in octets. max_new and deadline: a mailbox with more new messages, or not done by
    then, leaves off at a whole place (Outcome.left_over). careful: one message at a time, each noted in the ledger
    before it is touched. skip: messages ("folder uid") to be set aside unfetched, with the signal that says why.
    message_tries: of one message that can't be fetched, before it is set aside. protocol: whose words our own
    signals speak."""

    since: date | None = None
    max_message_size: int = 50 * 1024 * 1024
    newest_first: int = 500
    max_new: int | None = None
    deadline: timedelta | None = None
    careful: bool = False
    skip: Mapping[str, Signal] = field(default_factory=dict)
    message_tries: int = 3
    protocol: Protocol = Protocol.IMAP


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. left_over: there is more to do, now. refused: folders that the server lists and does not open,
    where "all" was asked for; those named one by one raise Trouble instead."""

    new_emails: int = 0
    set_aside: int = 0
    left_over: bool = False
    refused: Mapping[str, Signal] = field(default_factory=dict)


class Tally:
    """What one sync did so far, and whether it may go on."""

    def __init__(self, options: Options) -> None:
        self.new_emails = 0
        self.set_aside = 0
        self.left_over = False
        self.open_folder: str | None = None
        self._most = options.max_new
        self._end = None if options.deadline is None else _monotonic() + options.deadline.total_seconds()

    def count(self, new: int, arrivals: list[Arrival]) -> None:
        self.new_emails += new
        self.set_aside += sum(arrival.set_aside is not None for arrival in arrivals)

    def must_stop(self) -> bool:
        """Asked in front of work that is still to do: a yes says that it is left over."""
        spent = self._most is not None and self.new_emails >= self._most
        late = self._end is not None and _monotonic() >= self._end
        self.left_over = self.left_over or spent or late
        return self.left_over

    def room(self, most: int) -> int:
        """How many may be stored together."""
        return most if self._most is None else max(1, min(most, self._most - self.new_emails))


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
