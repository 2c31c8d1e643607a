"""The JSON object in what was pasted: alone, or with a log's words around it."""

from __future__ import annotations

import re
from collections.abc import Mapping

OPENING = re.compile(r"\{\s*[\"}]")
TRIES = 6  # places where an object may begin

Object = Mapping[str, object]


def found_object(text: str) -> Object | None:
    """The first whole object; None where there is none (cut off, another notation)."""
    if "{" not in text:
        return None
    from json import JSONDecoder  # slow to import, and not needed for IMAP

    decode = JSONDecoder(strict=False).raw_decode
    for number, opening in enumerate(OPENING.finditer(text)):
        if number == TRIES:
            return None
        try:
            body, _ = decode(text, opening.start())
        except (ValueError, RecursionError):
            continue
        if body:
            return _plain_keys(body)
    return None


def _plain_keys(body: Object) -> Object:
    return {plain_key(key): value for key, value in body.items()}


def plain_key(key: str) -> str:
    """`innerError`, `innererror` and `@odata.error` are written in more than one way."""
    return key.lower().removeprefix("@").removeprefix("odata.")


def part(body: object, key: str) -> object:
    """What an object holds under that key, however it is written; None where it is no object."""
    if not isinstance(body, Mapping):
        return None
    return next((value for name, value in body.items() if isinstance(name, str) and plain_key(name) == key), None)


def words(value: object) -> tuple[str, ...]:
    """A string that says something, or nothing."""
    return (value,) if isinstance(value, str) and value.strip() else ()
