"""The line is slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Slow:
    """The client sees right answers that trickle in, from here to the end of the trouble or of the connection."""

    STAGES: ClassVar = ("fetch", "greeting", *(stage for stage in COMMANDS if stage != "fetch"))

    bytes_per_second: int = 1000

    async def strike(self, scene: Scene) -> Outcome:
        async def pace(octets: int) -> bool:
            sent = scene.clock.now() + octets / max(self.bytes_per_second, 1)
            await scene.wait(sent if scene.until is None else min(sent, scene.until))
            return scene.until is None or scene.clock.now() < scene.until

        scene.wire.pace = pace
        return Outcome.GO_ON
