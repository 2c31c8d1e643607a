"""One TCP connection as a session sees it: lines and octets in, octets out, TLS on request, and ways to end it."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from typing import cast

LONGEST_LINE = 64 * 1024
MOST_HELD = 128 * 1024 * 1024  # octets that came in and nobody has read yet
HANDSHAKE_PATIENCE = 30.0  # seconds
PACED_BITE = 128  # octets at a time, when slow


class Gone(Exception):
    """The connection is over, whoever ended it."""


class Wire(asyncio.Protocol):
    """pace, where there is one, waits for that many octets to be on their way, and says whether slowness goes on."""

    def __init__(self, opened: Callable[[Wire], None]) -> None:
        self._opened = opened
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._incoming: asyncio.Future[None] | None = None
        self._drained: asyncio.Future[None] | None = None
        self._paused = False
        self.pace: Callable[[int], Awaitable[bool]] | None = None
        self.over: asyncio.Future[None] = self._loop.create_future()
        self.secured = False

    # -- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.pause_reading()  # until the session knows whether TLS comes first
        self._opened(self)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > MOST_HELD:
            self.abort()
        self._wake(self._incoming)

    def eof_received(self) -> None:
        self._end()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 asyncio's signature
        self._end()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._wake(self._drained)

    # -- what sessions call

    def listen(self) -> None:
        """Let octets come in."""
        self._transport.resume_reading()

    async def secure(self, context: ssl.SSLContext) -> None:
        """Become TLS. What the client sent in clear ahead of it is thrown away (RFC 9051 section 6.2.1)."""
        self._transport.pause_reading()
        self._buffer.clear()
        try:
            secured = await self._loop.start_tls(
                self._transport, self, context, server_side=True, ssl_handshake_timeout=HANDSHAKE_PATIENCE
            )
        except OSError:  # ssl.SSLError is one
            secured = None
        if secured is None:
            self._end()
            raise Gone
        self._transport, self.secured = secured, True

    async def line(self) -> bytes:
        """The next line without its end."""
        scanned = 0
        while (end := self._buffer.find(b"\n", scanned)) < 0:
            scanned = len(self._buffer)
            if scanned > LONGEST_LINE:
                self.close()
                raise Gone
            await self._more()
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line[:-1] if line.endswith(b"\r") else line

    async def octets(self, number: int) -> bytes:
        while len(self._buffer) < number:
            await self._more()
        taken = bytes(self._buffer[:number])
        del self._buffer[:number]
        return taken

    async def send(self, data: bytes) -> None:
        if self.pace is not None:
            await self._send_slowly(data)
        elif self.over.done():
            raise Gone
        else:
            self._transport.write(data)
            if self._paused:
                await self._drain()

    def close(self) -> None:
        """What was sent still goes out."""
        self._transport.close()
        self._end()

    def abort(self) -> None:
        """A RST instead of a FIN."""
        raw = self._transport.get_extra_info("socket")
        if raw is not None and raw.fileno() >= 0:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()
        self._end()

    # -- inner parts

    async def _more(self) -> None:
        if self.over.done():
            raise Gone
        self._incoming = self._loop.create_future()
        try:
            await self._incoming
        finally:
            self._incoming = None

    async def _drain(self) -> None:
        while self._paused:
            if self.over.done():
                raise Gone
            self._drained = self._loop.create_future()
            await self._drained

    async def _send_slowly(self, data: bytes) -> None:
        for at in range(0, len(data), PACED_BITE):
            if self.over.done():
                raise Gone
            bite = data[at : at + PACED_BITE]
            if self.pace is not None and not await self.pace(len(bite)):
                self.pace = None
            self._transport.write(bite)

    def _end(self) -> None:
        self._wake(self.over)
        self._wake(self._incoming)
        self._wake(self._drained)

    @staticmethod
    def _wake(future: asyncio.Future[None] | None) -> None:
        if future is not None and not future.done():
            future.set_result(None)
