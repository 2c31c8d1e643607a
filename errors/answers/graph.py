"""An error of Microsoft Graph (error.code, nested innererror, details; an item of a batch), or of Google's APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from . import http
from .bearer import refused
from .json_text import Object, found_object, part, words
from .parts import Parts

DEEPEST = 10  # nested errors that are read
MOST = 20  # codes, details, items of a batch
FAILED_DEPENDENCY = 424
# Cut-off JSON, the repr of a Python or .NET client: the codes in the order in which they stand.
CODE = re.compile(r"\b(?:code|reason)['\"]?\s{0,4}[:=]\s{0,4}['\"]?(?P<code>[A-Za-z][\w.]{2,100})", re.IGNORECASE)
LEADING = re.compile(r"\s{0,8}(?P<code>[A-Za-z]{1,40}(?:_[A-Za-z]{1,60}|[a-z][A-Z][A-Za-z]{1,60}))\s?[:-]\s")
NAMED = re.compile(r"\b(?P<code>Error[A-Z][A-Za-z]{3,80})\b")


def read(text: str) -> Parts:
    """Words that name no code stay words."""
    answer = http.read(text)
    body = found_object(answer.body)
    if body is None:
        return _worded(text, answer)
    failed = _failed(body)
    if failed is None:
        return _told(text, answer, body)
    return _told(text, replace(answer, status=_status(part(failed, "status"))), failed)


def _failed(body: Object) -> Object | None:
    """Of a batch (`responses`) the first item that failed by itself; one that only depends on another (424) where no
    other failed."""
    items = part(body, "responses")
    failed = [item for item in items[:MOST] if _has_failed(item)] if isinstance(items, list) else []
    return next((item for item in failed if part(item, "status") != FAILED_DEPENDENCY), failed[0] if failed else None)


def _has_failed(item: object) -> bool:
    status = part(item, "status")
    return isinstance(status, int) and status >= 400 and isinstance(item, Mapping)


def _told(text: str, answer: http.Answer, body: Object) -> Parts:
    """A body, or an item of a batch, which wraps one in its own headers."""
    inside, told = part(body, "body"), part(body, "headers")
    error = part(inside, "error") if isinstance(inside, Mapping) else part(body, "error")
    codes = _codes(error)
    outermost = codes[0] if codes else refused(answer.headers)
    return Parts(
        answer.body or text,
        code=outermost,
        inner=tuple(codes[1:MOST]),
        http_status=answer.status or _status(part(body, "status")) or _status(part(error, "code")),
        headers={**answer.headers, **_headers(told)},
    )


def _status(number: object) -> int | None:
    return number if isinstance(number, int) and 100 <= number <= 599 else None


def _headers(told: object) -> dict[str, str]:
    if not isinstance(told, Mapping):
        return {}
    return {str(name): str(value) for name, value in list(told.items())[:100] if isinstance(value, str | int | float)}


def _codes(error: object) -> list[str]:
    """Outermost first. OAuth's plain word is a code too."""
    if isinstance(error, str):
        return list(words(error))
    codes: list[str] = []
    for _ in range(DEEPEST):
        if not isinstance(error, Mapping):
            break
        codes += _own(error)
        error = part(error, "innererror")
    return codes


def _own(error: object) -> Iterator[str]:
    """Graph's code and its details; Google's status and reasons (its code is the HTTP status)."""
    yield from words(part(error, "code")) or words(part(error, "status"))
    for key in ("details", "errors"):
        listed = part(error, key)
        for one in listed[:MOST] if isinstance(listed, list) else ():
            yield from words(part(one, "code"))
            yield from words(part(one, "reason"))


def _worded(text: str, answer: http.Answer) -> Parts:
    """`Code: message`, or codes within other words."""
    leading = LEADING.match(answer.body)
    found = ([leading] if leading else []) or [*CODE.finditer(answer.body)] or [*NAMED.finditer(answer.body)]
    codes = [*dict.fromkeys(match["code"] for match in found)][:MOST]
    code = codes[0] if codes else refused(answer.headers)
    return Parts(
        answer.body or text, code=code, inner=tuple(codes[1:]), http_status=answer.status, headers=answer.headers
    )
