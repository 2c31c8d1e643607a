"""A profile's health from the votes of its mailboxes. Pure: votes and time are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .model import Fault, Health, Policy


@dataclass(frozen=True, slots=True)
class Vote:
    """A mailbox tried its server: shared_bad says that it met what any mailbox of the profile would have met."""

    mailbox_id: int
    at: datetime
    shared_bad: bool


def is_shared(fault: Fault) -> bool:
    """Whether any mailbox of the profile would have met this."""
    raise NotImplementedError


def judge(votes: Sequence[Vote], voters: int, first_bad_at: datetime | None, policy: Policy, now: datetime) -> Health:
    """HEALTHY, SUSPECT or DOWN. votes: oldest first; voters: mailboxes of the profile that are running;
    first_bad_at: when the first bad vote of this window was cast."""
    raise NotImplementedError


def probe_pause(failed: int, policy: Policy, dice: float) -> timedelta:
    """Before the next probe of a profile that is down, after that many failed ones; grows, never stops."""
    raise NotImplementedError


def profile_spent(down_since: datetime, policy: Policy, now: datetime) -> bool:
    """Whether the profile's own budget of failed probes is spent."""
    raise NotImplementedError
