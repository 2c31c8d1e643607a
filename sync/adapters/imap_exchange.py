"""One command under way on an IMAP connection: what was answered so far, and how it ended. No I/O of its own."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from aioimaplib.aioimaplib import Command

from sync.signals import ProtocolViolation, excerpt

from .imap_answers import Answer

MOST_HELD = 256 * 1024 * 1024  # octets of answers that wait to be taken
SMALL_LITERAL = 64 * 1024  # where no message is expected: names and the like

Allowance = Callable[[Answer, int], None]  # raises ProtocolViolation when this answer may not bring so large a literal


def small_literals(parts: Answer, size: int) -> None:
    if size > SMALL_LITERAL:
        raise ProtocolViolation(f"a literal of {size} octets where none was expected: {excerpt(parts[0])}")


class Goodbye(Exception):
    """The server said BYE; its words are the text, word for word."""


class Exchange(Command):  # type: ignore[misc]  # aioimaplib has no types
    """One command under way: its answers as they come in, and its end."""

    def __init__(self, name: str, tag: str, allow: Allowance, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name, tag, loop=loop)
        self.allow = allow
        self.answers: deque[Answer] = deque()
        self.continuations: deque[bytes] = deque()
        self.verdict: bytes | None = None  # "NO [CODE] text", without the tag
        self.failure: Exception | None = None
        self.held = 0
        self._waiter: asyncio.Future[None] | None = None

    @property
    def ended(self) -> bool:
        return self.verdict is not None or self.failure is not None

    def take(self, answer: Answer) -> None:
        self.answers.append(answer)
        self.held += sum(map(len, answer))
        if self.held > MOST_HELD:
            raise ProtocolViolation(f"more than {MOST_HELD} octets in answer to one {self.name}")
        self.wake()

    def finish(self, verdict: bytes) -> None:
        self.verdict = verdict
        self.wake()

    def fail(self, reason: Exception) -> None:
        if not self.ended:
            self.failure = reason
            self.wake()

    def wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def news(self) -> None:
        """Come back when something happened: an answer, a continuation, the end."""
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
