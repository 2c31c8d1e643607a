"""Charts as SVG: what is drawn where, what is told in words, and that nothing is drawn where nothing was measured."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from web.charts import HEIGHT, WIDTH, Chart, Series, newest, rows, svg

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")


def chart(*series: Series, at=(0, 1, 2), stacked=False, title="Polls and failures") -> Chart:
    moments = [NOON + minute * MINUTE for minute in at]
    return Chart(title, "per minute", NOON, NOON + 60 * MINUTE, moments, series, 3 * MINUTE, stacked=stacked)


def week_from(since: datetime) -> Chart:
    return Chart("A week", "polls", since, since + timedelta(days=7), [since], [Series("polls", "polls", [1])], MINUTE)


def times_of(drawn: str) -> list[str]:
    return re.findall(r'text-anchor="middle">([^<]*)<', drawn)


def points_of(drawn: str, name: str) -> list[list[tuple[float, float]]]:
    found = re.findall(rf'class="(?:line|area) series-{name}" points="([^"]*)"', drawn)
    return [[tuple(map(float, pair.split(","))) for pair in one.split()] for one in found]


def test_a_higher_value_is_drawn_higher():
    ((first, second, _),) = points_of(svg(chart(Series("polls", "polls", [1, 9, 4])), BERLIN), "polls")
    assert second[1] < first[1]
    assert second[0] > first[0]


def test_a_gap_is_not_drawn_over():
    drawn = svg(chart(Series("polls", "polls", [1, 1, 1, 1]), at=(0, 1, 30, 31)), BERLIN)
    assert len(points_of(drawn, "polls")) == 2


def test_stacked_areas_stand_on_each_other():
    drawn = svg(
        chart(Series("active", "active", [5, 5, 5]), Series("halted", "halted", [2, 2, 2]), stacked=True), BERLIN
    )
    (low,), (high,) = points_of(drawn, "active"), points_of(drawn, "halted")
    assert min(y for _, y in low) == max(y for _, y in high)


def test_what_was_never_there_is_not_drawn():
    assert points_of(svg(chart(Series("halted", "halted", [0, 0, 0])), BERLIN), "halted") == []


def test_times_are_in_the_readers_zone():
    assert times_of(svg(chart(Series("polls", "polls", [1, 1, 1])), BERLIN))[:2] == ["13:00", "13:10"]
    assert times_of(svg(chart(Series("polls", "polls", [1, 1, 1])), KATHMANDU))[:2] == ["17:50", "18:00"]


def test_days_are_told_where_hours_would_say_nothing():
    assert times_of(svg(week_from(NOON), BERLIN))[:2] == ["25 Nov", "26 Nov"]


def test_each_day_is_told_once_when_summer_time_ends():
    told = times_of(svg(week_from(datetime(2026, 10, 22, 12, tzinfo=UTC)), BERLIN))
    assert told == ["23 Oct", "24 Oct", "25 Oct", "26 Oct", "27 Oct", "28 Oct", "29 Oct"]


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        pytest.param(0, ["0", "1"], id="nothing"),
        pytest.param(0.4, ["0", "1"], id="next to nothing"),
        pytest.param(4, ["0", "1", "2", "3", "4"], id="the top itself"),
        pytest.param(6, ["0", "2", "4", "6"], id="a little more"),
        pytest.param(2_001, ["0", "500", "1k", "1.5k", "2k", "2.5k"], id="one more than a round number"),
        pytest.param(9_999, ["0", "2k", "4k", "6k", "8k", "10k"], id="thousands"),
    ],
)
def test_the_scale_goes_in_round_steps_and_no_further_than_it_must(highest, steps):
    ticks = re.findall(r'text-anchor="end">([^<]*)<', svg(chart(Series("polls", "polls", [0, highest, 0])), BERLIN))
    assert ticks == steps


def test_nothing_measured_is_a_chart_all_the_same():
    empty = chart(Series("polls", "polls", []), at=())
    assert "<svg" in svg(empty, BERLIN)
    assert newest(empty) == "Nothing was measured yet."


def test_the_newest_numbers_are_told_in_words():
    drawn = svg(chart(Series("polls", "polls", [1, 1, 1234]), Series("failures", "failures", [0, 0, 2.5])), BERLIN)
    assert '<desc id="chart-polls-and-failures-d">Now (per minute): polls 1,234, failures 2.5.</desc>' in drawn
    assert 'role="img" aria-labelledby="chart-polls-and-failures-t chart-polls-and-failures-d"' in drawn


def test_old_numbers_are_not_told_as_those_of_now():
    old = replace(chart(Series("polls", "polls", [1, 1, 7])), current=False)
    assert newest(old) == "When it was last measured (per minute): polls 7."


def test_words_are_text_and_styles_are_classes():
    drawn = svg(chart(Series("polls", "<b>", [1, 1, 1]), title="<script>"), BERLIN)
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "style=" not in drawn


def test_everything_is_drawn_within_the_picture():
    drawn = svg(chart(Series("polls", "polls", [0, 5000, 17]), at=(-10, 30, 99)), BERLIN)
    for run in points_of(drawn, "polls"):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in run)


def test_the_numbers_are_few_and_the_newest_come_first():
    many = chart(Series("polls", "polls", list(range(120))), at=range(120))
    told = rows(many)
    assert len(told) <= 12
    assert told[0] == (NOON + 119 * MINUTE, ["119"])
