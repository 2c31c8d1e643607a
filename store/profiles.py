"""Email server profiles: settings, and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from errors.machine import State
from errors.model import Direction

from .records import Profile
from .session import Tx


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile as people see it: with its health by direction and its mailboxes by state (incoming direction)."""

    profile: Profile
    health: Mapping[Direction, str]
    next_probe_at: object | None  # datetime | None, the soonest of both directions
    mailboxes: Mapping[State, int]


async def add(tx: Tx, name: str, **settings: object) -> Profile:
    """settings: the fields of Profile (owner as an address), defaults where left out. Raises AlreadyThere."""
    raise NotImplementedError


async def change(tx: Tx, name: str, **settings: object) -> Profile:
    """Only the named fields; raises its version, makes suspended mailboxes due for a probe at once. NotThere."""
    raise NotImplementedError


async def get(tx: Tx, name: str) -> Profile:
    """By name. NotThere (the text names what is there)."""
    raise NotImplementedError


async def by_id(tx: Tx, profile_id: int) -> Profile | None: ...


async def listing(tx: Tx) -> Sequence[ProfileView]: ...


async def view(tx: Tx, name: str) -> ProfileView: ...


async def remove(tx: Tx, name: str) -> None:
    """Raises NotThere; InUse while it has mailboxes (the text says how many)."""
    raise NotImplementedError


async def count_voters(tx: Tx, profile_id: int, direction: Direction) -> int:
    """Mailbox directions that are active, retrying or suspended."""
    raise NotImplementedError
