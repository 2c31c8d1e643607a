"""A message that is far too large."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import ClassVar

from simulator.message import Content


@dataclass(frozen=True, slots=True)
class GiantMessage:
    """The client sees a message of so many octets, announced truly and streamed when asked for."""

    STAGES: ClassVar = ("arrival",)

    size: int = 80 * 1024 * 1024

    def shape(self, content: Content, chance: random.Random) -> Content:  # noqa: ARG002 every blemish is given dice
        return Content(content.raw, max(0, self.size - len(content.raw)))
