"""Who reads the page: found by the session's cookie. What they may see is web.access's to say."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Depends, Request

from store import owned, sessions
from store.faults import StoreError
from store.owned import Owned
from store.records import Person
from store.session import Store

from .house import House
from .walls import Viewer

SESSION = "__Host-postroom"  # the prefix: browsers take it only Secure, for this host and all its paths
BEFORE = "__Host-postroom-form"  # while nobody is signed in: what the form of the sign-in page is bound to
ZONE = "zone"  # set by the script, an IANA name
UTC_ZONE = ZoneInfo("UTC")


class SignInFirst(Exception):
    """Nobody is signed in: they are sent to the sign-in page, and then back."""


@dataclass(frozen=True, slots=True)
class Reader:
    """csrf: what this session's forms must carry."""

    person: Person
    owned: Owned
    zone: ZoneInfo
    csrf: str = field(repr=False)

    @property
    def viewer(self) -> Viewer:
        """On their own wall: as the owner of what they own."""
        return Viewer(self.person.address, administrator=False, mailboxes=self.owned.mailboxes)

    @property
    def as_administrator(self) -> Viewer:
        """On the administrators' wall."""
        return Viewer(None, administrator=True)


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


async def signed_in(request: Request) -> Reader:
    """Raises SignInFirst."""
    found = await read_session(request)
    if found is None:
        raise SignInFirst
    return found


async def read_session(request: Request) -> Reader | None:
    token = request.cookies.get(SESSION)
    if token is None:
        return None
    store = house_of(request).store
    async with store.read() as tx:
        session = await sessions.whose(tx, token)
        if session is None:
            return None
        person, to_note = session
        own = await owned.by(tx, person.id)
    if to_note:
        await _note_use(store, token)
    return Reader(person, own, zone_of(request), csrf_of(token))


async def _note_use(store: Store, token: str) -> None:
    """A database that can only be read now is no reason not to show what it holds."""
    with suppress(StoreError):
        async with store.write() as tx:
            await sessions.seen(tx, token)


def csrf_of(token: str) -> str:
    """Bound to the session, and no way back to its token."""
    return hmac.digest(token.encode(), b"csrf", hashlib.sha256).hex()


def zone_of(request: Request) -> ZoneInfo:
    try:
        return ZoneInfo(request.cookies.get(ZONE, "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC_ZONE


SignedIn = Annotated[Reader, Depends(signed_in)]
TheHouse = Annotated[House, Depends(house_of)]
