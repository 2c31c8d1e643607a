"""The few headers that a list of mail shows, read from a raw message: bounded, forgiving, never from the body.

Strangers wrote these octets: whatever they hold, what comes out is short printable text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.utils import getaddresses

MOST_OCTETS = 256 * 1024  # of the header section that are looked at
LONGEST_VALUE = 16 * 1024  # octets of one field
LONGEST_TEXT = 998  # characters of what comes out
MOST_RECIPIENTS = 100
MOST_FIELDS = 20  # of one name: To may be repeated, by mistake

WANTED = re.compile(rb"^(message-id|subject|from|to)[ \t]*:", re.IGNORECASE | re.MULTILINE)
NEXT_FIELD = re.compile(rb"\r?\n(?![ \t])|\r(?![ \t\n])")
END = re.compile(rb"\n\r?\n|\r\r|\A\r?\n")
ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bqBQ]\?")
FOLD = re.compile(r"\s+")
PLAIN_ADDRESS = re.compile(
    r"""\ ?(?:"?(?P<name>[^"<>,;:()\\@\[\]]*?)"?\ ?<(?P<bracketed>[^\s<>,;:()"\\@]+@[^\s<>,;:()"\\@]+)>
    |(?P<bare>[^\s<>,;:()"\\@]+@[^\s<>,;:()"\\@]+))\ ?""",
    re.VERBOSE,
)
DEEPEST_COMMENT = 50


@dataclass(frozen=True, slots=True)
class Headers:
    """What is shown of a message in lists; "" where it has none."""

    message_id: str
    subject: str
    sender: str
    recipients: tuple[str, ...]


def read(raw: bytes) -> Headers:
    """The first of each field counts, of To all. Raises nothing, whatever the octets are."""
    fields = _fields(raw)
    recipients = tuple(address for value in fields.get("to", []) for address in _addresses(value))
    return Headers(
        message_id=_message_id(fields),
        subject=_text(fields.get("subject", [""])[0]),
        sender=next(_addresses(fields.get("from", [""])[0]), ""),
        recipients=recipients[:MOST_RECIPIENTS],
    )


def message_id(raw: bytes) -> str:
    """The Message-ID alone, written as `read` writes it."""
    return _message_id(_fields(raw))


def _message_id(fields: dict[str, list[str]]) -> str:
    return _clean(fields.get("message-id", [""])[0])


def _fields(raw: bytes) -> dict[str, list[str]]:
    section = _section(raw)
    fields: dict[str, list[str]] = {}
    for found in WANTED.finditer(section):
        end = NEXT_FIELD.search(section, found.end(), found.end() + LONGEST_VALUE)
        value = section[found.end() : end.start() if end else found.end() + LONGEST_VALUE]
        values = fields.setdefault(found[1].decode().lower(), [])
        if len(values) < MOST_FIELDS:
            values.append(_decoded(value))
    return fields


def _section(raw: bytes) -> bytes:
    end = END.search(raw, 0, MOST_OCTETS)
    return raw[: end.start() + 1 if end else MOST_OCTETS]


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _text(value: str) -> str:
    """Encoded words decoded (RFC 2047), where they can be."""
    short = value[: 4 * LONGEST_TEXT]
    return _clean(_words(short) if ENCODED_WORD.search(short) else short)


def _words(value: str) -> str:
    try:
        return "".join(_word(text, charset) for text, charset in decode_header(FOLD.sub(" ", value)))
    except (MessageError, ValueError):
        return value


def _word(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):  # a character set that nobody knows
        return text.decode("latin-1")


def _addresses(value: str) -> Iterator[str]:
    """Each "Name <address>" of a field, names decoded. What is no address is shown as it is."""
    flat = FOLD.sub(" ", value)
    pairs = _plain_pairs(flat) or _any_pairs(flat)
    if not pairs and flat.strip():
        yield _text(flat)
    for name, address in pairs[:MOST_RECIPIENTS]:
        shown = _text(name)
        yield f"{shown} <{_clean(address)}>" if shown else _clean(address)


def _plain_pairs(flat: str) -> list[tuple[str, str]]:
    """What nearly every field looks like, read ten times as fast; empty where it looks otherwise."""
    found = [PLAIN_ADDRESS.fullmatch(part) for part in flat.split(",")]
    return [(one["name"] or "", one["bracketed"] or one["bare"]) for one in found if one] if all(found) else []


def _any_pairs(flat: str) -> list[tuple[str, str]]:
    if flat.count("(") > DEEPEST_COMMENT:  # the parser would recurse
        return []
    return [pair for pair in getaddresses([flat]) if pair[1]]


def _clean(text: str) -> str:
    """One line without control characters and lone surrogates, bounded."""
    short = FOLD.sub(" ", text[: 4 * LONGEST_TEXT]).strip()
    if not short.isprintable():
        short = "".join(letter if letter.isprintable() else "\ufffd" for letter in short)
    return short[:LONGEST_TEXT]
