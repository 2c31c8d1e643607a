"""The connection breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Reset:
    """The client sees `connection reset by peer` (a RST) instead of an answer; at a fetch, halfway into a message."""

    STAGES: ClassVar = ("poll", "connect", "tls", "greeting", *COMMANDS)

    async def strike(self, scene: Scene) -> Outcome:
        if scene.literal is not None:
            await scene.send_half(scene.literal)
        scene.reset()
