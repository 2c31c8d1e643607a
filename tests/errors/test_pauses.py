"""The arithmetic of waiting."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.pauses import doubled, prolonged, spread

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        pytest.param(-1, 1, id="never less than the base"),
        pytest.param(0, 1, id="not yet"),
        pytest.param(5, 32, id="five times"),
        pytest.param(12, 3600, id="capped"),
        pytest.param(10**9, 3600, id="without overflow"),
    ],
)
def test_a_pause_doubles_up_to_its_cap(times, seconds):
    assert doubled(SECOND, times, HOUR) == timedelta(seconds=seconds)


def test_a_base_above_the_cap_is_capped():
    assert doubled(2 * HOUR, 0, HOUR) == HOUR


def test_a_spread_pause_is_in_the_upper_half():
    assert (spread(HOUR, 0.0), spread(HOUR, 0.5)) == (HOUR / 2, HOUR * 0.75)


def test_a_told_pause_is_never_shortened():
    assert (prolonged(HOUR, 0.0), prolonged(HOUR, 0.5)) == (HOUR, HOUR * 1.05)
