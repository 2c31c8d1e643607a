"""From a lease to a mail source: which adapter, with which settings."""

from __future__ import annotations

from collections.abc import Callable

from errors.model import Stage
from store.records import Held, Profile
from sync.adapters.imap import ImapSettings, reach
from sync.adapters.imap import sign_in as imap_sign_in
from sync.ports import MailSource


def imap_settings(profile: Profile, username: str, password: str) -> ImapSettings:
    """What the IMAP adapter must know of a profile and one sign-in."""
    return ImapSettings(
        host=profile.host,
        port=profile.port,
        security=profile.security,
        ca=profile.ca,
        username=username,
        password=password,
        timeout=profile.timeout,
        max_message_size=profile.max_message_size,
    )


async def sign_in(held: Held, report: Callable[[Stage], None]) -> MailSource:
    """A fresh session for this mailbox. Raises Trouble."""
    return await imap_sign_in(imap_settings(held.profile, held.mailbox.username, held.password or ""), report)


def nobody(stage: Stage) -> None:
    """Nobody is told of stages."""


async def knock(profile: Profile, report: Callable[[Stage], None] = nobody) -> None:
    """As far as anyone gets without a password. Raises Trouble."""
    await reach(imap_settings(profile, "", ""), report)


def session_version(held: Held) -> tuple[int, int, int]:
    """An open session of another version was signed in with settings or credentials that no longer hold."""
    return (held.profile.id, held.profile.version, held.mailbox.version)
