"""The server asks to be left alone for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Throttle:
    """The client sees its command refused with the time that it should stay away. In the text, {milliseconds} and
    {seconds} stand for what is left of that time; who asks again before it is over is refused again, and that counts
    as no new strike for times, every and chance."""

    STAGES: ClassVar = ("poll", *(stage for stage in COMMANDS if stage != "poll"))
    CHOICES: ClassVar = {"verdict": ("BAD", "NO")}

    seconds: float = 10.0
    verdict: str = "BAD"
    code: str = ""
    text: str = "Request is throttled. Suggested Backoff Time: {milliseconds} milliseconds"

    async def strike(self, scene: Scene) -> Outcome:
        now = scene.clock.now()
        if scene.memory.get("again", -1.0) <= now:
            scene.memory["again"] = now + self.seconds
        left = scene.memory["again"] - now
        text = self.text.replace("{milliseconds}", str(max(1, round(left * 1000))))
        await scene.answer(self.verdict, self.code, text.replace("{seconds}", str(max(1, round(left)))))
        return Outcome.ANSWERED
