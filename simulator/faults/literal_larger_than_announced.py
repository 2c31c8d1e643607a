"""A message is larger than the server had said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.message import Content
from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class LiteralLargerThanAnnounced:
    """The client sees a literal of that many octets, whatever RFC822.SIZE had told it, and the octets as fast as it
    takes them."""

    STAGES: ClassVar = ("fetch",)

    octets: int = 100 * 1024 * 1024

    async def strike(self, scene: Scene) -> Outcome:
        if scene.literal is None:
            return Outcome.GO_ON
        raw = scene.literal.content.raw
        larger = Content(raw, max(0, self.octets - len(raw)))
        await scene.wire.send(scene.literal.head + b"{%d}\r\n" % larger.size)
        for piece in larger.chunks():
            await scene.wire.send(piece)
        await scene.wire.send(b")\r\n")
        return Outcome.PASSED_OVER
