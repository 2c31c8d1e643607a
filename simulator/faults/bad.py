"""The server answers BAD, with a response code of RFC 5530 or without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Bad:
    """The client sees `tag BAD [CODE] text` instead of what it asked for."""

    STAGES: ClassVar = ("poll", *(stage for stage in COMMANDS if stage != "poll"))

    code: str = ""
    text: str = "Command not understood"

    async def strike(self, scene: Scene) -> Outcome:
        await scene.answer("BAD", self.code, self.text)
        return Outcome.ANSWERED
