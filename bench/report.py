"""How figures are printed: both sides, the ratio, what was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """ours and theirs in the same unit, more is better; asked: the ratio that was asked for."""

    what: str
    unit: str
    ours: float
    theirs: float
    asked: float

    def __str__(self) -> str:
        ratio = self.ours / self.theirs
        verdict = "reached" if ratio >= self.asked else "NOT reached"
        return (
            f"{self.what}: ours {self.ours:,.0f} {self.unit}, mbsync {self.theirs:,.0f} {self.unit}, "
            f"ratio {ratio:.1f} (asked {self.asked:.0f}): {verdict}"
        )


@dataclass(frozen=True, slots=True)
class Latency:
    """seconds: the median; less is better."""

    what: str
    seconds: float
    asked: float

    def __str__(self) -> str:
        verdict = "reached" if self.seconds < self.asked else "NOT reached"
        return f"{self.what}: {self.seconds:.2f} s (asked under {self.asked} s): {verdict}"
