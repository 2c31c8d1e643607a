"""IMAP as a MailSource: settings, and the road from a host's name to a signed-in session. RFC 9051, RFC 3501."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from errors.model import Protocol, Stage
from sync.ports import Abilities, MailSource, Trouble
from sync.signals import within, witness

from .imap_auth import Credentials, authenticate, refresh_capabilities, secrets_of
from .imap_connect import dial, look_up
from .imap_protocol import HardenedProtocol
from .imap_session import ImapSession
from .imap_signals import Secrets, own_signal
from .imap_talk import Talk
from .imap_tls import lay_tls

Report = Callable[[Stage], None]

ABILITIES = Abilities()  # a password does not run out, and a token is taken as it is given


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """security: tls | starttls | none. ca: PEM text of a private CA, None for the system's. repr shows no password."""

    host: str
    port: int
    security: str
    ca: str | None
    username: str
    password: str = field(repr=False)
    timeout: timedelta
    max_message_size: int
    auth: str = "password"  # or "xoauth2": then password is the access token

    def __post_init__(self) -> None:
        if self.security not in {"tls", "starttls", "none"}:  # a misspelt word must not mean "in clear"
            raise ValueError(f"security must be tls, starttls or none, not {self.security!r}")


async def sign_in(settings: ImapSettings, report: Report) -> MailSource:
    """A fresh session. report is called when a stage begins: DNS, CONNECT, TLS, GREETING, AUTH. Raises Trouble."""
    credentials = Credentials(settings.username, settings.password, token=settings.auth == "xoauth2")
    talk = await _greeted(settings, report, Secrets(secrets_of(credentials)))
    try:
        report(Stage.AUTH)
        if talk.protocol.state != "AUTH":  # PREAUTH
            await _know_capabilities(talk, Stage.AUTH)
            await authenticate(talk, credentials)
    except BaseException:
        talk.protocol.drop()
        raise
    return ImapSession(talk)


async def reach(settings: ImapSettings, report: Report) -> None:
    """As far as any mailbox gets without a password: DNS, CONNECT, TLS, GREETING; then say goodbye. Raises Trouble."""
    talk = await _greeted(settings, report, Secrets())
    await talk.goodbye()


async def _greeted(settings: ImapSettings, report: Report, secrets: Secrets) -> Talk:
    """A connection that is as secure as it was asked for, and has been greeted."""
    protocol = await _connect(settings, report)
    talk = Talk(protocol, settings.timeout, secrets)
    try:
        if settings.security == "tls":
            report(Stage.TLS)
            await _secure(protocol, settings)
        report(Stage.GREETING)
        await talk.greeting()
        if settings.security == "starttls":
            report(Stage.TLS)
            await _start_tls(talk, settings)
    except BaseException:
        protocol.drop()
        raise
    return talk


async def _connect(settings: ImapSettings, report: Report) -> HardenedProtocol:
    limit = settings.timeout
    report(Stage.DNS)
    async with within(Stage.DNS, limit, "address from DNS"):
        with witness(Protocol.IMAP, Stage.DNS):
            addresses = await look_up(settings.host, settings.port)
    report(Stage.CONNECT)
    loop = asyncio.get_running_loop()
    async with within(Stage.CONNECT, limit, "connection"):
        with witness(Protocol.IMAP, Stage.CONNECT):
            connection = await dial(addresses)
            _, protocol = await loop.create_connection(lambda: HardenedProtocol(loop), sock=connection)
    return protocol


async def _secure(protocol: HardenedProtocol, settings: ImapSettings) -> None:
    seconds = settings.timeout.total_seconds()
    async with within(Stage.TLS, settings.timeout, "TLS handshake"):
        with witness(Protocol.IMAP, Stage.TLS):
            protocol.secured(await lay_tls(protocol.transport, protocol, settings.host, settings.ca, seconds))


async def _start_tls(talk: Talk, settings: ImapSettings) -> None:
    """RFC 9051 section 6.2.1. Without it nothing more is sent: no password, no folder's name."""
    protocol = talk.protocol
    if protocol.state == "AUTH":
        raise Trouble(own_signal(Stage.TLS, "StartTlsNotOffered", "the server greets with PREAUTH, before any TLS"))
    await _know_capabilities(talk, Stage.TLS)
    if "STARTTLS" not in protocol.offered:
        raise Trouble(own_signal(Stage.TLS, "StartTlsNotOffered", "the server does not offer STARTTLS"))
    try:
        await talk.ask(Stage.TLS, b"STARTTLS")
    except Trouble as refused:
        if refused.signal.status in {"NO", "BAD"}:
            raise Trouble(replace(refused.signal, exception="StartTlsRefused")) from refused
        raise
    if protocol.leftover():
        words = "octets came in clear behind the answer to STARTTLS: somebody may sit in between"
        raise Trouble(own_signal(Stage.TLS, "StartTlsInjection", words))
    await _secure(protocol, settings)
    await refresh_capabilities(talk, Stage.TLS)


async def _know_capabilities(talk: Talk, stage: Stage) -> None:
    if not talk.protocol.offered:
        await refresh_capabilities(talk, stage)
