"""The server hangs up without a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Close:
    """The client sees the end of the stream (a FIN) instead of an answer."""

    STAGES: ClassVar = ("poll", "connect", "tls", "greeting", *COMMANDS)

    async def strike(self, scene: Scene) -> Outcome:
        scene.close()
