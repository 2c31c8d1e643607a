"""An error of an OAuth token endpoint (RFC 6749 section 5.2), with Entra's and Google's additions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import http
from .bearer import refused
from .json_text import Object, found_object, part, words
from .parts import Parts

MOST = 10  # numbers that are read
# Another notation than JSON: form-encoded, cut off, the repr of a Python client.
FIELD = re.compile(
    r"(?:^|[?&#\s{,(])['\"]?(?P<name>error|suberror|error_subtype)['\"]?\s{0,4}(?:=|:\s{0,4}(?=['\"]))\s{0,4}['\"]?"
    r"(?P<value>[A-Za-z][\w.-]{2,80})",
    re.IGNORECASE,
)
# A library's own sentence: "invalid_grant: Bad Request", "(invalid_client) ...".
WORD = re.compile(
    r"\b(?:invalid_\w{3,20}|unauthorized_client|unsupported_\w{3,20}|access_denied|\w{3,12}_required|"
    r"temporarily_unavailable|server_error|admin_policy_enforced|org_internal|disabled_client|deleted_client|"
    r"slow_down|expired_token|insufficient_\w{3,20}|rate_limit_exceeded)\b"
)
NUMBER = re.compile(r"\bAADSTS(\d{4,9})\b")


def read(text: str) -> Parts:
    answer = http.read(text)
    body = found_object(answer.body)
    named = _named(body, answer.body) if body is not None else _worded(answer.body)
    code = named[0] if named else refused(answer.headers)
    inner = tuple(dict.fromkeys((*named[1:], *_numbers(body, answer.body))))
    return Parts(answer.body or text, code=code, inner=inner, http_status=answer.status, headers=answer.headers)


def _named(body: Object, text: str) -> list[str]:
    """The error and what refines it. Graph's shape (error.code) is read too: some gateways answer so."""
    error = part(body, "error")
    outer = words(error) or words(part(error, "code")) or words(part(error, "status"))
    if not outer:
        return _worded(text)
    return [*outer, *words(part(body, "suberror")), *words(part(body, "error_subtype"))]


def _numbers(body: Object | None, text: str) -> Iterator[str]:
    """Entra's numbers are for advice; where error_codes is missing, the description has them."""
    listed = part(body, "error_codes")
    numbers = [one for one in listed[:MOST] if isinstance(one, int)] if isinstance(listed, list) else []
    yield from (f"AADSTS{number}" for number in numbers)
    if not numbers:
        yield from (found[0] for found, _ in zip(NUMBER.finditer(text), range(MOST), strict=False))


def _worded(text: str) -> list[str]:
    fields: dict[str, str] = {}
    for found in FIELD.finditer(text):
        fields.setdefault(found["name"].lower(), found["value"])
    if "error" in fields:
        order = ("error", "suberror", "error_subtype")
        return [fields[name] for name in order if name in fields]
    word = WORD.search(text)
    return [word[0]] if word else []
