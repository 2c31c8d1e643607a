"""Somebody else deleted the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class Vanish:
    """The client sees no answer for a message that a search had named a moment ago: it was expunged meanwhile."""

    STAGES: ClassVar = ("fetch",)

    async def strike(self, scene: Scene) -> Outcome:
        if scene.vanish is not None:
            scene.vanish()
        return Outcome.PASSED_OVER
