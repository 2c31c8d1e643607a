"""An SMTP reply of one or more lines (RFC 5321 section 4.2), with its enhanced status code (RFC 2034, RFC 3463)."""

from __future__ import annotations

import re

from .parts import Parts

REPLY = re.compile(r"^\s*(?P<status>[2-5]\d\d)(?:[ -]|$)(?:\s*(?P<enhanced>[245]\.\d{1,3}\.\d{1,3})\b)?", re.MULTILINE)


def read(text: str) -> Parts:
    """The last line's number counts, as the client waits for it; the first enhanced code of its class."""
    replies = list(REPLY.finditer(text))
    if not replies:
        return Parts(text)
    status = replies[-1]["status"]
    enhanced = next((one["enhanced"] for one in replies if one["enhanced"]), None)
    return Parts(text, status, enhanced)
