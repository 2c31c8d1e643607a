"""What FETCH can be asked for, and each item's octets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from simulator.message import Content

from .parse import BadCommand, Word, quoted
from .structure import Part, body_structure, envelope, parse_part

BODY = re.compile(rb"(BODY(?:\.PEEK)?)\[([^\]]*)\](?:<(\d+)(?:\.(\d+))?>)?$", re.IGNORECASE)
SECTION = re.compile(
    rb"(?P<path>\d+(?:\.\d+)*)?\.?(?P<kind>HEADER\.FIELDS\.NOT|HEADER\.FIELDS|HEADER|TEXT|MIME)?"
    rb"(?: *\((?P<names>.*)\))?$",
    re.IGNORECASE,
)
MACROS = {
    b"ALL": (b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE"),
    b"FAST": (b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"),
    b"FULL": (b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE", b"BODY"),
}
PLAIN = frozenset((b"UID", b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE", b"BODY", b"BODYSTRUCTURE"))
OLD = {b"RFC822": b"", b"RFC822.HEADER": b"HEADER", b"RFC822.TEXT": b"TEXT"}


@dataclass(frozen=True, slots=True)
class Item:
    """name: as the answer says it. section: of BODY[...], None for other items. octets: of a partial, from and how
    many. peek: whether \\Seen stays as it is."""

    name: bytes
    section: bytes | None = None
    start: int = 0
    length: int | None = None
    peek: bool = True

    @property
    def whole(self) -> bool:
        """All of the message, or all of its text, or a piece of that."""
        return self.section in (b"", b"TEXT")

    @property
    def complete(self) -> bool:
        return self.section == b"" and self.start == 0 and self.length is None


def items(words: Sequence[Word]) -> list[Item]:
    """From FETCH's second argument. Raises BadCommand."""
    if len(words) == 1 and isinstance(words[0], list):
        words = words[0]
    names = [word for word in words if isinstance(word, bytes)]
    if len(names) != len(words) or not names:
        raise BadCommand("FETCH of what?")
    if len(names) == 1:
        names = list(MACROS.get(names[0].upper(), (names[0],)))
    return [_item(name) for name in names]


def _item(name: bytes) -> Item:
    upper = name.upper()
    if upper in PLAIN:
        return Item(upper)
    if upper in OLD:
        return Item(upper, OLD[upper], peek=upper == b"RFC822.HEADER")
    found = BODY.match(name)
    if found is None or SECTION.match(found[2]) is None:
        raise BadCommand("FETCH of something unknown")
    start, length = int(found[3] or 0), None if found[4] is None else int(found[4])
    section = found[2].upper() if b"(" not in found[2] else found[2]
    origin = b"" if found[3] is None else b"<%d>" % start
    return Item(b"BODY[" + section + b"]" + origin, section, start, length, found[1].upper() != b"BODY")


def section_of(content: Content, section: bytes) -> bytes | None:
    """The octets of a section other than "" and TEXT; None where there is no such part."""
    found = SECTION.match(section)
    assert found is not None
    kind = (found["kind"] or b"").upper()
    part: Part | None = None
    header = content.header()
    if found["path"]:
        part = _walk(parse_part(content.raw), [int(step) for step in found["path"].split(b".")], kind)
        if part is None:
            return None
        header = part.header
    if kind.startswith(b"HEADER.FIELDS"):
        names = {name.strip(b'"').lower() for name in (found["names"] or b"").split()}
        return _fields(header, names, wanted=kind == b"HEADER.FIELDS")
    if kind in (b"HEADER", b"MIME"):
        return header
    return part.body if part is not None else content.raw


def _walk(root: Part, path: Sequence[int], kind: bytes) -> Part | None:
    """Part 1 of a message that is no multipart is its text."""
    part = root
    for step in path:
        if part.message is not None:
            part = part.message
        if not part.children:
            return part if step == 1 else None
        if not 1 <= step <= len(part.children):
            return None
        part = part.children[step - 1]
    return part.message if part.message is not None and kind not in (b"", b"MIME") else part


def _fields(header: bytes, names: set[bytes], *, wanted: bool) -> bytes:
    lines = re.findall(rb"[^\r\n]+\r?\n?(?:[ \t][^\r\n]*\r?\n?)*", header)
    return b"".join(f for f in lines if (f.partition(b":")[0].strip().lower() in names) == wanted) + b"\r\n"


def plain_value(item: Item, content: Content, uid: int, flags: frozenset[str], received_at: datetime) -> bytes:
    """The value of an item that is no BODY[...]."""
    if item.name == b"UID":
        return b"%d" % uid
    if item.name == b"FLAGS":
        return b"(" + " ".join(sorted(flags)).encode() + b")"
    if item.name == b"RFC822.SIZE":
        return b"%d" % content.size
    if item.name == b"INTERNALDATE":
        return quoted(internal_date(received_at))
    if item.name == b"ENVELOPE":
        return envelope(content.header())
    return body_structure(parse_part(content.raw), extended=item.name == b"BODYSTRUCTURE")


def internal_date(when: datetime) -> bytes:
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][when.month - 1]
    return f"{when.day:02d}-{month}-{when.year} {when:%H:%M:%S} +0000".encode()


def literal_of(item: Item, content: Content) -> tuple[int, Iterator[bytes]] | None:
    """How many octets a BODY[...] has, and the octets; None for NIL."""
    if item.section == b"":
        return _cut(item, content.size, 0, content)
    if item.section == b"TEXT":
        skipped = len(content.header())
        return _cut(item, content.size - skipped, skipped, content)
    section = section_of(content, item.section or b"")
    return None if section is None else _cut(item, len(section), 0, Content(section))


def _cut(item: Item, size: int, skipped: int, content: Content) -> tuple[int, Iterator[bytes]]:
    start = min(item.start, size)
    end = size if item.length is None else min(size, start + item.length)
    return end - start, content.chunks(skipped + start, skipped + end)
