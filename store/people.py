"""People: from the first mention, by address; roles follow from what they own."""

from __future__ import annotations

from collections.abc import Sequence

from .records import Person
from .session import Tx


async def mention(tx: Tx, address: str) -> Person:
    """The person of this address (compared case-insensitively), made if need be."""
    raise NotImplementedError


async def find(tx: Tx, address: str) -> Person | None: ...


async def set_administrator(tx: Tx, address: str, administrator: bool) -> Person: ...


async def listing(tx: Tx) -> Sequence[Person]: ...
