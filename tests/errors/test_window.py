"""How much of an answer is judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.window import HEAD, JOINT, TAIL, window


@pytest.mark.parametrize("length", [0, 1, HEAD, HEAD + TAIL])
def test_what_is_short_enough_is_judged_whole(length):
    text = "x" * length
    assert window(text) is text


def test_of_what_is_longer_the_beginning_and_the_end_are_judged():
    text = "a" * HEAD + "b" + "c" * TAIL
    assert window(text) == "a" * HEAD + JOINT + "c" * TAIL


@given(st.integers(0, 3 * (HEAD + TAIL)), st.text(min_size=1, max_size=9))
def test_a_window_is_bounded_and_a_window_of_it_is_the_same(length, piece):
    seen = window(piece * length)
    assert len(seen) <= HEAD + TAIL + len(JOINT)
    assert window(seen) == seen
    assert all(part in piece * length for part in seen.split(JOINT))
