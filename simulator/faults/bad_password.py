"""The password is wrong, even if it is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import Outcome, Scene


@dataclass(frozen=True, slots=True)
class BadPassword:
    """The client sees its sign-in refused, exactly as with a password that is really wrong."""

    STAGES: ClassVar = ("auth",)

    code: str = "AUTHENTICATIONFAILED"
    text: str = "Authentication failed."

    async def strike(self, scene: Scene) -> Outcome:
        await scene.answer("NO", self.code, self.text)
        return Outcome.ANSWERED
