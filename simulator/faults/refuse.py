"""Nobody listens, as when a server is down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class Refuse:
    """The client sees `connection refused`: for the time of the trouble the profile's ports do not listen. Sessions
    that were open are reset when it begins, unless cut_sessions is false. With times, every or chance the ports stay
    open, and the unlucky connections are reset as soon as they are accepted."""

    STAGES: ClassVar = ("connect",)

    cut_sessions: bool = True

    async def strike(self, scene: Scene) -> Outcome:
        scene.reset()
