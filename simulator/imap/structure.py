"""MIME as IMAP tells it: parts by their octets, ENVELOPE and BODYSTRUCTURE. Never fails: what is broken is one text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import getaddresses

from .parse import quoted

DEEPEST = 30  # multiparts in multiparts; deeper ones are told as text
LARGEST = 64 * 1024  # octets of a header that are looked at
FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:[ \t]*((?:[^\r\n]|\r?\n[ \t])*)", re.MULTILINE)
PARAMETER = re.compile(rb';\s*([\w.*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]+)')


@dataclass(slots=True)
class Part:
    """header with its empty line; body without the boundary's own line break. message: of message/rfc822."""

    header: bytes
    body: bytes
    kind: bytes = b"text"
    subkind: bytes = b"plain"
    parameters: dict[bytes, bytes] = field(default_factory=dict)
    children: list[Part] = field(default_factory=list)
    message: Part | None = None


def parse_part(octets: bytes, depth: int = 0) -> Part:
    found = re.search(rb"\r?\n\r?\n", octets)
    cut = found.end() if found else len(octets)
    if octets[:2] == b"\r\n":
        cut = 2
    part = Part(octets[:cut], octets[cut:])
    declared = value_of(part.header, b"content-type")
    kind = re.match(rb"\s*([\w.+-]+)/([\w.+-]+)", declared or b"")
    if kind is None:
        return part
    part.kind, part.subkind = kind[1].lower(), kind[2].lower()
    part.parameters = _parameters(declared or b"")
    if depth < DEEPEST:
        _open(part, depth)
    return part


def _open(part: Part, depth: int) -> None:
    boundary = part.parameters.get(b"boundary")
    if part.kind == b"multipart" and boundary:
        part.children = [parse_part(piece, depth + 1) for piece in _pieces(part.body, boundary)]
    elif (part.kind, part.subkind) == (b"message", b"rfc822"):
        part.message = parse_part(part.body, depth + 1)
    if part.kind == b"multipart" and not part.children:
        part.kind, part.subkind = b"text", b"plain"


def _pieces(body: bytes, boundary: bytes) -> list[bytes]:
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|$)")
    pieces, at = [], None
    for found in line.finditer(body):
        if at is not None:
            pieces.append(body[at : found.start()])
        at = None if found[1] else found.end()
        if found[1]:
            break
    if at is not None and at < len(body):
        pieces.append(body[at:])
    return pieces


def value_of(header: bytes, name: bytes) -> bytes | None:
    """The first such field's value, unfolded."""
    for found in FIELD.finditer(header[:LARGEST]):
        if found[1].lower() == name:
            return re.sub(rb"\r?\n(?=[ \t])", b"", found[2]).strip().replace(b"\0", b"")
    return None


def _parameters(value: bytes) -> dict[bytes, bytes]:
    return {name.lower(): re.sub(rb"\\(.)", rb"\1", text.strip(b'"')) for name, text in PARAMETER.findall(value)}


def _string(value: bytes | None) -> bytes:
    return b"NIL" if value is None else quoted(value)


def _pairs(parameters: dict[bytes, bytes]) -> bytes:
    if not parameters:
        return b"NIL"
    return b"(" + b" ".join(quoted(word) for pair in parameters.items() for word in pair) + b")"


def envelope(header: bytes) -> bytes:
    """RFC 9051 section 7.5.2, ENVELOPE."""
    sender = _addresses(value_of(header, b"from"))
    values = [
        _string(value_of(header, b"date")),
        _string(value_of(header, b"subject")),
        sender,
        _addresses(value_of(header, b"sender"), sender),
        _addresses(value_of(header, b"reply-to"), sender),
        *(_addresses(value_of(header, name)) for name in (b"to", b"cc", b"bcc")),
        _string(value_of(header, b"in-reply-to")),
        _string(value_of(header, b"message-id")),
    ]
    return b"(" + b" ".join(values) + b")"


def _addresses(value: bytes | None, otherwise: bytes = b"NIL") -> bytes:
    found = getaddresses([(value or b"").decode("utf-8", "replace")])
    told = [_address(name, address) for name, address in found if address]
    return b"(" + b"".join(told) + b")" if told else otherwise


def _address(name: str, address: str) -> bytes:
    local, _, domain = address.rpartition("@")
    words = (name.encode() or None, None, (local or domain).encode(), domain.encode() if local else None)
    return b"(" + b" ".join(map(_string, words)) + b")"


def body_structure(part: Part, *, extended: bool) -> bytes:
    """RFC 9051 section 7.5.2, BODY and BODYSTRUCTURE."""
    if part.children:
        inner = b"".join(body_structure(child, extended=extended) for child in part.children)
        more = b" " + _pairs(part.parameters) + b" NIL NIL NIL" if extended else b""
        return b"(" + inner + b" " + quoted(part.subkind) + more + b")"
    return b"(" + b" ".join(_leaf(part, extended=extended)) + b")"


def _leaf(part: Part, *, extended: bool) -> list[bytes]:
    encoding = value_of(part.header, b"content-transfer-encoding") or b"7bit"
    told = [
        quoted(part.kind),
        quoted(part.subkind),
        _pairs(part.parameters or ({b"charset": b"us-ascii"} if part.kind == b"text" else {})),
        _string(value_of(part.header, b"content-id")),
        _string(value_of(part.header, b"content-description")),
        quoted(encoding),
        b"%d" % len(part.body),
    ]
    if part.message is not None:
        told += [envelope(part.message.header), body_structure(part.message, extended=extended)]
    if part.kind == b"text" or part.message is not None:
        told.append(b"%d" % part.body.count(b"\n"))
    return [*told, b"NIL", _disposition(part), b"NIL", b"NIL"] if extended else told


def _disposition(part: Part) -> bytes:
    value = value_of(part.header, b"content-disposition")
    if not value:
        return b"NIL"
    return b"(" + quoted(value.partition(b";")[0].strip()) + b" " + _pairs(_parameters(value)) + b")"
