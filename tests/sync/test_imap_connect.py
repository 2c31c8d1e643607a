"""Of several addresses the first that answers is taken, and none is waited for longer than it must be."""

import asyncio
import socket
import time

import pytest

from sync.adapters.imap_connect import HEAD_START, dial, look_up

pytestmark = pytest.mark.contract


@pytest.fixture
async def listening():
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    yield socket.AF_INET, server.sockets[0].getsockname()
    server.close()


@pytest.fixture
def refusing():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield socket.AF_INET, taken.getsockname()


@pytest.fixture
def silent():
    """A listener whose queue is full takes no connection and refuses none."""
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield socket.AF_INET, full.getsockname()


async def test_the_next_address_is_tried_at_once_when_one_refuses(refusing, listening):
    began = time.monotonic()
    with await dial([refusing, listening]) as connection:
        assert connection.getpeername() == listening[1]
    assert time.monotonic() - began < HEAD_START


async def test_the_next_address_is_tried_soon_when_one_is_silent(silent, listening):
    began = time.monotonic()
    with await dial([silent, listening]) as connection:
        assert connection.getpeername() == listening[1]
    assert HEAD_START <= time.monotonic() - began < 4 * HEAD_START


async def test_when_all_refuse_the_first_refusal_is_told(refusing):
    with pytest.raises(ConnectionRefusedError, match=str(refusing[1][1])):
        await dial([refusing, (socket.AF_INET6, ("::1", refusing[1][1], 0, 0))])


async def test_who_stops_waiting_leaves_no_connection_behind(silent):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await dial([silent, silent])
    assert len(asyncio.all_tasks()) == 1


async def test_an_address_is_its_own_name():
    assert await look_up("127.0.0.1", 143) == [(socket.AF_INET, ("127.0.0.1", 143))]
