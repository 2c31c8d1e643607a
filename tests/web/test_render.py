"""Times, lengths and words as pages show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from starlette.requests import Request

from web import back, moments
from web.render import breakable, many, page, ticks

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        pytest.param(NOW - timedelta(minutes=1), BERLIN, "13:29:00", id="a minute ago: to the second"),
        pytest.param(NOW - timedelta(hours=5), BERLIN, "08:30", id="today"),
        pytest.param(
            NOW - timedelta(hours=14), BERLIN, "yesterday 23:30", id="yesterday there, today in UTC-something"
        ),
        pytest.param(NOW + timedelta(hours=5), TOKYO, "tomorrow 02:30", id="tomorrow there, today in UTC"),
        pytest.param(datetime(2026, 1, 3, 4, 5, tzinfo=UTC), BERLIN, "3 Jan 05:05", id="this year"),
        pytest.param(datetime(2025, 7, 3, 4, 5, tzinfo=UTC), BERLIN, "3 Jul 2025 06:05", id="another year, in summer"),
    ],
)
def test_a_time_is_told_as_it_is_there(at, zone, expected):
    assert moments.clock(at, zone, NOW) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(-3, "just now", id="a moment ago"),
        pytest.param(-59, "59 s ago", id="under a minute"),
        pytest.param(-3 * 60 - 59, "3 min ago", id="rounded down"),
        pytest.param(-3600 * 23, "23 h ago", id="hours"),
        pytest.param(3, "now", id="any moment"),
        pytest.param(75, "in 1 min", id="to come"),
    ],
)
def test_what_is_near_is_told_as_seen_from_now(seconds, expected):
    assert moments.away(timedelta(seconds=seconds)) == expected


def test_what_is_a_day_away_is_told_as_a_time():
    assert ">yesterday 12:00<" in moments.told_from_now(NOW - timedelta(hours=24, minutes=30), ZoneInfo("UTC"), NOW)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(75, "in 1 min", id="to come"),
        pytest.param(3, "due now", id="any moment"),
        pytest.param(-14, "due now", id="its time has passed"),
        pytest.param(-90000, "due now", id="a day late"),
        pytest.param(90000, "tomorrow 13:30", id="a day away"),
    ],
)
def test_what_is_planned_is_never_told_as_past(seconds, expected):
    marked = moments.planned(NOW + timedelta(seconds=seconds), ZoneInfo("UTC"), NOW)
    assert f">{expected}</time>" in marked
    assert 'title="2026-0' in marked


def test_the_exact_utc_stands_with_every_time():
    marked = moments.told(NOW - timedelta(days=40), TOKYO, NOW)
    assert marked == '<time datetime="2026-01-20T12:30:00Z" title="2026-01-20 12:30:00 UTC">20 Jan 21:30</time>'


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        pytest.param(timedelta(hours=2, minutes=5, seconds=9), "2 h 5 min", id="two units"),
        pytest.param(timedelta(hours=2, seconds=9), "2 h", id="none between"),
        pytest.param(timedelta(days=3, hours=1), "3 d 1 h", id="days"),
        pytest.param(None, "0 s", id="none"),
    ],
)
def test_a_length_has_its_two_largest_units(length, expected):
    assert moments.span(length) == expected


def test_commands_are_marked_and_all_else_is_escaped():
    told = ticks("Run `postroom doctor <now>` & see <b>")
    assert told == "Run <code>postroom doctor &lt;now&gt;</code> &amp; see &lt;b&gt;"


def test_a_lone_backtick_is_only_that():
    assert ticks("a ` b") == "a ` b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ana@example.org", "ana@example.org", id="short: in one line"),
        pytest.param(
            "ana.of.the.office@mail.example.org",
            "ana.<wbr>of.<wbr>the.<wbr>office@<wbr>mail.<wbr>example.org",
            id="after each part but before a short last one",
        ),
        pytest.param("a <b>bold@long.address.of.x</b> z",
                     "a &lt;b&gt;bold@<wbr>long.<wbr>address.<wbr>of.<wbr>x&lt;/b&gt; z", id="escaped all the same"),
        pytest.param("Sentences end. Others begin.", "Sentences end. Others begin.", id="words"),
    ],
)  # fmt: skip
def test_long_addresses_may_be_broken_between_their_parts(text, expected):
    assert breakable(text) == expected


def test_numbers_agree_with_their_nouns():
    assert [many(1, "mailbox", "mailboxes"), many(1200, "email")] == ["1 mailbox", "1,200 emails"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/wall", "/wall?done=dismissed", id="plain"),
        pytest.param(
            "/admin?severity=error&done=old", "/admin?severity=error&done=dismissed", id="the word before goes"
        ),
    ],
)
def test_a_form_leads_back_with_a_word(path, expected):
    assert back.told(path, "dismissed") == expected


@pytest.mark.parametrize(("method", "watched"), [("GET", True), ("POST", False)])
def test_what_answers_a_form_is_not_watched(method, watched):
    """It is shown at an address that can't be asked for again."""
    scope = {"type": "http", "method": method, "path": "/wall", "query_string": b"", "headers": []}
    told = {"headline": "No", "advice": "not so", "live": "clock"}
    answer = page(Request(scope), "problem.html", None, told=told)
    assert (b'data-live="clock"' in answer.body) == watched
