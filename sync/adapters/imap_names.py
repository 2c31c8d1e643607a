"""How names, strings, sets and dates are written for an IMAP server. Pure functions; no I/O.

Folder names are modified UTF-7 (RFC 3501 section 5.1.3); strings are quoted where the grammar allows it
and literals where it does not (RFC 9051 section 4.3).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENCODED = re.compile(r"&([^-]*)-")
NOT_PRINTABLE = re.compile(r"&|[^\x20-\x7e]+")
QUOTABLE = re.compile(rb"[\x01-\x09\x0b\x0c\x0e-\x7f]*")


@dataclass(frozen=True, slots=True)
class Literal:
    """Octets that are announced by their number. repr shows no content: it may be a password."""

    octets: bytes

    def __repr__(self) -> str:
        return f"Literal({len(self.octets)} octets)"


Word = bytes | Literal


def string(text: str | bytes) -> Word:
    """A quoted string where that can carry it, else a literal. NUL fits in neither: ValueError."""
    raw = text.encode() if isinstance(text, str) else text
    if b"\0" in raw:
        raise ValueError("IMAP strings cannot carry a NUL character")
    if QUOTABLE.fullmatch(raw):
        return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return Literal(raw)


def encode_name(name: str) -> bytes:
    """A folder's name as servers spell it. INBOX is the one name whose case does not matter."""
    if name.upper() == "INBOX":
        return b"INBOX"
    return NOT_PRINTABLE.sub(_encode_run, name).encode("ascii")


def _encode_run(found: re.Match[str]) -> str:
    if found[0] == "&":
        return "&-"
    packed = base64.b64encode(found[0].encode("utf-16-be", "surrogatepass")).decode().rstrip("=")
    return f"&{packed.replace('/', ',')}-"


def decode_name(raw: bytes) -> str:
    """A folder's name for people. A name that breaks the rules is shown as it is, so that none goes missing."""
    try:
        name = ENCODED.sub(_decode_run, raw.decode("ascii"))
    except (UnicodeError, binascii.Error):
        return _as_it_is(raw)
    if "\0" in name:  # no database takes one
        return _as_it_is(raw)
    return "INBOX" if name.upper() == "INBOX" else name


def _as_it_is(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\0", "")


def _decode_run(found: re.Match[str]) -> str:
    if not found[1]:
        return "&"
    packed = found[1].replace(",", "/")
    return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("utf-16-be")


def ranges(uids: Sequence[int]) -> Iterator[str]:
    """Ascending uids as IMAP writes them: "3:7", "9"."""
    first = last = uids[0]
    for uid in uids[1:]:
        if uid != last + 1:
            yield _range(first, last)
            first = uid
        last = uid
    yield _range(first, last)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}:{last}"


def uid_sets(uids: Sequence[int], longest: int = 4000) -> Iterator[tuple[bytes, Sequence[int]]]:
    """Sequence sets that fit into a command line (RFC 7162 section 4 advises 8,192 octets), each with its uids."""
    start = 0
    while start < len(uids):
        end = start + max(1, longest // (len(str(uids[-1])) + 1))
        chunk = uids[start:end]
        yield ",".join(ranges(chunk)).encode(), chunk
        start = end


def search_date(day: date) -> bytes:
    """As SEARCH SINCE wants it: 4-Nov-2026, never in the system's language."""
    return f"{day.day}-{MONTHS[day.month - 1]}-{day.year:04d}".encode()
