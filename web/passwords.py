"""Passwords: argon2id with the parameters of RFC 9106, off the event loop, few at a time. Keeps nothing, logs nothing.

Each takes 64 MiB while it is hashed: who floods the sign-in page waits, and fills no memory.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE = 2  # being hashed
MOST_WAITING = 32  # for their turn: some seconds' worth

T = TypeVar("T")


class TooBusy(Exception):
    """So many sign in at once that this one was not looked at."""


class Passwords:
    """One for the process. hasher: with other parameters than RFC 9106's second recommended option."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobodys: str | None = None

    async def hashed(self, password: str) -> str:
        """As it is kept. Raises TooBusy."""
        return await self._in_turn(lambda: self._hasher.hash(normal(password)))

    async def right(self, kept: str | None, password: str) -> bool:
        """Whether this is the password that was kept. None, for an account that has none: no, after as long.
        Raises TooBusy."""
        return await self._in_turn(lambda: self._verified(kept, normal(password)))

    def outdated(self, kept: str) -> bool:
        """Whether it was hashed with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise TooBusy
        self._waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        working = asyncio.ensure_future(asyncio.to_thread(work))
        working.add_done_callback(lambda _: self._turn.release())
        return await asyncio.shield(working)  # a thread can't be stopped: its turn ends when it does

    def _verified(self, kept: str | None, password: str) -> bool:
        nobodys = self._stand_in()
        try:
            return self._hasher.verify(kept or nobodys, password) and bool(kept)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _stand_in(self) -> str:
        """Of nobody, made once, with the parameters of all others."""
        if self._nobodys is None:
            self._nobodys = self._hasher.hash("nobody's")
        return self._nobodys


def normal(password: str) -> str:
    """One password, however a keyboard composes its letters (RFC 8265, section 4.2.2)."""
    return unicodedata.normalize("NFC", password)
