"""Octets that are no IMAP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.scene import COMMANDS, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Garbage:
    """The client sees that many octets of noise, one line of it, and the end of the stream."""

    STAGES: ClassVar = ("poll", "greeting", *(stage for stage in COMMANDS if stage != "poll"))

    octets: int = 200

    async def strike(self, scene: Scene) -> Outcome:
        noise = scene.dice.randbytes(self.octets).replace(b"\r", b"?").replace(b"\n", b"?")
        await scene.wire.send(b"\xff" + noise + b"\r\n")
        scene.close()
