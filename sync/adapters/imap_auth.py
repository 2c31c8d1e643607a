"""Signing in: AUTHENTICATE PLAIN, AUTHENTICATE XOAUTH2 or LOGIN, whichever the server offers. RFC 9051, RFC 4616."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field

from errors.model import Signal, Stage
from sync.ports import Trouble

from .imap_answers import capabilities
from .imap_exchange import Exchange
from .imap_names import string
from .imap_signals import own_signal, refusal_signal, safe_words
from .imap_talk import Talk


@dataclass(frozen=True, slots=True)
class Credentials:
    """repr shows no password. token: the password is an OAuth access token."""

    username: str
    password: str = field(repr=False)
    token: bool = False


def secrets_of(credentials: Credentials) -> Iterator[str]:
    """The forms in which a server could repeat the password."""
    password = credentials.password
    yield password
    yield password.replace("\\", "\\\\").replace('"', '\\"')
    yield _plain(credentials).decode()
    yield _xoauth2(credentials).decode()


async def authenticate(talk: Talk, credentials: Credentials) -> None:
    """Sign in and learn what the server offers from then on. Raises Trouble(stage=auth)."""
    _refuse_unusable(credentials)
    exchange = await _sign_in(talk, credentials)
    protocol = talk.protocol
    protocol.state = "AUTH"
    protocol.offered = frozenset().union(capabilities(exchange.verdict or b""), *_told(exchange))
    if not protocol.offered:
        await refresh_capabilities(talk, Stage.AUTH)


async def refresh_capabilities(talk: Talk, stage: Stage) -> None:
    await talk.ask(stage, b"CAPABILITY")


def _told(exchange: Exchange) -> Iterator[frozenset[str]]:
    return (capabilities(answer[0]) for answer in exchange.answers)


def _refuse_unusable(credentials: Credentials) -> None:
    for what, text in (("user name", credentials.username), ("password", credentials.password)):
        if "\0" in text:
            words = f"the {what} holds a NUL character, which IMAP can't carry"
            raise Trouble(own_signal(Stage.AUTH, "UnusableCredentials", words))
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise Trouble(own_signal(Stage.AUTH, "UnusableCredentials", f"the {what} is no valid Unicode text"))


async def _sign_in(talk: Talk, credentials: Credentials) -> Exchange:
    offered = talk.protocol.offered
    if credentials.token:
        if "AUTH=XOAUTH2" not in offered:
            raise Trouble(
                own_signal(Stage.AUTH, "NoSignInMethod", "mechanism not supported: the server does not offer XOAUTH2")
            )
        return await _sasl(talk, b"XOAUTH2", _xoauth2(credentials))
    if "AUTH=PLAIN" in offered:
        return await _sasl(talk, b"PLAIN", _plain(credentials))
    if "LOGINDISABLED" in offered:
        raise Trouble(_login_disabled(secure=talk.protocol.secure))
    return await _login(talk, credentials)


def _login_disabled(*, secure: bool) -> Signal:
    if secure:
        words = "mechanism not supported: the server takes no password (LOGINDISABLED, no AUTH=PLAIN)"
        return own_signal(Stage.AUTH, "NoSignInMethod", words)
    words = "the server lets nobody sign in with a password in clear (LOGINDISABLED)"
    return own_signal(Stage.AUTH, "LoginDisabled", words, "PRIVACYREQUIRED")


async def _login(talk: Talk, credentials: Credentials) -> Exchange:
    exchange = await talk.say(Stage.AUTH, b"LOGIN", string(credentials.username), string(credentials.password))
    await talk.ended(exchange, Stage.AUTH)
    return exchange


async def _sasl(talk: Talk, mechanism: bytes, response: bytes) -> Exchange:
    """RFC 9051 section 6.2.2; RFC 4959: the response goes along where the server takes it so."""
    if "SASL-IR" in talk.protocol.offered:
        exchange = await talk.say(Stage.AUTH, b"AUTHENTICATE", mechanism, response)
    else:
        exchange = await talk.say(Stage.AUTH, b"AUTHENTICATE", mechanism)
        await talk.continuation(exchange, Stage.AUTH)
        with talk.edge(Stage.AUTH):
            talk.protocol.write(response + b"\r\n")
    await _finish(talk, exchange)
    return exchange


async def _finish(talk: Talk, exchange: Exchange) -> None:
    """A further challenge tells why it is refused (XOAUTH2); an empty answer makes the server say so with a tag."""
    told = ""
    async for challenge in talk.challenges(exchange, Stage.AUTH):
        told = told or safe_words(_decoded(challenge), talk.secrets)
        with talk.edge(Stage.AUTH):
            talk.protocol.write(b"\r\n")
    if told and exchange.verdict is not None and exchange.verdict[:2].upper() != b"OK":
        raise Trouble(refusal_signal(Stage.AUTH, exchange.verdict, talk.secrets, told))
    talk.check(exchange, Stage.AUTH)


def _decoded(challenge: bytes) -> bytes:
    try:
        return base64.b64decode(challenge, validate=True)
    except binascii.Error:
        return challenge


def _plain(credentials: Credentials) -> bytes:
    return base64.b64encode(_octets(f"\0{credentials.username}\0{credentials.password}"))


def _xoauth2(credentials: Credentials) -> bytes:
    return base64.b64encode(_octets(f"user={credentials.username}\1auth=Bearer {credentials.password}\1\1"))


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # what can't be sent must not raise with the text in its words
