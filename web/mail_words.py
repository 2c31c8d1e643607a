"""Strangers' words as they may be shown: nothing that can't be seen, no longer than a page can bear. Pure.

Unlike errors.render.safe this keeps lines apart and hides no passwords: it is for what its reader wrote or was sent.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from email.errors import MessageError
from email.header import decode_header

SEEN_AS = "\N{REPLACEMENT CHARACTER}"
LONGEST_ENCODED = 2000  # characters of a header in which encoded words are looked for
DEEPEST_PILE = 8  # marks on one letter

JOINERS = "\u200c\u200d"  # part of words in Persian and Hindi, and of emoji
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINES = frozenset("\x0b\x0c\x85\u2028\u2029")
REPLACED = frozenset({"Cc", "Cs", "Co", "Cn"})

BREAK = re.compile(r"\r\n?")
SPACES = re.compile(r"\s+")
MARKS = r"\u0300-\u036f\u0483-\u0489\u0e31-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
PILE = re.compile(rf"[{MARKS}]{{{DEEPEST_PILE},}}")
NAME = re.compile(r"[A-Za-z0-9._:-]{1,40}")
# Other codecs that Python knows are none of mail's, and some take time that grows with the square of what they read.
MAILS_OWN = re.compile(r"(?:utf-|iso|ascii|cp\d|koi8|mac|gb|big5|euc|shift|hz|johab|tis|ptcp|kz|hp)")


class _Seen(dict[int, str | int | None]):
    """What a letter is shown as, found when it is first met."""

    def __missing__(self, letter: int) -> str | int | None:
        self[letter] = shown = _seen_as(chr(letter))
        return shown


def _seen_as(letter: str) -> str | None:
    if letter in "\n\t" or letter in JOINERS:
        return letter
    if letter in LINES:
        return "\n"
    kind = unicodedata.category(letter)
    if letter in BIDI or kind in REPLACED:
        return SEEN_AS
    return None if kind == "Cf" else letter


_SEEN = _Seen()


def visible(text: str) -> str:
    """What overrides the direction of writing, controls and surrogates become the replacement character; what else has
    no looks is taken out; marks are not piled up. Lines stay lines."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return PILE.sub(lambda pile: pile[0][:DEEPEST_PILE], BREAK.sub("\n", text).translate(_SEEN))


def one_line(text: str, longest: int) -> str:
    line = SPACES.sub(" ", visible(text[: 4 * longest])).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


def fitting(text: str, octets: int) -> str:
    """The longest start of it that takes no more than that in a page."""
    low, high = 0, min(len(text), octets)
    while low < high:
        middle = (low + high + 1) // 2
        if len(html.escape(text[:middle]).encode("utf-8", "replace")) <= octets:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def decoded(octets: bytes, charset: str | None) -> str:
    """In the character set that it claims, where that is one; else as UTF-8 or, failing that, Latin-1."""
    name = codec_of(charset)
    if name is not None:
        try:
            return octets.decode(name, "replace")
        except (LookupError, ValueError):
            pass
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def codec_of(charset: str | None) -> str | None:
    if charset is None or not NAME.fullmatch(charset):
        return None
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    return name if MAILS_OWN.match(name) else None


def unfolded(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) decoded, where they can be."""
    flat = SPACES.sub(" ", value[:LONGEST_ENCODED]).strip()
    if "=?" not in flat:
        return flat
    try:
        pieces = decode_header(flat)
    except (MessageError, ValueError):
        return flat
    return "".join(text if isinstance(text, str) else decoded(text, charset or "latin-1") for text, charset in pieces)
