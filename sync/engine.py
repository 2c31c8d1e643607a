"""Syncing one mailbox's incoming mail: plan from what the server and the ledger say, then act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from errors.model import Signal

from .ports import Ledger, MailSource


@dataclass(frozen=True, slots=True)
class Options:
    """How to sync. max_message_size in octets. max_new and deadline: a mailbox with more new messages, or not done by
    then, leaves off at a whole place (Outcome.left_over). careful: one message at a time, each noted in the ledger
    before it is touched. skip: messages ("folder uid") to be set aside unfetched, with the signal that says why."""

    since: date | None = None
    max_message_size: int = 50 * 1024 * 1024
    newest_first: int = 500
    max_new: int | None = None
    deadline: timedelta | None = None
    careful: bool = False
    skip: Mapping[str, Signal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. left_over: there is more to do, now."""

    new_emails: int = 0
    set_aside: int = 0
    left_over: bool = False


async def sync_mailbox(source: MailSource, ledger: Ledger, folders: Sequence[str], options: Options) -> Outcome:
    """Bring these folders ("all": every one) in step. Raises Trouble, and what the ledger raises."""
    raise NotImplementedError
