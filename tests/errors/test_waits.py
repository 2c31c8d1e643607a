"""A wait as people read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.model import Kind
from errors.waits import length, wait


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        pytest.param(0.25, "0.25 s", id="less than a second"),
        pytest.param(92.415, "92.4 s", id="seconds"),
        pytest.param(119, "119 s", id="less than two minutes"),
        pytest.param(300, "5 min", id="minutes"),
        pytest.param(86400, "24 h", id="hours"),
        pytest.param(1_000_000, "11.6 days", id="days"),
        pytest.param(99_999_999, "1157 days", id="years"),
        pytest.param(0, "0 s", id="none at all"),
    ],
)
def test_a_length_of_time_is_told_in_a_unit_that_fits(seconds, told):
    assert length(timedelta(seconds=seconds)) == told


@pytest.mark.parametrize(
    ("asked", "kind", "told"),
    [
        pytest.param(None, Kind.THROTTLED, "the server names none", id="none"),
        pytest.param(timedelta(hours=1), Kind.SERVER_ERROR, "60 min, as the server asks", id="as long as is obeyed"),
        pytest.param(timedelta(hours=2), Kind.SERVER_ERROR, "asked for 2 h, kept to 60 min", id="longer"),
        pytest.param(timedelta(hours=2), Kind.QUOTA, "2 h, as the server asks", id="a limit is obeyed for longer"),
        pytest.param(timedelta(days=3), Kind.QUOTA, "asked for 3 days, kept to 24 h", id="not for ever"),
    ],
)
def test_a_wait_is_told_with_what_is_kept_to_of_it(asked, kind, told):
    assert wait(asked, kind) == told
