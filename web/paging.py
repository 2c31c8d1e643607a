"""Long lists in pages. Whatever number was asked for, there is an answer: what is no number is the first page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

SIZE = 50
LAST = 10_000  # deeper than anybody reads; a filter finds more


@dataclass(frozen=True, slots=True)
class Paging:
    """number: from 1 on. more: whether there is a page after it. Ask the store for `size + 1` rows from `offset` on."""

    number: int
    more: bool
    path: str
    query: tuple[tuple[str, str], ...]
    size: int = SIZE

    def url(self, number: int) -> str:
        return f"{self.path}?{urlencode([*self.query, ('page', str(number))])}"


def number_of(request: Request) -> int:
    try:
        return min(max(1, int(request.query_params.get("page", "1"))), LAST)
    except ValueError:
        return 1


def offset_of(number: int, size: int = SIZE) -> int:
    return (number - 1) * size


def paging(request: Request, *, more: bool, size: int = SIZE) -> Paging:
    """Keeps the filters of the address."""
    query = tuple((name, value) for name, value in request.query_params.multi_items() if name != "page" and value)
    return Paging(number_of(request), more, request.url.path, query, size)
