"""A message that breaks the rules of RFC 5322 or MIME."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import ClassVar

from simulator.message import Content


@dataclass(frozen=True, slots=True)
class MalformedMessage:
    """The client sees a message that is whole but wrong; kind says how, "any" draws one for each message."""

    STAGES: ClassVar = ("arrival",)
    CHOICES: ClassVar[dict[str, tuple[str, ...]]]

    kind: str = "any"

    def shape(self, content: Content, chance: random.Random) -> Content:
        kind = chance.choice(sorted(KINDS)) if self.kind == "any" else self.kind
        return Content(KINDS[kind](content.raw), content.filler)


def _no_message_id(raw: bytes) -> bytes:
    return re.sub(rb"(?im)^Message-ID:.*\r\n", b"", raw, count=1)


def _eight_bit_headers(raw: bytes) -> bytes:
    return re.sub(rb"(?im)^Subject:.*\r\n", b"Subject: Gr\xfc\xdfe \xe2\x82 \xff\r\n", raw, count=1)


def _broken_mime(raw: bytes) -> bytes:
    head = re.sub(rb"(?im)^Content-Type:.*\r\n", b'Content-Type: multipart/mixed; boundary="never\r\n', raw, count=1)
    return head + b"--never\r\nContent-Transfer-Encoding: base64\r\n\r\n=====\r\n--neve"


def _nul_bytes(raw: bytes) -> bytes:
    return raw.replace(b"Subject: ", b"Subject: \x00", 1) + b"before\x00after\r\n"


def _many_headers(raw: bytes) -> bytes:
    return b"".join(b"X-Trace-%d: passed\r\n" % hop for hop in range(100_000)) + raw


def _deep_nesting(raw: bytes) -> bytes:
    top = raw.partition(b"Content-Type:")[0]
    levels = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(1000)
    )
    return top + levels + b"Content-Type: text/plain\r\n\r\nthe bottom\r\n"


def _no_header(raw: bytes) -> bytes:
    return b"\r\n" + raw.partition(b"\r\n\r\n")[2]


def _bare_newlines(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")


def _empty(raw: bytes) -> bytes:
    return raw[:0]


KINDS = {
    "no_message_id": _no_message_id,
    "eight_bit_headers": _eight_bit_headers,
    "broken_mime": _broken_mime,
    "nul_bytes": _nul_bytes,
    "many_headers": _many_headers,
    "deep_nesting": _deep_nesting,
    "no_header": _no_header,
    "bare_newlines": _bare_newlines,
    "empty": _empty,
}
MalformedMessage.CHOICES = {"kind": ("any", *KINDS)}
