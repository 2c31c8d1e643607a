"""An IMAP server on loopback whose every word is written in the test: for what real servers seldom do."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from sync.adapters.imap import ImapSettings

Script = Callable[["Peer"], Awaitable[None]]


class Peer:
    """The server's side of one connection. heard: all that the client sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.tag = b"*"
        self.heard = b""

    async def say(self, *octets: bytes) -> None:
        """As they are, TAG replaced by the last command's."""
        for each in octets:
            self.writer.write(each.replace(b"TAG", self.tag))
        await self.writer.drain()

    async def line(self) -> bytes:
        """One line of the client's, which need not be a command."""
        line = await self.reader.readline()
        self.heard += line
        return line.rstrip(b"\r\n")

    async def hears(self, pattern: bytes) -> bytes:
        """The next command, which must look like that; its arguments."""
        line = await self.line()
        self.tag, _, rest = line.partition(b" ")
        assert re.match(pattern, rest, re.IGNORECASE), f"expected {pattern!r}, heard {rest!r}"
        return rest

    async def greets(self, capabilities: bytes = b"IMAP4rev1 AUTH=PLAIN SASL-IR") -> None:
        await self.say(b"* OK [CAPABILITY %s] hello\r\n" % capabilities)

    async def lets_in(self, capabilities: bytes = b"IMAP4rev1 AUTH=PLAIN SASL-IR") -> None:
        """Greeting and sign-in, as they should be."""
        await self.greets(capabilities)
        await self.hears(b"AUTHENTICATE PLAIN")
        await self.say(b"TAG OK [CAPABILITY IMAP4rev1] in\r\n")

    async def opens(self) -> None:
        """Lets in, and answers one EXAMINE of a folder with three messages."""
        await self.lets_in()
        await self.hears(b"EXAMINE")
        await self.say(b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\nTAG OK [READ-ONLY] open\r\n")

    async def starts_tls(self, context: ssl.SSLContext) -> None:
        await self.writer.start_tls(context)

    def hangs_up(self) -> None:
        self.writer.close()

    def resets(self) -> None:
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def stalls(self) -> None:
        """Says nothing until the client goes, or wants to."""
        while octets := await self.reader.read(1000):
            self.heard += octets
            if b"LOGOUT" in octets:
                return


@asynccontextmanager
async def serving(script: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[int, list[Peer]]]:
    """The port, and the connections so far. What fails in a script fails the test."""
    peers: list[Peer] = []
    failures: list[BaseException] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.append(Peer(reader, writer))
        try:
            await script(peers[-1])
        except (OSError, asyncio.CancelledError):
            pass
        except AssertionError as failure:
            failures.append(failure)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1], peers
    finally:
        server.close()
    for failure in failures:
        raise failure


def settings(port: int, security: str = "none", seconds: float = 5, **changed: object) -> ImapSettings:
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": port,
        "security": security,
        "ca": None,
        "username": "ana@example.org",
        "password": "correct horse",
        "timeout": timedelta(seconds=seconds),
        "max_message_size": 50_000_000,
    }
    return ImapSettings(**(values | changed))  # type: ignore[arg-type]
