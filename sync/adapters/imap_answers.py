"""What an IMAP server said, taken apart: pure functions from bytes to values. No I/O, no decisions.

An answer is a list of parts: line, literal, line, ..., line. Lines come without CRLF; a line before a literal
still ends with the literal's announcement. RFC 9051 section 9 is the grammar, RFC 3501's where it is wider.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

from sync.ports import FolderStatus
from sync.signals import ProtocolViolation, excerpt

from .imap_names import decode_name

Answer = Sequence[bytes]
Token = bytes | None | list["Token"]  # an atom, string or number; NIL; a parenthesized list

TOKEN = re.compile(
    rb"""[ \t]*(?:
        (?P<open>\()
      | (?P<close>\))
      | "(?P<quoted>(?:[^"\\]|\\.)*)"
      | ~?\{\d+\+?\}(?P<literal>)$
      | (?P<atom>(?:\[[^\[\]]*\]|[^\s()])+)
    )""",
    re.VERBOSE | re.DOTALL,
)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
CODE = re.compile(rb"\[([A-Za-z0-9-]+)(?: ([^\[\]]*))?\]")
MONTHS = {name: number for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
DATE = re.compile(rb" ?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def tokens(answer: Answer) -> list[Token]:
    """The answer's words, lists nested. Quoted strings are unescaped, literals taken whole."""
    top: list[Token] = []
    stack = [top]
    for part in range(0, len(answer), 2):
        for found in TOKEN.finditer(answer[part]):
            kind = found.lastgroup
            if kind == "atom":
                stack[-1].append(_atom(found["atom"]))
            elif kind == "quoted":
                stack[-1].append(_unescape(found["quoted"]))
            elif kind == "open":
                stack[-1].append([])
                stack.append(stack[-1][-1])  # type: ignore[arg-type]
            elif kind == "close" and len(stack) > 1:
                stack.pop()
            elif kind == "literal" and part + 1 < len(answer):
                stack[-1].append(answer[part + 1])
    return top


def _atom(word: bytes) -> Token:
    return None if word.upper() == b"NIL" else word


def _unescape(text: bytes) -> bytes:
    return ESCAPED.sub(rb"\1", text) if b"\\" in text else text


def keyword(answer: Answer) -> bytes:
    """FETCH, EXISTS, SEARCH, STATUS, LIST, OK, ... of an untagged answer, in upper case."""
    words = answer[0].split(b" ", 3)
    if len(words) > 2 and words[1].isdigit():
        return words[2].upper()
    return words[1].upper() if len(words) > 1 else b""


def fetched_items(answer: Answer) -> Mapping[bytes, Token] | None:
    """The items of a FETCH answer by name (BODY[...] without its origin octet); None where it is something else."""
    if keyword(answer) != b"FETCH":
        return None
    words = tokens(answer)
    if len(words) < 4 or not isinstance(words[3], list):
        raise ProtocolViolation(f"a FETCH answer without items: {excerpt(answer[0])}")
    flat = words[3]
    return {_item_name(flat[at]): flat[at + 1] for at in range(0, len(flat) - 1, 2)}


def _item_name(name: Token) -> bytes:
    if not isinstance(name, bytes):
        raise ProtocolViolation("a FETCH answer whose item has no name")
    return name.upper().partition(b"<")[0]


def number(items: Mapping[bytes, Token], name: bytes) -> int | None:
    """A number among the items; None where it is missing."""
    value = items.get(name)
    if value is None:
        return None
    if not isinstance(value, bytes) or not value.isdigit():
        raise ProtocolViolation(f"{name.decode()} is no number in a FETCH answer")
    return int(value)


def announced_uid(parts: Answer) -> int | None:
    """The uid of a FETCH answer whose literal is just being announced, where the server told it before."""
    found = re.search(rb"[( ]UID (\d+)", parts[0][:1000], re.IGNORECASE)
    return int(found[1]) if found else None


def internal_date(value: Token) -> datetime:
    """INTERNALDATE in UTC. A server that has none, or an impossible one, gets the same date every time: 1970."""
    found = DATE.fullmatch(value) if isinstance(value, bytes) else None
    if found is None:
        return EPOCH
    day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == b"-" else 1)
    try:
        when = datetime(
            int(year), MONTHS[name.lower()], int(day), int(hour), int(minute), int(second), tzinfo=timezone(offset)
        )
        return when.astimezone(UTC)
    except (ValueError, KeyError, OverflowError):
        return EPOCH


def found_uids(answers: Sequence[Answer]) -> list[int]:
    """All numbers of the SEARCH answers, ascending, each once."""
    uids: set[int] = set()
    for answer in answers:
        if keyword(answer) == b"SEARCH":
            words = answer[0].partition(b"(")[0].split()[2:]  # (MODSEQ n) may follow, RFC 7162
            try:
                uids.update(map(int, words))
            except ValueError:
                raise ProtocolViolation(f"a SEARCH answer with more than numbers: {excerpt(answer[0])}") from None
    return sorted(uids)


def folder_status(answers: Sequence[Answer]) -> FolderStatus:
    """From the STATUS answer. RFC 9051 section 7.3.4."""
    for answer in answers:
        words = tokens(answer) if keyword(answer) == b"STATUS" else []
        if words and isinstance(words[-1], list):
            pairs = words[-1]
            return _status({pairs[at]: pairs[at + 1] for at in range(0, len(pairs) - 1, 2)})  # type: ignore[misc]
    raise ProtocolViolation("STATUS was answered with OK and no STATUS")


def _status(values: Mapping[bytes, Token]) -> FolderStatus:
    named = {name.upper(): int(value) for name, value in values.items() if isinstance(value, bytes) and value.isdigit()}
    try:
        return FolderStatus(named[b"UIDVALIDITY"], named.get(b"UIDNEXT") or None, named[b"MESSAGES"])
    except KeyError as missing:
        raise ProtocolViolation(f"STATUS without {missing.args[0].decode()}") from None


def opened_status(answers: Sequence[Answer]) -> FolderStatus:
    """From what EXAMINE was answered with. RFC 9051 section 6.3.3."""
    exists, codes = None, dict[bytes, bytes]()
    for answer in answers:
        kind = keyword(answer)
        if kind == b"EXISTS":
            exists = int(answer[0].split(b" ")[1])
        elif kind == b"OK" and (code := CODE.search(answer[0])):
            codes[code[1].upper()] = code[2] or b""
    validity, following = codes.get(b"UIDVALIDITY", b""), codes.get(b"UIDNEXT", b"")
    if exists is None or not validity.isdigit():
        raise ProtocolViolation("EXAMINE was answered without EXISTS or UIDVALIDITY")
    return FolderStatus(int(validity), int(following) if following.isdigit() and int(following) else None, exists)


def listed_folders(answers: Sequence[Answer]) -> Iterator[tuple[str, bytes]]:
    """Folders that can be opened: the name for people, and the name as the server spells it. RFC 9051 section 7.3.1."""
    for answer in answers:
        words = tokens(answer) if keyword(answer) == b"LIST" else []
        if len(words) < 5 or not isinstance(words[2], list) or not isinstance(words[4], bytes):
            continue
        flags = {flag.lower() for flag in words[2] if isinstance(flag, bytes)}
        if not flags & {rb"\noselect", rb"\nonexistent"}:
            yield decode_name(words[4]), words[4]


def capabilities(line: bytes) -> frozenset[str]:
    """The words of a CAPABILITY answer or response code, in upper case; empty where the line has none."""
    found = re.search(rb"(?:^\* |\[)CAPABILITY ([^\]\r\n]*)", line, re.IGNORECASE)
    return frozenset(found[1].decode("ascii", "replace").upper().split()) if found else frozenset()
