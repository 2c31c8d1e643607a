"""Fetching from the open folder: which messages per command, how large a literal may be, what an answer holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sync import headers
from sync.ports import Description, Fetched
from sync.signals import ProtocolViolation

from .imap_answers import Answer, Token, announced_uid, fetched_items, internal_date, number
from .imap_exchange import Allowance, small_literals
from .imap_names import ranges

DESCRIBED = b"(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
WHOLE = b"(UID INTERNALDATE BODY.PEEK[])"
HEADERS = b"(UID BODY.PEEK[HEADER])"

MOST_MESSAGES = 200  # a command; measured: more gains nothing
MOST_OCTETS = 4 * 1024 * 1024  # a command, as announced; one message may be larger alone
SLACK = 1024 * 1024  # octets beyond twice the announced size: some servers only guess RFC822.SIZE
MOST_HEADERS = 4 * 1024 * 1024  # octets of a header section


class LiteralTooLarge(ProtocolViolation):
    """A message is far larger than the server said before; nothing of it was read."""


def commands(uids: Sequence[int], expected: Mapping[int, int]) -> Iterator[Sequence[int]]:
    """Ascending uids, cut into commands bounded by number, octets and length of the line."""
    chunk: list[int] = []
    octets = 0
    for uid in uids:
        size = expected.get(uid, 0)
        if chunk and (len(chunk) == MOST_MESSAGES or octets + size > MOST_OCTETS):
            yield chunk
            chunk, octets = [], 0
        chunk.append(uid)
        octets += size
    if chunk:
        yield chunk


def sequence_set(uids: Sequence[int]) -> bytes:
    return ",".join(ranges(uids)).encode()


def expecting(expected: Mapping[int, int], uids: Sequence[int]) -> Allowance:
    """Lets a message's literal pass up to twice its announced size and some."""
    largest = max((expected.get(uid, 0) for uid in uids), default=0)

    def allow(parts: Answer, size: int) -> None:
        uid = announced_uid(parts)
        announced = expected.get(uid, largest) if uid is not None else largest
        if size > 2 * announced + SLACK:
            raise LiteralTooLarge(
                f"message {uid or 'of unknown uid'}: announced with {announced} octets, sent with {size}"
            )

    return allow


def header_sections(parts: Answer, size: int) -> None:
    if size > MOST_HEADERS:
        small_literals(parts, size)


def described(answers: Sequence[Answer]) -> Sequence[Description]:
    """One for each message that has a size; what a server tells of one message in several answers is put together."""
    by_uid: dict[int, dict[bytes, Token]] = {}
    for answer in answers:
        items = fetched_items(answer)
        if items is not None and (uid := number(items, b"UID")) is not None:
            by_uid.setdefault(uid, {}).update(items)
    return [_description(uid, items) for uid, items in sorted(by_uid.items()) if items.get(b"RFC822.SIZE") is not None]


def _description(uid: int, items: Mapping[bytes, Token]) -> Description:
    header = next((value for name, value in items.items() if name.startswith(b"BODY[HEADER")), None)
    message_id = headers.message_id(header) if isinstance(header, bytes) else ""
    return Description(uid, number(items, b"RFC822.SIZE") or 0, internal_date(items.get(b"INTERNALDATE")), message_id)


def whole(answer: Answer) -> Fetched | None:
    """A message, where the answer holds one: answers that only tell of flags may come at any time."""
    items = fetched_items(answer)
    if items is None or not isinstance(raw := items.get(b"BODY[]"), bytes):
        return None
    uid = number(items, b"UID")
    if uid is None:
        raise ProtocolViolation("a message without its UID in answer to UID FETCH")
    return Fetched(uid, raw, internal_date(items.get(b"INTERNALDATE")))


def header_section(answers: Sequence[Answer], uid: int) -> bytes | None:
    for answer in answers:
        items = fetched_items(answer)
        if items is not None and number(items, b"UID") == uid and isinstance(raw := items.get(b"BODY[HEADER]"), bytes):
            return raw
    return None
