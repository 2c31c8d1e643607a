"""Trying a password, and what a sign-in does: a new session, the old one ended. Renders nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import structlog
from fastapi import Depends, Request

from store import audit, people, sessions, sign_in
from store.people import Account
from store.session import Store, Tx
from store.sign_in import Limit, TooMany, Try

from . import cookies
from .guards import hostname
from .house import House
from .passwords import Passwords, TooBusy
from .reader import SESSION

log = structlog.get_logger(__name__)

OURS = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # a path here: printable ASCII without backslashes, no //host
LONGEST_PATH = 2000
LOOPBACK = re.compile(r"localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\]")


@dataclass(frozen=True, slots=True)
class Opened:
    """token: of the new session."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """No such account, no password, or another one: nobody learns which."""


def passwords_of(request: Request) -> Passwords:
    passwords: Passwords = request.app.state.passwords
    return passwords


ThePasswords = Annotated[Passwords, Depends(passwords_of)]


def next_path(wanted: str) -> str:
    """Where to go after the sign-in: to a page of ours, whatever the address says."""
    return wanted if len(wanted) <= LONGEST_PATH and OURS.fullmatch(wanted) else "/"


def keeps_cookies(request: Request, house: House) -> bool:
    """Whether a browser keeps Secure cookies of this address: with TLS, also before a proxy, or on its own machine."""
    host = request.headers.get("host", "")
    public = house.settings.public_url or ""
    by_tls = request.url.scheme == "https" or public.rstrip("/").lower() == f"https://{host}".lower()
    return by_tls or LOOPBACK.fullmatch(hostname(host)) is not None


async def attempt(
    request: Request, store: Store, passwords: Passwords, address: str, password: str
) -> Opened | Wrong | TooMany:
    """Raises TooBusy."""
    async with store.read() as tx:
        account = await people.account(tx, address)
    limits = _limits(request, address, account)
    kept = account.password if account else None
    tried = await tried_password(store, passwords, limits, kept, password)
    if isinstance(tried, TooMany):
        return tried
    if tried is None or account is None:
        log.warning("sign_in.refused", source=network_address(request), known=account is not None)
        return Wrong()
    renewed = await passwords.hashed(password) if kept and passwords.outdated(kept) else None
    async with store.write() as tx:
        return await _passed(tx, request, tried, account, renewed)


async def tried_password(
    store: Store, passwords: Passwords, limits: list[Limit], kept: str | None, password: str
) -> Try | TooMany | None:
    """None: it was wrong. A try that passed is to be taken back (sign_in.passed). Raises TooBusy."""
    tried = await _begun(store, limits)
    if isinstance(tried, TooMany):
        return tried
    try:
        return tried if await passwords.right(kept, password) else None
    except TooBusy:
        async with store.write() as tx:
            await sign_in.passed(tx, tried)
        raise


async def _begun(store: Store, limits: list[Limit]) -> Try | TooMany:
    async with store.read() as tx:
        paused = await sign_in.pause(tx, limits)
    if paused is not None:
        return paused
    async with store.write() as tx:
        return await sign_in.begin(tx, limits)


async def open_session(tx: Tx, request: Request, person_id: int) -> str:
    """A new one at each sign-in, so that nobody is signed in by a token that another person put there."""
    before = request.cookies.get(SESSION)
    if before is not None:
        await sessions.end(tx, before)
    return await sessions.begin(tx, person_id)


def network_address(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _limits(request: Request, address: str, account: Account | None) -> list[Limit]:
    """A browser that this account knows is limited alone: what strangers try elsewhere does not lock it out."""
    if cookies.is_known(request, account):
        return [sign_in.of_known_browser(address)]
    return [sign_in.of_account(address), sign_in.from_address(network_address(request))]


async def _passed(tx: Tx, request: Request, tried: Try, account: Account, renewed: str | None) -> Opened | Wrong:
    """renewed: the hash with today's parameters, where it had others."""
    await sign_in.passed(tx, tried)
    now = await people.account(tx, account.person.address)
    if now is None or now.password != account.password:
        return Wrong()  # it was changed, or the person removed, while it was looked at
    if renewed is not None:
        await people.set_password(tx, account.person.id, renewed)
    token = await open_session(tx, request, account.person.id)
    await audit.note(tx, account.person.address, "signed in")
    return Opened(Account(account.person, renewed or account.password), token)
