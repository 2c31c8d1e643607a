"""Serving the pages over HTTP(S) in this loop: uvicorn, told by us when to stop. Knows no page."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvicorn

from store.faults import Refused

from .app import make
from .house import House

log = structlog.get_logger(__name__)

STOPS = (signal.SIGTERM, signal.SIGINT)
GRACE = 5  # seconds that answers which are under way get
KEPT_OPEN = 30  # seconds that a browser's idle connection is kept


class NotServed(Refused):
    """The pages can't be served there; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """port 0: any free one. certificate, key: PEM files; None: plain HTTP. proxies: addresses or networks whose
    X-Forwarded-For and X-Forwarded-Proto are believed; nobody else's are."""

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()

    def url(self, port: int) -> str:
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}:{port}"


@dataclass(frozen=True, slots=True)
class Served:
    """Where the pages are now."""

    port: int
    url: str


async def serve(
    house: House,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    certificate: Path | None = None,
    key: Path | None = None,
    proxies: Sequence[str] = (),
    started: Callable[[Served], None] | None = None,
) -> None:
    """Until SIGTERM or SIGINT. started is told once the pages answer. Raises NotServed."""
    place = Place(host, port, certificate, key, tuple(proxies))
    async with serving(house, place) as served:
        with stopping() as told:
            if started is not None:
                started(served)
            await told.wait()


@asynccontextmanager
async def serving(house: House, place: Place) -> AsyncIterator[Served]:
    """The pages answer while the block runs; open streams end with it. Raises NotServed."""
    config = _config(house, place)
    listener = _listen(place)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="pages")
    try:
        await _up(server, task)
        port: int = listener.getsockname()[1]
        yield Served(port, place.url(port))
    finally:
        server.should_exit = True
        house.live.end()
        await task


async def _up(server: _Server, task: asyncio.Task[None]) -> None:
    up = asyncio.create_task(server.up.wait())
    done, _ = await asyncio.wait({up, task}, return_when=asyncio.FIRST_COMPLETED)
    if task in done:
        up.cancel()
        task.result()


@contextmanager
def stopping() -> Iterator[asyncio.Event]:
    """Set by the first SIGTERM or SIGINT of this process while the block runs; a second one does what it always did."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()

    def leave_alone() -> None:
        for number in STOPS:
            loop.remove_signal_handler(number)

    def hear() -> None:
        told.set()
        leave_alone()

    for number in STOPS:
        loop.add_signal_handler(number, hear)
    try:
        yield told
    finally:
        leave_alone()


class _Server(uvicorn.Server):
    """Leaves the process's signals alone, and says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


def _config(house: House, place: Place) -> uvicorn.Config:
    _check_certificate(place)
    config = uvicorn.Config(
        make(house),
        log_config=None,  # its loggers end in ours
        access_log=False,  # addresses hold tokens of invitations
        lifespan="off",
        ws="none",
        server_header=False,
        proxy_headers=bool(place.proxies),
        forwarded_allow_ips=list(place.proxies),
        timeout_keep_alive=KEPT_OPEN,
        timeout_graceful_shutdown=GRACE,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
    )
    config.load()
    return config


def _check_certificate(place: Place) -> None:
    """Before uvicorn does, which would ask the terminal for the passphrase of a key that has one."""
    if place.certificate is None:
        if place.key is not None:
            raise NotServed(f"the key {place.key} needs its certificate: --certificate FILE")
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(place.certificate, place.key, lambda: "")
    except OSError as error:  # ssl.SSLError is one
        raise NotServed(f"{_files(place)} can't be used: {_why(error)}") from error


def _files(place: Place) -> str:
    key = f" with the key {place.key}" if place.key else ""
    return f"the certificate {place.certificate}{key}"


def _why(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        mismatch = "MISMATCH" in str(error)
        return (
            "the key belongs to another certificate"
            if mismatch
            else "both must be PEM, the certificate followed by those of its issuers, and the key without a passphrase"
        )
    return f"{error.strerror}; the user that runs Postroom must be able to read both files"


def _listen(place: Place) -> socket.socket:
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        listener = socket.create_server(address[:2], family=family, backlog=256)
    except OSError as error:
        raise NotServed(f"the pages can't be served at {place.host} port {place.port}: {_no_place(error)}") from error
    with suppress(OSError):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


def _no_place(error: OSError) -> str:
    said = {
        errno.EADDRINUSE: "another program listens there: end it, or name another port with --port",
        errno.EACCES: "only root may use ports below 1024: name another one with --port, with a proxy before it",
        errno.EADDRNOTAVAIL: "this machine has no such address",
    }
    if isinstance(error, socket.gaierror):
        return "this machine does not know that name; name an address of its own with --host"
    return said.get(error.errno or 0, error.strerror or str(error))
