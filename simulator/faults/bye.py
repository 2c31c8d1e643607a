"""The server says goodbye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Bye:
    """The client sees `* BYE [CODE] text` and the end of the stream; at the greeting, instead of it."""

    STAGES: ClassVar = ("poll", "greeting", *(stage for stage in COMMANDS if stage != "poll"))

    code: str = "UNAVAILABLE"
    text: str = "Down for maintenance, come back later"

    async def strike(self, scene: Scene) -> Outcome:
        await scene.bye(self.code, self.text)
