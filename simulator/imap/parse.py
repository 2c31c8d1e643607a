"""A client's command, taken apart: RFC 9051 section 9, and RFC 3501 where it is wider. No I/O but reading literals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.wire import Wire

Word = bytes | list["Word"]  # an atom or string; a parenthesized list

LITERAL = re.compile(rb"\{(\d{1,10})(\+?)\}$")
TOKEN = re.compile(
    rb"""[ ]*(?:
        (?P<open>\()
      | (?P<close>\))
      | "(?P<quoted>(?:[^"\\]|\\.)*)"
      | \{\d+\+?\}(?P<literal>)$
      | (?P<atom>(?:\[[^\]]*\]|[^\s()"])+)
    )""",
    re.VERBOSE,
)
ESCAPED = re.compile(rb"\\(.)")
LARGEST_LITERAL = 64 * 1024 * 1024
LARGEST_BEFORE_SIGN_IN = 8 * 1024
DEEPEST = 20  # lists in lists


class BadCommand(Exception):
    """The client's mistake; the text is for its BAD."""


@dataclass(frozen=True, slots=True)
class Command:
    """tag as sent; name in upper case; words: what follows, lists nested."""

    tag: bytes
    name: str
    words: Sequence[Word]

    def text(self, at: int) -> bytes:
        """The word there, which must be a string or atom."""
        if at >= len(self.words) or isinstance(self.words[at], list):
            raise BadCommand(f"{self.name} wants more, or other, arguments")
        return self.words[at]  # type: ignore[return-value]  # not a list: said above


async def read_parts(wire: Wire, *, signed_in: bool) -> list[bytes]:
    """line, literal, line, ...; asks for each literal that waits to be asked for. Raises Gone."""
    parts = [await wire.line()]
    while parts[-1].endswith(b"}") and (found := LITERAL.search(parts[-1])):
        size = int(found[1])
        if size > (LARGEST_LITERAL if signed_in else LARGEST_BEFORE_SIGN_IN):
            await wire.send(b"* BYE [TOOBIG] A literal that large is not taken\r\n")
            wire.close()
        if not found[2]:
            await wire.send(b"+ go ahead\r\n")
        parts += [await wire.octets(size), await wire.line()]
    return parts


def command(parts: Sequence[bytes]) -> Command:
    """Raises BadCommand."""
    tag, _, rest = parts[0].partition(b" ")
    name, _, rest = rest.partition(b" ")
    if not tag or not name.isalpha():
        raise BadCommand("That is no command")
    upper = name.upper()
    if upper == b"UID":
        name, _, rest = rest.partition(b" ")
        upper = b"UID " + name.upper()
    return Command(tag, upper.decode("ascii"), words([rest, *parts[1:]]))


def words(parts: Sequence[bytes]) -> list[Word]:
    """All words of a command's arguments. Raises BadCommand where they don't fit the grammar."""
    top: list[Word] = []
    stack = [top]
    for part in range(0, len(parts), 2):
        at, line = 0, parts[part].rstrip(b" ")
        while at < len(line):
            found = TOKEN.match(line, at)
            if found is None or found.end() == at:
                raise BadCommand("The arguments can't be understood")
            at = found.end()
            _take(found, stack, parts[part + 1] if part + 1 < len(parts) else b"")
    if len(stack) > 1:
        raise BadCommand("A list is not closed")
    return top


def _take(found: re.Match[bytes], stack: list[list[Word]], literal: bytes) -> None:
    kind = found.lastgroup
    if kind == "atom":
        stack[-1].append(found["atom"])
    elif kind == "quoted":
        stack[-1].append(ESCAPED.sub(rb"\1", found["quoted"]))
    elif kind == "literal":
        stack[-1].append(literal)
    elif kind == "open":
        if len(stack) > DEEPEST:
            raise BadCommand("Too many lists in lists")
        inner: list[Word] = []
        stack[-1].append(inner)
        stack.append(inner)
    elif len(stack) == 1:
        raise BadCommand("A list is closed that was not opened")
    else:
        stack.pop()


def ranges(text: bytes, highest: int) -> list[tuple[int, int]]:
    """A sequence set as pairs low, high. RFC 9051 section 9, sequence-set."""
    found = []
    for item in text.split(b","):
        low, colon, high = item.partition(b":")
        ends = sorted((_number(low, highest), _number(high if colon else low, highest)))
        found.append((ends[0], ends[1]))
    return found


def _number(text: bytes, highest: int) -> int:
    if text == b"*":
        return highest
    if not text.isdigit() or len(text) > 10 or int(text) == 0:
        raise BadCommand("That is no set of numbers")
    return int(text)


def quoted(text: bytes) -> bytes:
    """As a quoted string; a literal where it can't be one."""
    if any(octet in text for octet in b"\r\n\0") or not text.isascii():
        return b"{%d}\r\n" % len(text) + text
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
