"""A message breaks off in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class TruncatedLiteral:
    """The client sees a literal announced, half of its octets, and the end of the stream."""

    STAGES: ClassVar = ("fetch",)

    async def strike(self, scene: Scene) -> Outcome:
        if scene.literal is not None:
            await scene.send_half(scene.literal)
        scene.close()
