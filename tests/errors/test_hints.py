"""A server's own wait, from words and headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.hints import retry_after
from errors.model import Protocol, Signal, Stage

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def said(text="", **more):
    return Signal(Protocol.IMAP, Stage.POLL, text, **more)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92.415, id="Exchange"),
        pytest.param("NO [LIMIT] try again in 5 minutes", 300, id="minutes"),
        pytest.param("NO please wait 20 seconds", 20, id="wait"),
        pytest.param("NO retry after 30", 30, id="no unit means seconds"),
        pytest.param("NO retry in 90s", 90, id="s"),
        pytest.param("NO Try again in 2 hours.", 7200, id="hours"),
        pytest.param("NO try again in 1.5 hours", 5400, id="and a half"),
        pytest.param("NO wait for 1 day", 86400, id="a day"),
        pytest.param("Backoff: 300000 ms", 300, id="ms"),
    ],
)
def test_a_wait_is_read_in_its_unit(text, seconds):
    assert retry_after(said(text)) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        "NO Internal error. Try again later... (MARKER:74)",
        "NO Too many open connections (11 of 10 from client.example.net [192.0.2.7])",
        "timed out: no greeting within 30 s",
        "[Errno 111] Connect call failed ('127.0.0.1', 993)",
        "NO try again in a few minutes",
        "",
    ],
)
def test_other_numbers_are_no_wait(text):
    assert retry_after(said(text)) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "120"}, 120, id="seconds"),
        pytest.param(
            {"retry-after": "Tue, 24 Nov 2026 12:01:00 GMT", "date": "Tue, 24 Nov 2026 12:00:00 GMT"}, 60,
            id="a date, counted from Date",
        ),
        pytest.param({"Retry-After": "Tue, 24 Nov 2026 12:02:00 GMT"}, 120, id="a date, counted from when it was seen"),
        pytest.param({"Retry-After": "Tue, 24 Nov 2026 12:02:00 -0000"}, 120, id="a date without a zone is UTC"),
        pytest.param({"Retry-After": "soon"}, None, id="no date at all"),
        pytest.param({"Content-Type": "text/plain"}, None, id="no such header"),
    ],
)  # fmt: skip
def test_retry_after_is_read_as_rfc_9110_says(headers, seconds):
    told = retry_after(said("", headers=headers, observed_at=NOON))
    assert told == (timedelta(seconds=seconds) if seconds is not None else None)


def test_a_date_that_has_passed_asks_for_no_wait():
    headers = {"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT"}
    assert not retry_after(said("", headers=headers, observed_at=NOON))


@given(st.text(), st.text())
def test_no_text_is_too_strange_to_be_read(before, after):
    told = retry_after(said(f"{before} try again in 99999999999999999999 days {after}", headers={"Retry-After": after}))
    assert told is None or isinstance(told, timedelta)
