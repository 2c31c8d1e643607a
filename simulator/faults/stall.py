"""The server takes its time, or never answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Stall:
    """The client sees silence for that many seconds (0: until the trouble is over, or for ever), then the answer."""

    STAGES: ClassVar = ("poll", "connect", "tls", "greeting", *COMMANDS)

    seconds: float = 0.0

    async def strike(self, scene: Scene) -> Outcome:
        await scene.wait(scene.clock.now() + self.seconds if self.seconds else scene.until)
        return Outcome.GO_ON
