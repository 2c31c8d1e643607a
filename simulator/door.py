"""One port of a profile: listens, or keeps the port without listening, and knows who is inside."""

from __future__ import annotations

import asyncio
import socket

from .imap.converse import converse
from .imap.session import House, Session
from .wire import Wire

BACKLOG = 4096


class Door:
    """refuse() and open() come in pairs, which may overlap: it listens again after the last one."""

    def __init__(self, host: str, port: int, profile: str, house: House, *, tls: bool) -> None:
        self.profile = profile
        self.port = port
        self._host = host
        self._house = house
        self._tls = tls
        self._refusing = 0
        self._server: asyncio.Server | None = None
        self._closed: socket.socket | None = None
        self._sessions: dict[asyncio.Task[None], Wire] = {}
        self._bugs: list[Exception] = []

    async def open(self) -> bool:
        """Listen, unless some other trouble keeps it closed; whether it does."""
        self._refusing = max(0, self._refusing - 1)
        if self._refusing:
            return False
        if self._closed is not None:
            self._closed.close()
            self._closed = None
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Wire(self._welcome), self._host, self.port, backlog=BACKLOG, reuse_address=True
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return True

    def refuse(self, *, cut_sessions: bool) -> None:
        """Stop listening. The port stays taken, so that nobody else gets it meanwhile."""
        self._refusing += 1
        if self._server is not None:
            self._server.close()
            self._server = None
            self._closed = socket.socket(socket.AF_INET6 if ":" in self._host else socket.AF_INET)
            self._closed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._closed.bind((self._host, self.port))
        if cut_sessions:
            for wire in list(self._sessions.values()):
                wire.abort()

    async def shut(self) -> list[Exception]:
        """Nobody is served any more; what broke in sessions by our own fault."""
        if self._server is not None:
            self._server.close()
        if self._closed is not None:
            self._closed.close()
        tasks = list(self._sessions)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return self._bugs

    def _welcome(self, wire: Wire) -> None:
        session = Session(wire, self._house, self.profile)
        task = asyncio.create_task(converse(session, tls=self._tls))
        self._sessions[task] = wire
        self._house.events.connected()
        task.add_done_callback(self._farewell)

    def _farewell(self, task: asyncio.Task[None]) -> None:
        del self._sessions[task]
        self._house.events.disconnected()
        if not task.cancelled() and isinstance(bug := task.exception(), Exception):
            self._bugs.append(bug)
            task.get_loop().call_exception_handler({"message": "a bug of the simulator's", "exception": bug})
