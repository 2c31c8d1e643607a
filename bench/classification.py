"""How long one verdict takes: over the whole corpus by protocol, and for an answer of a megabyte."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from bench.report import Percentiles
from errors.classify import RULES, classify
from errors.model import Protocol, Signal, Stage
from tests.kit.corpus import ANSWERS, OURS, signal_of

ROUNDS = 5
MEGABYTE = 1_000_000
ASKED, ASKED_OF_A_MEGABYTE = 100e-6, 50e-3  # seconds


def classification() -> list[Percentiles]:
    """Each signal a few times, the fastest of them: what another process takes meanwhile is not ours."""
    signals = [signal_of(row) for row in [*ANSWERS, *OURS]]
    for seen in signals:
        classify(seen)
    by_protocol = [(str(protocol), [one for one in signals if one.protocol is protocol]) for protocol in Protocol]
    figures = [
        Percentiles(f"one verdict, {name}, {len(some)} answers", _each(some), ASKED) for name, some in by_protocol
    ]
    whole = Percentiles(f"one verdict, {len(signals)} answers, {len(RULES)} rules", _each(signals), ASKED)
    return [whole, *figures, Percentiles("one verdict of 1 MB", _each(_huge(signals)), ASKED_OF_A_MEGABYTE)]


def _huge(signals: Sequence[Signal]) -> list[Signal]:
    """Every tenth answer again and again, up to a megabyte."""
    return [
        Signal(seen.protocol, Stage.AUTH, seen.text * (MEGABYTE // len(seen.text)), status=seen.status)
        for seen in signals[::10]
        if seen.text
    ]


def _each(signals: Sequence[Signal]) -> list[float]:
    return [min(_seconds(seen) for _ in range(ROUNDS)) for seen in signals]


def _seconds(seen: Signal) -> float:
    began = perf_counter()
    classify(seen)
    return perf_counter() - began
