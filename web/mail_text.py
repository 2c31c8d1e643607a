"""From the octets of a stranger's mail to what a page shows of it: headers, text, names of attachments. Pure.

Nothing here raises, whatever the octets are, and the time it takes is bounded by how many there are: parsers of mail
are slow with many nested parts (each line is held against each boundary) and with long parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32

from .mail_html import MOST as MOST_HTML
from .mail_html import text_of
from .mail_words import decoded, fitting, one_line, unfolded, visible

READ = 1024 * 1024  # octets of a message that are looked at
HEADER_OCTETS = 256 * 1024  # of these, for its headers
LINES = 100_000  # lines times parts within parts

TEXT = 48 * 1024  # octets that the text may take in a page
HEADERS = 10 * 1024
MOST_HEADERS = 200
LONGEST_NAME = 80
LONGEST_VALUE = 1000
LONGEST_FIELD = 2000  # of a header that a part is told by
MOST_PARTS = 500
MOST_ATTACHMENTS = 20

END = re.compile(rb"\n\r?\n|\r\r|\A\r?\n")
FIELD = re.compile(r"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
NEXT_FIELD = re.compile(r"\r?\n(?![ \t])|\r(?![ \t\n])")
UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Attachment:
    """octets None: not known, since only the start of the message was read."""

    name: str
    kind: str
    octets: int | None


@dataclass(frozen=True, slots=True)
class MailText:
    """headers: names and values as they stand in the message, decoded. text_left: characters of its text that are not
    shown. whole: all of it was looked at; else there may be more text and more attachments."""

    headers: tuple[tuple[str, str], ...] = ()
    headers_left: int = 0
    text: str = ""
    text_left: int = 0
    from_html: bool = False
    attachments: tuple[Attachment, ...] = ()
    attachments_left: int = 0
    whole: bool = True


class Bounded(Compat32):
    """For headers of any length, as parameters are read in time that grows with its square; and in UTF-8."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_FIELD]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 (the policy's own interface)
        return decoded(value.encode("utf-8", "surrogateescape"), None)


PARSER = BytesParser(policy=Bounded())


def read(raw: bytes, *, cut: bool = False) -> MailText:
    """cut: these octets are the start of a longer message."""
    some = _some_lines(raw[:READ])
    whole = not cut and len(some) == len(raw)
    headers, headers_left = _headers(raw)
    try:
        parts = list(_parts(PARSER.parsebytes(some)))
    except UNREADABLE:
        parts = []
    text, more, from_html = _text(parts)
    seen = visible(text[:TEXT])
    shown = fitting(seen, TEXT)
    others = [part for part in parts if _is_attachment(part)]
    return MailText(
        headers=headers,
        headers_left=headers_left,
        text=shown,
        text_left=max(0, len(text) - TEXT) + len(seen) - len(shown) + more,
        from_html=from_html,
        attachments=tuple(_attachment(one, last=one is parts[-1] and not whole) for one in others[:MOST_ATTACHMENTS]),
        attachments_left=max(0, len(others) - MOST_ATTACHMENTS),
        whole=whole,
    )


def _some_lines(raw: bytes) -> bytes:
    """So many that the parts within parts leave time for."""
    lowered = raw.lower()
    nested = 1 + lowered.count(b"multipart/") + lowered.count(b"message/")
    lines = raw.splitlines(keepends=True)
    return raw if len(lines) * nested <= LINES else b"".join(lines[: LINES // nested])


# -- headers -------------------------------------------------------------------------------------------------------


def _headers(raw: bytes) -> tuple[tuple[tuple[str, str], ...], int]:
    """The first ones, and how many more there are."""
    end = END.search(raw, 0, HEADER_OCTETS)
    section = decoded(raw[: end.start() if end else HEADER_OCTETS], None)
    fields = NEXT_FIELD.split(section.rstrip("\r\n"))
    shown: list[tuple[str, str]] = []
    room = HEADERS
    for field in fields[:MOST_HEADERS]:
        name, value = _field(field)
        fits = fitting(value, room - len(name))
        if not name or len(fits) < len(value):
            break
        shown.append((name, value))
        room -= len(name) + len(value.encode()) + 30
    return tuple(shown), len([one for one in fields[len(shown) :] if one.strip()])


def _field(field: str) -> tuple[str, str]:
    """A line that is no header is shown without a name."""
    found = FIELD.match(field)
    name, value = (found[1], found[2]) if found else ("?", field)
    return one_line(name, LONGEST_NAME), one_line(unfolded(value), LONGEST_VALUE)


# -- text ----------------------------------------------------------------------------------------------------------


def _parts(message: Message) -> Iterator[Message]:
    """Those that hold something, in order. A message within the message is one of them."""
    waiting, met = [message], 0
    while waiting and met < MOST_PARTS:
        part = waiting.pop()
        met += 1
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting += [one for one in reversed(inside) if isinstance(one, Message)]
        else:
            yield part


def _text(parts: Sequence[Message]) -> tuple[str, int, bool]:
    """What is written in it; characters beyond that, which were not read; whether it came as HTML."""
    told = [one for one in parts if not _is_attachment(one)]
    plain = [_words(one) for one in told if one.get_content_type() != "text/html"]
    text = "\n\n".join(one.strip("\r\n") for one in plain if one.strip())
    if text:
        return text, 0, False
    for markup in (_words(one) for one in told if one.get_content_type() == "text/html"):
        if words := text_of(markup):
            return words, max(0, len(markup) - MOST_HTML), True
    return "", 0, False


def _is_attachment(part: Message) -> bool:
    if part.get_content_type() not in {"text/plain", "text/html"} or isinstance(part.get_payload(), list):
        return True
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _words(part: Message) -> str:
    return decoded(_octets(part), _charset(part))


def _octets(part: Message) -> bytes:
    """Its transfer encoding undone, as far as it can be."""
    try:
        octets = part.get_payload(decode=True)
    except UNREADABLE:
        octets = None
    return octets if isinstance(octets, bytes) else b""


def _attachment(part: Message, *, last: bool) -> Attachment:
    """last: that of which the end was not read."""
    kind = part.get_content_type()
    inside = part.get_payload()
    size = None if last or isinstance(inside, list) else len(_octets(part))
    return Attachment(_name(part) or "without a name", one_line(kind, LONGEST_NAME), size)


def _name(part: Message) -> str:
    try:
        return one_line(unfolded(part.get_filename() or ""), LONGEST_NAME)
    except UNREADABLE:
        return "with an unreadable name"


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except UNREADABLE:
        return None
