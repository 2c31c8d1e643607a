"""Pages of long lists: whatever number is asked for, there is an answer."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from web.paging import LAST, SIZE, number_of, offset_of, paging


def asked(query: str) -> Request:
    scope = {"type": "http", "method": "GET", "path": "/wall", "query_string": query.encode(), "headers": []}
    return Request({**scope, "scheme": "https", "server": ("postroom.example.org", 443)})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", 1, id="none"),
        pytest.param("page=3", 3, id="a page"),
        pytest.param("page=0", 1, id="zero"),
        pytest.param("page=-7", 1, id="below zero"),
        pytest.param("page=1e3", 1, id="no number"),
        pytest.param("page=", 1, id="empty"),
        pytest.param("page=" + "9" * 30, LAST, id="huge"),
        pytest.param("page=" + "9" * 5000, 1, id="longer than numbers may be"),
    ],
)
def test_any_number_is_a_page(query, expected):
    assert number_of(asked(query)) == expected


def test_pages_follow_one_another():
    assert [offset_of(1), offset_of(2)] == [0, SIZE]


def test_a_page_keeps_the_filters():
    shown = paging(asked("severity=error&profile=a%26b&page=2&code="), more=True)
    assert shown.url(3) == "/wall?severity=error&profile=a%26b&page=3"
