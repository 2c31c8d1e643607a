"""How a secret's shape is written down, and what stands in its place. Pure; the shapes are in secret_*.py."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

HIDDEN = "(hidden)"

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """marks: one of them is there, whatever the case; "" where nothing tells beforehand."""

    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    instead: Callable[[Match], str]

    def hide(self, text: str) -> str:
        return self.pattern.sub(self.instead, text)
