"""What a client can ask before it has signed in: STARTTLS, LOGIN, AUTHENTICATE."""

from __future__ import annotations

import base64
import binascii

from simulator import events as seen
from simulator.scene import Outcome

from .parse import BadCommand, Command
from .session import Session


async def start_tls(session: Session, asked: Command) -> None:
    if session.wire.secured:
        raise BadCommand("TLS is there already")
    await session.say(asked.tag + b" OK Begin TLS negotiation now")
    await session.secure()


async def log_in(session: Session, asked: Command) -> None:
    await _sign_in(session, asked, asked.text(0), asked.text(1))


async def authenticate(session: Session, asked: Command) -> None:
    """PLAIN (RFC 4616), and XOAUTH2 with the password as its token."""
    mechanism = asked.text(0).upper()
    if mechanism not in (b"PLAIN", b"XOAUTH2"):
        await session.no(asked, b"[CANNOT] That mechanism is unknown")
        return
    answer = asked.text(1) if len(asked.words) > 1 else await _challenge(session)
    try:
        said = base64.b64decode(b"" if answer == b"=" else answer, validate=True)
    except binascii.Error:
        raise BadCommand("That is not base64, or you changed your mind") from None
    name, password = _plain(said) if mechanism == b"PLAIN" else _xoauth2(said)
    await _sign_in(session, asked, name, password)


async def _challenge(session: Session) -> bytes:
    await session.say(b"+ ")
    return await session.wire.line()


async def _sign_in(session: Session, asked: Command, name: bytes, password: bytes) -> None:
    events = session.house.events
    account = session.house.mailstore.accounts.get(name.decode("utf-8", "replace").casefold())
    if account is not None and account.profile != session.profile:
        account = None
    known = account.address if account is not None else ""
    if await session.struck("auth", asked.tag, address=known) is Outcome.ANSWERED:
        events.tell(seen.REFUSED_SIGN_IN)
    elif account is None or password != account.password.encode():
        events.tell(seen.REFUSED_SIGN_IN)
        await session.no(asked, b"[AUTHENTICATIONFAILED] Authentication failed.")
    else:
        session.account = account
        events.tell(seen.SIGN_IN)
        events.signed_in[known] += 1
        await session.say(asked.tag + b" OK [CAPABILITY " + session.capabilities() + b"] Welcome")


def _plain(said: bytes) -> tuple[bytes, bytes]:
    pieces = said.split(b"\0")
    if len(pieces) != 3:
        raise BadCommand("PLAIN wants three words")
    return pieces[1], pieces[2]


def _xoauth2(said: bytes) -> tuple[bytes, bytes]:
    pairs = {name: value for name, _, value in (piece.partition(b"=") for piece in said.split(b"\1"))}
    return pairs.get(b"user", b""), pairs.get(b"auth", b"").removeprefix(b"Bearer ")
