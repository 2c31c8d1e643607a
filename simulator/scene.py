"""What a fault sees of the moment it strikes, and all that it can do there."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, NoReturn, Protocol, runtime_checkable

from .clock import Clock
from .message import Content
from .wire import Gone, Wire

COMMANDS = ("auth", "list", "select", "poll", "search", "describe", "fetch", "idle", "append")
STAGES = ("connect", "tls", "greeting", *COMMANDS, "arrival")


class Outcome(Enum):
    """What a strike leaves for the server to do."""

    GO_ON = "as if nothing were"
    ANSWERED = "this was the command's answer"
    PASSED_OVER = "this message is dealt with, the command goes on"


@dataclass(frozen=True, slots=True)
class Literal:
    """A message about to be sent: what stands before its announcement ("* 3 FETCH (UID 3 BODY[] "), and its octets."""

    head: bytes
    content: Content


@dataclass(frozen=True, slots=True)
class Scene:
    """tag: of the command under way, "*" before there is one. until: when the trouble ends, None for never.
    vanish expunges the message that is about to be fetched; renumber gives the folder another UIDVALIDITY.
    memory is the trouble's own, for this target: what it put there last time."""

    wire: Wire
    clock: Clock
    dice: random.Random
    tag: bytes
    until: float | None
    expired: ssl.SSLContext
    memory: dict[str, float]
    literal: Literal | None = None
    vanish: Callable[[], None] | None = None
    renumber: Callable[[], None] | None = None

    async def answer(self, verdict: str, code: str, text: str) -> None:
        """`tag NO [CODE] text`; without a code no brackets."""
        await self.wire.send(self.tag + b" " + line(verdict, code, text))

    async def bye(self, code: str, text: str) -> NoReturn:
        await self.wire.send(b"* " + line("BYE", code, text))
        self.close()

    async def send_half(self, literal: Literal) -> None:
        """Announce all of it and send the first half."""
        size = literal.content.size
        await self.wire.send(literal.head + b"{%d}\r\n" % size)
        for piece in literal.content.chunks(0, size // 2):
            await self.wire.send(piece)

    def close(self) -> NoReturn:
        self.wire.close()
        raise Gone

    def reset(self) -> NoReturn:
        self.wire.abort()
        raise Gone

    async def wait(self, moment: float | None) -> None:
        """Until that moment of the clock, or for ever; Gone when the client leaves before."""
        if moment is None:
            await asyncio.shield(self.wire.over)
            raise Gone
        timer = asyncio.ensure_future(self.clock.until(moment))
        try:
            await asyncio.wait({timer, self.wire.over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
        if self.wire.over.done():
            raise Gone


def line(verdict: str, code: str, text: str) -> bytes:
    words = (verdict, f"[{code}]" if code else "", text)
    return " ".join(word for word in words if word).encode() + b"\r\n"


@runtime_checkable
class Fault(Protocol):
    """Something that goes wrong on the wire. STAGES: where it can, the first where the scenario names none."""

    STAGES: ClassVar[tuple[str, ...]]

    async def strike(self, scene: Scene) -> Outcome:
        """Do it. Raises Gone when it was the end of the connection."""


@runtime_checkable
class Blemish(Protocol):
    """Something that is wrong with a message from its birth."""

    STAGES: ClassVar[tuple[str, ...]]

    def shape(self, content: Content, chance: random.Random) -> Content:
        """The message as it is instead."""
