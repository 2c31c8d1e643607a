"""Folder names on the wire: modified UTF-7 (RFC 3501 section 5.1.3), and patterns of LIST."""

from __future__ import annotations

import base64
import re


def encode(name: str) -> bytes:
    """As it goes over the wire."""
    return re.sub(r"[^\x20-\x25\x27-\x7e]+", _shift, name).encode("ascii")


def _shift(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    escaped = found[0]
    packed = base64.b64encode(escaped.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",").decode()
    return f"&{packed}-"


def matches(name: bytes, pattern: bytes) -> bool:
    """Whether LIST would name it: * for anything, % for anything without a slash."""
    expression = b"".join(
        {b"*": b".*", b"%": b"[^/]*"}.get(octet, re.escape(octet)) for octet in re.findall(rb".", pattern, re.DOTALL)
    )
    return re.fullmatch(expression, name, re.DOTALL) is not None or pattern.upper() == b"INBOX" == name
