"""From a host's name to a connection: look it up, connect to what answers first. Knows no IMAP and no TLS."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any

HEAD_START = 0.25  # seconds before the next address is tried too, RFC 8305 section 5
KEEP_ALIVE = {"TCP_KEEPIDLE": 60, "TCP_KEEPINTVL": 15, "TCP_KEEPCNT": 4}  # seconds, seconds, times

Address = tuple[socket.AddressFamily, Any]


async def look_up(host: str, port: int) -> Sequence[Address]:
    """Its addresses, families taken in turn (RFC 8305 section 4). Raises socket.gaierror, UnicodeError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys((family, address) for family, _, _, _, address in found))
    first = [each for each in addresses if each[0] == addresses[0][0]]
    other = [each for each in addresses if each[0] != addresses[0][0]]
    return [each for each in chain.from_iterable(zip_longest(first, other)) if each is not None]


async def dial(addresses: Sequence[Address]) -> socket.socket:
    """The first connection that stands; the others are given up. Raises the first address's OSError when none does."""
    waiting = list(addresses)
    running: list[asyncio.Task[socket.socket]] = []
    refusals: list[OSError] = []
    try:
        while waiting or running:
            if waiting:
                running.append(asyncio.create_task(_connect(*waiting.pop(0))))
            done, _ = await asyncio.wait(
                running, timeout=HEAD_START if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in [each for each in running if each in done]:
                running.remove(task)
                if (refusal := task.exception()) is None:
                    return task.result()
                refusals.append(_as_os_error(refusal))
    finally:
        await _give_up(running)
    raise refusals[0]


async def _connect(family: socket.AddressFamily, address: Any) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        _keep_alive(connection)
        await asyncio.get_running_loop().sock_connect(connection, address)
    except BaseException:
        connection.close()
        raise
    return connection


def _keep_alive(connection: socket.socket) -> None:
    """A session that is kept between polls and whose peer is gone should be known to be dead before the next poll."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEP_ALIVE.items():
        if (option := getattr(socket, name, None)) is not None:  # not every system has them
            connection.setsockopt(socket.IPPROTO_TCP, option, value)


def _as_os_error(refusal: BaseException) -> OSError:
    if not isinstance(refusal, OSError):
        raise refusal
    return refusal


async def _give_up(running: Sequence[asyncio.Task[socket.socket]]) -> None:
    """Cancel, and close what stood nevertheless."""
    for task in running:
        task.cancel()
    for task in running:
        with contextlib.suppress(asyncio.CancelledError, OSError):
            (await task).close()
