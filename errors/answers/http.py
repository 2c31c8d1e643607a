"""The HTTP side of an answer: a status line and headers pasted with the body, or a status that the words tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from errors.model import NO_HEADERS

LINE = re.compile(r"\s{0,8}(?:<\s)?HTTP(?:/\d(?:\.\d)?)?\s{1,4}(?P<status>[1-5]\d\d)\b", re.IGNORECASE)
HEADER = re.compile(r"\s{0,8}(?:<\s)?(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):\s{0,8}(?P<value>\S[^\r\n]{0,2000})?\s*$")
TELLING = frozenset({"retry-after", "retry-after-ms", "x-ms-retry-after-ms", "date", "www-authenticate"})
SPEAKING = frozenset({"www-authenticate", "x-ms-diagnostics", "x-caserrorcode", "location"})  # they carry reasons
SECRET = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})
MOST = 100  # header lines
SAID = (
    re.compile(r"<(?:title|h1|h2|h3)[^>]{0,200}>[^<\d]{0,40}(?P<status>[45]\d\d)\b", re.IGNORECASE),
    re.compile(r"^\s{0,8}(?P<status>[45]\d\d),? (?:(?:Client|Server) Error:|message=)", re.MULTILINE),
    re.compile(r"\b(?:error|success):? ?\((?P<status>[45]\d\d)\)|does not indicate success: (?P<other>[45]\d\d)\b"),
    re.compile(r"\bHTTP(?:/\d(?:\.\d)?)?[ -]{1,2}(?:error|status|code|response)?[ :]{0,2}(?:code)?[ :=]{0,3}"
               r"(?P<status>[45]\d\d)\b", re.IGNORECASE),
    re.compile(r"\bstatus[ _-]?(?:code)?[\"']?[ :=]{1,4}(?P<status>[45]\d\d)\b", re.IGNORECASE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """body: what is left when status line and headers are taken away."""

    body: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)


def read(text: str) -> Answer:
    """Headers count below a status line; without one only those that tell something of a refusal."""
    lines = text.splitlines(keepends=True)
    place, status = _status_line(lines)
    headers, used = _headers(lines[place:], every=status is not None)
    body = "".join(lines[place + used :])
    return Answer(body, _said(body) if status is None else status, headers)


def spoken(headers: Mapping[str, str]) -> str:
    """Headers that say why, as lines that rules are held against; empty where there is none."""
    return "".join(f"\n{name}: {value}" for name, value in headers.items() if name.lower() in SPEAKING)


def _status_line(lines: list[str]) -> tuple[int, int | None]:
    """The line after it, and what it says. Of several answers (a tunnel, a challenge, a redirection) the last."""
    place, status = 0, None
    for number, line in enumerate(lines[:MOST], 1):
        found = LINE.match(line)
        if found is not None:
            place, status = number, int(found["status"])
    return place, status


def _headers(lines: list[str], *, every: bool) -> tuple[dict[str, str], int]:
    """Until the first line that is none; how many lines that were, the empty one included."""
    headers: dict[str, str] = {}
    for number, line in enumerate(lines[:MOST]):
        found = HEADER.match(line)
        if found is None or not (every or found["name"].lower() in TELLING):
            return headers, number
        if found["name"].lower() not in SECRET:
            headers[found["name"]] = (found["value"] or "").strip()
    return headers, min(len(lines), MOST)


def _said(text: str) -> int | None:
    """A proxy's page, a library's exception."""
    for pattern in SAID:
        found = pattern.search(text)
        if found is not None:
            return int(next(group for group in found.groups() if group))
    return None
