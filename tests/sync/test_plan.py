"""Planning is pure: what is idle, what is due, how work is cut, how far a cursor may go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import plan
from sync.ports import Cursor, Description, FolderStatus, Stuck

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
CURSOR = Cursor(7, 1, 9, 5)
UIDS = st.sets(st.integers(1, 5000), min_size=1, max_size=300).map(sorted)


@pytest.mark.parametrize(
    ("status", "cursor", "idle"),
    [
        pytest.param(FolderStatus(7, 10, 5), CURSOR, True, id="nothing new"),
        pytest.param(FolderStatus(7, 11, 6), CURSOR, False, id="new mail"),
        pytest.param(FolderStatus(7, 11, 5), CURSOR, False, id="one came, one went"),
        pytest.param(FolderStatus(7, 10, 4), CURSOR, False, id="one went"),
        pytest.param(FolderStatus(8, 10, 5), CURSOR, False, id="numbered anew"),
        pytest.param(FolderStatus(7, None, 5), CURSOR, False, id="the server does not say"),
        pytest.param(FolderStatus(7, 10, 5), Cursor(7, 3, 9, 5), False, id="older mail to come"),
        pytest.param(FolderStatus(7, 10, 5), Cursor(7, 1, 9, None), False, id="never counted"),
        pytest.param(FolderStatus(7, 1, 0), None, False, id="never seen"),
    ],
)
def test_idle_is_only_what_is_wholly_in_step(status, cursor, idle):
    assert plan.is_idle(status, cursor) is idle


def test_a_stuck_message_is_due_by_its_time_or_by_its_tries():
    now, later = Stuck(1, 1, NOON), Stuck(2, 2, NOON + timedelta(seconds=1))
    spent = Stuck(3, 3, NOON + timedelta(hours=1))
    assert plan.due([now, later, spent], NOON, 3) == [now, spent]


@given(UIDS, st.booleans(), st.integers(1, 100))
def test_chunks_leave_nothing_out(uids, downward, size):
    cut = list(plan.chunks(uids, downward, size))
    assert [uid for chunk in (reversed(cut) if downward else cut) for uid in chunk] == uids
    assert all(0 < len(chunk) <= size for chunk in cut)


@given(UIDS, st.booleans(), st.integers(1, 100), st.integers(0, 2 * plan.MOST_OCTETS))
def test_segments_are_bounded_and_leave_nothing_out(uids, downward, most, size):
    cut = list(plan.segments(uids, dict.fromkeys(uids, size), downward, most))
    assert [uid for piece in (reversed(cut) if downward else cut) for uid in piece] == uids
    assert all(len(piece) <= most and (len(piece) * size <= plan.MOST_OCTETS or len(piece) == 1) for piece in cut)


@given(UIDS, st.data(), st.booleans())
def test_a_cursor_passes_no_message_that_is_not_dealt_with(uids, data, downward):
    handled = data.draw(st.sets(st.sampled_from(uids)))
    passed = plan.covered(uids, handled, downward)
    assert set(passed) <= handled
    if downward:
        after = plan.grown_down(Cursor(7, uids[-1] + 1, uids[-1], 9), passed, lowest=uids[0])
        assert all(uid in handled for uid in uids if uid >= after.low)
        assert (after.low == 1) == (handled == set(uids))
    else:
        after = plan.grown_up(Cursor(7, 1, uids[0] - 1, 9), passed)
        assert all(uid in handled for uid in uids if uid <= after.high)
        assert after.messages == 9 + len(passed)


@pytest.mark.parametrize(
    ("received_at", "older"),
    [
        pytest.param(datetime(2026, 6, 1, tzinfo=UTC), False, id="that day"),
        pytest.param(datetime(2026, 5, 31, 11, tzinfo=UTC), False, id="that day, far in the east"),
        pytest.param(datetime(2026, 5, 31, 9, tzinfo=UTC), True, id="that day nowhere"),
    ],
)
def test_older_is_what_came_before_that_day_in_any_zone(received_at, older):
    assert plan.is_older(Description(1, 10, received_at), date(2026, 6, 1)) is older
    assert not plan.is_older(Description(1, 10, received_at), None)
