"""What a simulated message is, octet by octet: the same seed, mailbox, folder and number give the same message."""

from __future__ import annotations

import base64
import hashlib
import quopri
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime

from .people import SENDERS, SENTENCES, SUBJECTS

EPOCH = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)  # second 0 of every simulation, so that a seed gives the same octets
BLOCK = (b"This line is here to be many. " * 2 + b"\r\n") * 1024  # what giants are made of


@dataclass(frozen=True, slots=True)
class Content:
    """A message's octets: raw, then filler octets of BLOCK over and over, which need not fit into memory."""

    raw: bytes
    filler: int = 0

    @property
    def size(self) -> int:
        return len(self.raw) + self.filler

    def chunks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The octets from start to end, in handy pieces."""
        end = self.size if end is None else min(end, self.size)
        if start < len(self.raw):
            yield self.raw[start : min(end, len(self.raw))]
        at = max(start, len(self.raw))
        while at < end:
            offset = (at - len(self.raw)) % len(BLOCK)
            piece = BLOCK[offset : offset + end - at]
            yield piece
            at += len(piece)

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for piece in self.chunks():
            digest.update(piece)
        return digest.hexdigest()

    def header(self) -> bytes:
        """The header section with the empty line that ends it."""
        if self.raw.startswith(b"\r\n"):
            return self.raw[:2]
        end = self.raw.find(b"\r\n\r\n")
        return self.raw if end < 0 else self.raw[: end + 4]


def moment(seconds: float) -> datetime:
    """INTERNALDATE of something that happened that many seconds after the start; whole seconds."""
    return EPOCH + timedelta(seconds=int(seconds))


def dice(*names: object) -> random.Random:
    """Chance that depends on the names alone."""
    return random.Random("/".join(map(str, names)))


def compose(seed: int, address: str, folder: str, number: int, seconds: float) -> Content:
    """The message with that number of that folder, born at that second."""
    chance = dice(seed, address, folder, number)
    name, sender = chance.choice(SENDERS)
    subject = f"{chance.choice(SUBJECTS)} #{number}"
    form = chance.choice(FORMS)
    top = (
        f"Return-Path: <{sender}>\r\n"
        f"Date: {format_datetime(moment(seconds) - timedelta(seconds=chance.randint(1, 90)))}\r\n"
        f"From: {_encoded(name)} <{sender}>\r\n"
        f"To: {address}\r\n"
        f"Subject: {_encoded(subject)}\r\n"
        f"Message-ID: <{number}.{chance.getrandbits(48):012x}@{sender.partition('@')[2]}>\r\n"
        "MIME-Version: 1.0\r\n"
    )
    return Content(top.encode() + form(chance))


def _encoded(words: str) -> str:
    """As RFC 2047 wants what is not ASCII."""
    return words if words.isascii() else Header(words, "utf-8", maxlinelen=998).encode()


def _paragraphs(chance: random.Random) -> str:
    lines = (" ".join(chance.choices(SENTENCES, k=chance.randint(1, 4))) for _ in range(chance.randint(1, 8)))
    return "\r\n\r\n".join(lines) + "\r\n"


def _ascii(chance: random.Random) -> bytes:
    text = _paragraphs(chance).encode("ascii", "ignore")
    return b"Content-Type: text/plain; charset=us-ascii\r\n\r\n" + text


def _eight_bit(chance: random.Random) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head + _paragraphs(chance).encode()


def _quoted(chance: random.Random) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    text = _paragraphs(chance).replace("\r\n", "\n").encode()
    return head + quopri.encodestring(text).replace(b"\n", b"\r\n")


def _alternative(chance: random.Random) -> bytes:
    text = _paragraphs(chance)
    page = b"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>" + text.encode() + b"</p></body></html>\r\n"
    return _multipart(chance, "alternative", b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode(), page)


def _attachment(chance: random.Random) -> bytes:
    octets = base64.encodebytes(chance.randbytes(chance.randint(100, 2000))).replace(b"\n", b"\r\n")
    head = (
        b'Content-Type: application/octet-stream; name="figures.bin"\r\n'
        b"Content-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="figures.bin"\r\n\r\n'
    )
    return _multipart(chance, "mixed", _eight_bit(chance), head + octets)


def _multipart(chance: random.Random, kind: str, *parts: bytes) -> bytes:
    boundary = f"=_{chance.getrandbits(64):016x}".encode()
    head = b"Content-Type: multipart/" + kind.encode() + b'; boundary="' + boundary + b'"\r\n\r\n'
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return head + body + b"--" + boundary + b"--\r\n"


FORMS = (_ascii, _ascii, _eight_bit, _quoted, _alternative, _attachment)
