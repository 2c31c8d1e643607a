"""A message is larger than the server had said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.message import BLOCK
from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class LiteralLargerThanAnnounced:
    """The client sees a literal that many times as large as the RFC822.SIZE that it had been told, and its octets as
    fast as it takes them."""

    STAGES: ClassVar = ("fetch",)

    times_larger: int = 100

    async def strike(self, scene: Scene) -> Outcome:
        if scene.literal is None:
            return Outcome.GO_ON
        content = scene.literal.content
        left = content.size * max(self.times_larger, 2)
        await scene.wire.send(scene.literal.head + b"{%d}\r\n" % left)
        while left > 0:
            piece = content.raw if left == content.size * max(self.times_larger, 2) else BLOCK
            await scene.wire.send(piece[:left])
            left -= len(piece)
        await scene.wire.send(b")\r\n")
        return Outcome.PASSED_OVER
