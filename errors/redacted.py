"""Words that may be kept and shown: passwords, tokens and what they travel in are taken out. Pure, linear.

Rules are held against the words as they came; this is for what is written down or seen by anybody. It is the second
line: an adapter takes out the secrets that it knows, word for word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .model import Signal
from .secret_shapes import SHAPES
from .window import window

UNSEEN_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})


def redacted(text: str) -> str:
    """Twice is as once."""
    lowered = text.lower()
    for shape in SHAPES:
        if any(mark in lowered for mark in shape.marks):
            text = shape.hide(text)
    return text


def without_secrets(seen: Signal) -> Signal:
    """The signal as it may be kept, no longer than what is judged of it. A code that was read out of what is hidden
    goes too."""
    words = window(seen.text)
    text = redacted(words)
    return replace(
        seen,
        text=text,
        response_code=_unless_hidden(seen.response_code, words, text),
        inner_codes=tuple(code for code in seen.inner_codes if _unless_hidden(code, words, text) is not None),
        headers=_headers(seen.headers),
    )


def shown(matched: str, seen: Signal) -> str:
    """What a rule matched of a signal; nothing, where that is part of what is hidden."""
    words = window(seen.text)
    return redacted(matched) if _unless_hidden(matched, words, redacted(words)) is not None else ""


def _unless_hidden(words: str | None, before: str, after: str) -> str | None:
    if words is None or before == after:
        return words
    lowered = words.lower()
    return None if lowered in before.lower() and lowered not in after.lower() else words


def _headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: _header(name, value) for name, value in headers.items() if name.lower() not in UNSEEN_HEADERS}


def _header(name: str, value: str) -> str:
    """Some are told apart by their name."""
    return redacted(f"{name}: {value}")[len(name) + 2 :]
