"""The folder was restored from a backup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class UidValidityChange:
    """The client sees another UIDVALIDITY, and the same messages numbered anew from 1. Happens once in each mailbox
    unless times or every says otherwise."""

    STAGES: ClassVar = ("poll", "select")
    TIMES: ClassVar = 1

    async def strike(self, scene: Scene) -> Outcome:
        if scene.renumber is not None:
            scene.renumber()
        return Outcome.GO_ON
