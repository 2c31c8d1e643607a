"""Charts as SVG, made here: axes with few ticks, colours by class, numbers as words for who can't see them. Pure.

Where nothing was measured there is a gap, never a line drawn through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from markupsafe import Markup

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 60, 8, 14, 34  # a phone's letters are twice as large, to be read when all is made small
TICKS = 5  # of the scale above 0, at most
TIMES = 7  # under it, at most
ROOM = 38  # that the last of them needs
STEPS = (1, 2, 5)
CLOCK = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Series:
    """name: the class series-<name> colours it. values: one for each moment of the chart, and beside them."""

    name: str
    label: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    """unit: of its values, in words. stacked: areas on top of each other; else each is a line of its own. gap: moments
    further apart than this are not joined. current: the last values are those of now."""

    title: str
    unit: str
    since: datetime
    until: datetime
    moments: Sequence[datetime]
    series: Sequence[Series]
    gap: timedelta
    stacked: bool = False
    current: bool = True


def svg(chart: Chart, zone: ZoneInfo) -> Markup:
    scale = _scale(_highest(chart))
    parts = [*_axis(scale), *_times(chart, zone), *_drawn(chart, scale[-1])]
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d"><title id="{}-t">{}</title>'
        '<desc id="{}-d">{}</desc>{}</svg>'
    ).format(
        WIDTH, HEIGHT, *([_id(chart)] * 3), chart.title, _id(chart), newest(chart), Markup("").join(parts)
    )  # fmt: skip


def newest(chart: Chart) -> str:
    """The last numbers, in words; those of before as such."""
    told = ", ".join(f"{one.label} {number(one.values[-1])}" for one in chart.series if one.values)
    when = "Now" if chart.current else "When it was last measured"
    return f"{when} ({chart.unit}): {told}." if told else "Nothing was measured yet."


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def _short(value: float) -> str:
    """For a scale: 1.5k for 1,500."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= unit:
            return f"{value / unit:g}{letter}"
    return number(value)


def _id(chart: Chart) -> str:
    return "chart-" + "-".join(word for word in chart.title.lower().split() if word.isalnum())


# -- the frame -----------------------------------------------------------------------------------------------------


def _highest(chart: Chart) -> float:
    if not chart.moments:
        return 1.0
    if chart.stacked:
        return max(sum(one.values[place] for one in chart.series) for place in range(len(chart.moments)))
    return max((max(one.values) for one in chart.series), default=1.0)


def _scale(highest: float) -> list[float]:
    """From 0 to the first round step that is at least the highest."""
    power = 1.0
    while True:
        for step in STEPS:
            many = max(1, ceil(highest / (step * power)))
            if many <= TICKS:
                return [place * step * power for place in range(many + 1)]
        power *= 10


def _axis(scale: Sequence[float]) -> Iterable[Markup]:
    for value in scale:
        y = _y(value, scale[-1])
        yield Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(LEFT, WIDTH - RIGHT, y, y)
        yield Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(
            LEFT - 6, round(y + 4, 1), _short(value)
        )


def _times(chart: Chart, zone: ZoneInfo) -> Iterable[Markup]:
    foot = HEIGHT - BOTTOM
    for at in _round_times(chart, zone):
        x = _x(at, chart)
        local = at.astimezone(zone)
        words = f"{local:%-d %b}" if local.time() == time() else f"{local:%H:%M}"
        yield Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(x, x, foot, foot + 4)
        if x <= WIDTH - ROOM:
            yield Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(x, HEIGHT - 6, words)


def _round_times(chart: Chart, zone: ZoneInfo) -> Iterable[datetime]:
    """As a clock on the reader's wall shows them: counted from midnight, whatever summer time does in between."""
    step = next((one for one in CLOCK if (chart.until - chart.since) / one <= TIMES), CLOCK[-1])
    shown = datetime.combine(chart.since.astimezone(zone).date(), time())
    while (at := shown.replace(tzinfo=zone).astimezone(UTC)) <= chart.until:
        if at >= chart.since:
            yield at
        shown += step


# -- what is drawn -------------------------------------------------------------------------------------------------


def _drawn(chart: Chart, highest: float) -> Iterable[Markup]:
    below = [0.0] * len(chart.moments)
    for one in chart.series:
        if not any(one.values):
            continue
        top = [low + value for low, value in zip(below, one.values, strict=True)] if chart.stacked else one.values
        yield from _areas(chart, one, below, top, highest) if chart.stacked else _lines(chart, one, highest)
        below = list(top) if chart.stacked else below


def _areas(chart: Chart, one: Series, below: Sequence[float], top: Sequence[float], highest: float) -> Iterable[Markup]:
    for run in _runs(chart):
        there = [_point(chart, place, top[place], highest) for place in run]
        back = [_point(chart, place, below[place], highest) for place in reversed(run)]
        yield Markup('<polygon class="area series-{}" points="{}"/>').format(one.name, " ".join([*there, *back]))


def _lines(chart: Chart, one: Series, highest: float) -> Iterable[Markup]:
    for run in _runs(chart):
        points = " ".join(_point(chart, place, one.values[place], highest) for place in run)
        yield Markup('<polyline class="line series-{}" points="{}"/>').format(one.name, points)


def _runs(chart: Chart) -> Iterable[Sequence[int]]:
    """Places of moments without a gap between them; a lonely one is drawn twice, so that it is seen at all."""
    run: list[int] = []
    for place, at in enumerate(chart.moments):
        if run and at - chart.moments[place - 1] > chart.gap:
            yield _seen(run)
            run = []
        run.append(place)
    if run:
        yield _seen(run)


def _seen(run: list[int]) -> Sequence[int]:
    return run if len(run) > 1 else [run[0], run[0]]


def _point(chart: Chart, place: int, value: float, highest: float) -> str:
    return f"{_x(chart.moments[place], chart)},{_y(value, highest)}"


def _x(at: datetime, chart: Chart) -> float:
    share = (at - chart.since) / (chart.until - chart.since)
    return round(LEFT + min(1.0, max(0.0, share)) * (WIDTH - LEFT - RIGHT), 1)


def _y(value: float, highest: float) -> float:
    return round(HEIGHT - BOTTOM - value / highest * (HEIGHT - TOP - BOTTOM), 1)


# -- the numbers ---------------------------------------------------------------------------------------------------

ROWS = 12


def rows(chart: Chart) -> list[tuple[datetime, list[str]]]:
    """At most so many moments, evenly chosen, the newest among them."""
    every = max(1, -(-len(chart.moments) // ROWS))
    places = range(len(chart.moments) - 1, -1, -every)
    return [(chart.moments[place], [number(one.values[place]) for one in chart.series]) for place in places]
