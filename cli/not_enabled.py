"""What the command line says of mailboxes that were never enabled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from errors.machine import State
from web.walls import in_words

if TYPE_CHECKING:
    from store.records import Mailbox

NEXT = "postroom mailbox test ADDRESS"


def failed(boxes: Iterable[Mailbox]) -> list[str]:
    """The addresses of those that were tested, failed, and were never enabled."""
    from store.records import Tested

    return [
        box.address
        for box in boxes
        if any(row.state is State.UNTESTED and row.test is Tested.FAILURE for row in (box.incoming, box.outgoing))
    ]


def untested(boxes: Iterable[Mailbox]) -> list[str]:
    """The addresses of those whose mail is to be received, and was never."""
    return [box.address for box in boxes if box.incoming.state is State.UNTESTED]


def next_step(address: str, state: State | None) -> str | None:
    """The command that gets a mailbox going that nothing tries by itself; None where something does."""
    verbs = {State.UNTESTED: "test", State.HALTED: "enable", State.DISABLED: "enable"}
    return f"postroom mailbox {verbs[state]} {address}" if state in verbs else None


def told(addresses: Sequence[str]) -> str:
    """Of one or several, with what to do."""
    command = NEXT.replace("ADDRESS", addresses[0]) if len(addresses) == 1 else NEXT
    return f"not enabled yet: {in_words(addresses)}; next: {command}"
