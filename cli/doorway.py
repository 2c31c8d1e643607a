"""Where the pages are: under which names they are reached, what is dangerous about that, and the first way in."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

if TYPE_CHECKING:
    from store.session import Tx
    from web.house import WebSettings
    from web.serve import Place

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (to know it when it is asked for)

IN_CLEAR = (
    "warning: the pages are open to the network without TLS: passwords would pass in clear, and browsers would keep "
    "nobody signed in, since our cookie is for https only.\n"
    "  Give --certificate and --key; or let a proxy with TLS stand before it and say --public-url https://NAME; or "
    "leave out --host."
)
NO_PROXY_NAMED = (
    "note: without --trust-proxy ADDRESS all sign-ins seem to come from the proxy, and share one limit; docs/pages.md "
    "shows how to set it up"
)
FIRST = "Nobody can sign in as an administrator yet. Who opens this link first, within 24 hours, becomes one:"
NOT_HERE = (
    "Nobody can sign in as an administrator yet, and what is printed here goes to a log, where no link that lets "
    "somebody in belongs.\nMake the first one at a terminal: `postroom person add ADDRESS --administrator`."
)


# -- what may be asked for -----------------------------------------------------------------------------------------


def public_url(text: str) -> str:
    """scheme://host[:port], without what follows. Raises typer.BadParameter."""
    allowed = "write https://NAME or https://NAME:PORT (the pages have no place but the root of a host)"
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no address: {allowed}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise typer.BadParameter(f"{text!r}: {allowed}")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise typer.BadParameter(f"{text!r}: {allowed}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"


def network(text: str) -> str:
    """An address, or several as a network. Raises typer.BadParameter."""
    try:
        return str(ipaddress.ip_network(text.strip()) if "/" in text else ipaddress.ip_address(text.strip()))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no address or network of a proxy ({error})") from None


# -- where they are ------------------------------------------------------------------------------------------------


def web_settings(place: Place, url: str | None) -> WebSettings:
    """Which Host headers are answered: of this machine's names those that it is bound to."""
    from web.house import WebSettings

    return WebSettings(url, tuple(dict.fromkeys([*LOOPBACK, *_names(place.host, url)])))


def _names(host: str, url: str | None) -> list[str]:
    if host not in EVERYWHERE:
        return [_bracketed(host)]
    if url is not None:
        return []
    names = [socket.gethostname(), socket.getfqdn()]
    with suppress(OSError):
        found = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
        names += [_bracketed(str(address[0]).partition("%")[0]) for *_, address in found]
    return names


def shown(place: Place, port: int, url: str | None) -> str:
    """The address that a person opens."""
    if url is not None:
        return url
    scheme = "https" if place.certificate else "http"
    host = socket.getfqdn() if place.host in EVERYWHERE else place.host
    return f"{scheme}://{_bracketed(host)}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def cautions(place: Place, url: str | None) -> list[str]:
    """What to say before anybody types a password."""
    said = []
    if _in_clear(place, url):
        said.append(IN_CLEAR)
    if url is not None and place.certificate is None and not place.proxies:
        said.append(NO_PROXY_NAMED)
    return said


def _in_clear(place: Place, url: str | None) -> bool:
    """Whether browsers on other machines reach the pages, and without TLS."""
    if url is not None:
        return url.startswith("http://") and not _is_loopback(urlsplit(url).hostname or "")
    return place.certificate is None and not _is_loopback(place.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# -- the first way in ----------------------------------------------------------------------------------------------


async def first_link(tx: Tx, address: str) -> str | None:
    """What to print while no administrator can sign in; None once one can."""
    from store import audit, invitations

    if not await invitations.needs_administrator(tx):
        return None
    if _goes_to_the_journal():
        return NOT_HERE
    token = await invitations.make(tx, invitations.Purpose.ADMINISTRATOR)
    await audit.note(tx, audit.COMMAND_LINE, "made the link for the first administrator")
    return f"{FIRST}\n    {address}/welcome/{token}"


def _goes_to_the_journal() -> bool:
    """systemd.exec(5): JOURNAL_STREAM names the device and inode of what it reads."""
    about = os.fstat(sys.stdout.fileno())
    return os.environ.get("JOURNAL_STREAM") == f"{about.st_dev}:{about.st_ino}"
