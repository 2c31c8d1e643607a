"""The server answers NO, with a response code of RFC 5530 or without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class No:
    """The client sees `tag NO [CODE] text` instead of what it asked for."""

    STAGES: ClassVar = ("poll", *(stage for stage in COMMANDS if stage != "poll"))

    code: str = ""
    text: str = "Not now"

    async def strike(self, scene: Scene) -> Outcome:
        await scene.answer("NO", self.code, self.text)
        return Outcome.ANSWERED
