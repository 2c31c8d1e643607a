"""IMAP as a MailSource: settings, sign-in, and the commands that syncing needs. RFC 9051, RFC 3501."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from errors.model import Stage

from ..ports import MailSource


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """security: tls | starttls | none. ca: PEM text of a private CA, None for the system's. repr shows no password."""

    host: str
    port: int
    security: str
    ca: str | None
    username: str
    password: str
    timeout: timedelta
    max_message_size: int
    auth: str = "password"  # or "xoauth2": then password is the access token


async def sign_in(settings: ImapSettings, report: Callable[[Stage], None]) -> MailSource:
    """A fresh session. report is called when a stage begins: DNS, CONNECT, TLS, GREETING, AUTH. Raises Trouble."""
    raise NotImplementedError


async def reach(settings: ImapSettings, report: Callable[[Stage], None]) -> None:
    """As far as any mailbox gets without a password: DNS, CONNECT, TLS, GREETING; then say goodbye. Raises Trouble."""
    raise NotImplementedError
