"""aioimaplib's IMAP protocol, hardened: bytes in, whole answers out, and the real reason when it ends.

Stock aioimaplib 2.0 parses by recursion, forgets a BYE and lets commands wait for their time-out when the connection
is gone. Here one buffer is read in a loop, literals are handed over whole, sizes are bounded, and every pending
command ends at once. No policy, no stages, no secrets in any text: see imap_session for those.
"""

from __future__ import annotations

import asyncio
import logging
import re

from aioimaplib.aioimaplib import AUTH, LOGOUT, NONAUTH, Commands, IMAP4ClientProtocol

from sync.signals import ConnectionClosed, ProtocolViolation, excerpt

from .imap_answers import capabilities
from .imap_exchange import Allowance, Exchange, Goodbye, small_literals

logging.getLogger("aioimaplib").setLevel(logging.WARNING)  # at DEBUG it prints every block that it reads

LONGEST_LINE = 256 * 1024
LONGEST_SEARCH = 32 * 1024 * 1024  # one SEARCH line names every message of a folder

LITERAL = re.compile(rb"~?\{(\d{1,18})\+?\}$")
WORDS_ONLY = re.compile(rb"(?:\* |[A-Z0-9]+ )(?:OK|NO|BAD|BYE|PREAUTH) |\+", re.IGNORECASE)  # no literal follows these
VERDICT = re.compile(rb"(OK|NO|BAD)(?: (.*))?$", re.IGNORECASE | re.DOTALL)


class HardenedProtocol(IMAP4ClientProtocol):  # type: ignore[misc]  # aioimaplib has no types
    """One connection. lost says why it can't be used any more; None while it can."""

    transport: asyncio.Transport

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.lost: Exception | None = None
        self.secure = False  # whether TLS lies over it
        self.received = 0  # octets so far: who waits for a large answer sees it grow
        self.offered: frozenset[str] = frozenset()  # capabilities as last told
        self.greeting = Exchange("CAPABILITY", "*", small_literals, loop)  # ends with the server's first line
        self._gone = loop.create_future()
        self._buffer = bytearray()
        self._scanned = 0  # up to here the buffer holds no end of line
        self._parts: list[bytes] = []
        self._wanted: int | None = None  # octets of the literal that is coming in
        self._pending: dict[str, Exchange] = {}  # oldest first
        self._sealed = False  # STARTTLS was agreed to: what comes next must be TLS

    # -- what the session calls

    def begin(self, name: str, allow: Allowance = small_literals) -> Exchange:
        """A new exchange, before anything is sent. Raises what ended the connection, if something did."""
        if self.lost is not None:
            raise self.lost
        if self.state not in Commands[name].valid_states:
            raise RuntimeError(f"{name} makes no sense in the state {self.state}")
        exchange = Exchange(name, self.new_tag(), allow, self.loop)
        self._pending[exchange.tag] = exchange
        return exchange

    def aside(self, name: str) -> bytes:
        """The line of a command whose answer nobody waits for, to be sent in front of another one."""
        return f"{self.begin(name).tag} {name}\r\n".encode()

    def write(self, octets: bytes) -> None:
        if self.lost is not None:
            raise self.lost
        self.transport.write(octets)

    def give_up(self, reason: Exception) -> None:
        """Nothing more is to be expected or believed of this connection."""
        self._lose(reason)
        if self.transport is not None:
            self.transport.abort()

    @property
    def busy(self) -> bool:
        """Whether a command is under way."""
        return bool(self._pending)

    async def closed(self, seconds: float) -> None:
        """Close as TLS wants it (each side says so), and come back when it is done; after that time it is cut off."""
        self._lose(ConnectionClosed())
        self.transport.close()
        await asyncio.wait([self._gone], timeout=seconds)
        self.transport.abort()

    def drop(self) -> None:
        """Close at once, with nothing more to say."""
        self.give_up(ConnectionClosed())

    def leftover(self) -> int:
        """Octets that came in and belong to no finished answer."""
        return len(self._buffer) + sum(map(len, self._parts))

    def secured(self, transport: asyncio.Transport) -> None:
        """TLS was laid over the connection. What the server offered in clear is forgotten (RFC 9051 section 6.2.1)."""
        self.transport = transport
        self.secure = True
        self.offered = frozenset()
        self._sealed = False

    # -- what asyncio calls

    def data_received(self, data: bytes) -> None:
        if self.lost is not None:
            return
        self.received += len(data)
        self._buffer += data
        try:
            self._take_answers()
        except ProtocolViolation as seen:
            self.give_up(seen)

    def eof_received(self) -> None:
        self._lose(ConnectionClosed())

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if not self._gone.done():
            self._gone.set_result(None)
        self._lose(exc or ConnectionClosed())

    # -- bytes to answers

    def _take_answers(self) -> None:
        at = 0
        goodbye = self.lost
        try:
            while not self._sealed and self.lost is None and (end := self._take_part(at)) is not None:
                at = end
        finally:
            del self._buffer[:at]
            self._scanned = max(0, self._scanned - at)
        if goodbye is not self.lost and self.lost is not None:
            self._fail_pending(self.lost)

    def _take_part(self, at: int) -> int | None:
        """Take one line or literal from there on; where it ends, or None when it is not whole yet."""
        return self._take_line(at) if self._wanted is None else self._take_literal(at, self._wanted)

    def _take_literal(self, at: int, size: int) -> int | None:
        end = at + size
        if len(self._buffer) < end:
            return None
        self._parts.append(bytes(memoryview(self._buffer)[at:end]))
        self._wanted, self._scanned = None, end
        return end

    def _take_line(self, at: int) -> int | None:
        end = self._buffer.find(b"\n", max(at, self._scanned))
        if end < 0:
            self._scanned = len(self._buffer)
            self._refuse_endless_line(at)
            return None
        stop = end - 1 if end > at and self._buffer[end - 1] == 13 else end  # a bare LF ends a line too
        self._parts.append(bytes(memoryview(self._buffer)[at:stop]))
        self._end_of_line()
        return end + 1

    def _refuse_endless_line(self, at: int) -> None:
        size = len(self._buffer) - at
        if size > LONGEST_LINE and (self._buffer[at : at + 9].upper() != b"* SEARCH " or size > LONGEST_SEARCH):
            raise ProtocolViolation(f"a line that does not end: {excerpt(bytes(self._buffer[at : at + 201]))}")

    def _end_of_line(self) -> None:
        """The line announces a literal, or the answer is whole."""
        parts = self._parts
        if parts[-1].endswith(b"}") and (found := LITERAL.search(parts[-1])) and not WORDS_ONLY.match(parts[0]):
            size = int(found[1])
            current = self._current()
            (current.allow if current else small_literals)(parts, size)
            self._wanted = size
            return
        self._parts = []
        self._answer(parts)

    # -- answers to those who wait

    def _current(self) -> Exchange | None:
        return next(iter(self._pending.values()), None)

    def _answer(self, parts: list[bytes]) -> None:
        line = parts[0]
        if not self.greeting.ended:
            self._greet(line)
        elif line.startswith(b"* "):
            self._untagged(parts)
        elif line.startswith(b"+"):
            self._continue(line)
        elif line.strip() not in (b"", b")"):  # some servers send an empty line, or close a list twice
            self._tagged(line)

    def _greet(self, line: bytes) -> None:
        kind = line[:10].upper()
        if kind.startswith(b"* OK"):
            self.state = NONAUTH
        elif kind.startswith(b"* PREAUTH"):
            self.state = AUTH
        elif kind.startswith(b"* BYE"):
            self._say_goodbye(line)
            return
        else:
            raise ProtocolViolation(f"not the greeting of an IMAP server: {excerpt(line)}")
        self.offered = capabilities(line)
        self.greeting.finish(b"OK")

    def _untagged(self, parts: list[bytes]) -> None:
        line = parts[0]
        if line[2:5].upper() == b"BYE":
            self._say_goodbye(line)
            return
        self.offered = capabilities(line) or self.offered
        current = self._current()
        if current is not None:
            current.take(parts)

    def _say_goodbye(self, line: bytes) -> None:
        """The connection is as good as gone; a LOGOUT is answered by this very word (RFC 9051 section 6.1.3)."""
        current = self._current()
        if current is None or current.name != "LOGOUT":
            self.lost = Goodbye(line)
            self.state = LOGOUT

    def _continue(self, line: bytes) -> None:
        current = self._current()
        if current is not None:
            current.continuations.append(line[1:].strip())
            current.wake()

    def _tagged(self, line: bytes) -> None:
        tag, _, rest = line.partition(b" ")
        verdict = VERDICT.match(rest)
        exchange = self._pending.pop(tag.decode("ascii", "replace"), None)
        if verdict is None or exchange is None:
            raise ProtocolViolation(f"not an IMAP answer: {excerpt(line)}")
        self.offered = capabilities(line) or self.offered
        if exchange.name == "STARTTLS" and verdict[1].upper() == b"OK":
            self._sealed = True
            self.transport.pause_reading()
        exchange.finish(rest)

    # -- the end

    def _lose(self, reason: Exception) -> None:
        """The first reason is the real one; what comes after is its echo."""
        if self.lost is None:
            self.lost = reason
            self.state = LOGOUT
        self._fail_pending(self.lost)

    def _fail_pending(self, reason: Exception) -> None:
        self.greeting.fail(reason)
        for exchange in self._pending.values():
            exchange.fail(reason)
        self._pending.clear()
