"""How figures are printed: both sides, the ratio, what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


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


@dataclass(frozen=True, slots=True)
class Percentiles:
    """seconds: of each of many; the median is what was asked for, less is better."""

    what: str
    seconds: Sequence[float]
    asked: float

    def __str__(self) -> str:
        ordered = sorted(self.seconds)
        middle, late = median(ordered), ordered[int(len(ordered) * 0.99)]
        verdict = "reached" if middle < self.asked else "NOT reached"
        return (
            f"{self.what}: median {middle * 1e6:,.0f} us, p99 {late * 1e6:,.0f} us "
            f"(asked under {self.asked * 1e6:,.0f} us): {verdict}"
        )
