"""From a lease to a mail source: which adapter, with which settings."""

from __future__ import annotations

from collections.abc import Callable

from errors.model import Protocol, Stage
from store.records import Held, Profile
from sync.adapters.imap import ABILITIES as IMAP_ABILITIES
from sync.adapters.imap import ImapSettings, reach
from sync.adapters.imap import sign_in as imap_sign_in
from sync.ports import Abilities, MailSource


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


def abilities(held: Held) -> Abilities:
    """What its way to sign in can do, as its adapter says."""
    assert held.profile.protocol == Protocol.IMAP, "this version reads mail over IMAP alone"
    return IMAP_ABILITIES


async def sign_in(held: Held, report: Callable[[Stage], None], *, fresh_token: bool = False) -> MailSource:  # noqa: ARG001 (a password is no token)
    """A fresh session for this mailbox. fresh_token: with one, whatever is kept, where it takes one. Raises Trouble."""
    return await imap_sign_in(imap_settings(held.profile, held.mailbox.username, held.password or ""), report)


def nobody(stage: Stage) -> None:
    """Nobody is told of stages."""


async def knock(profile: Profile, report: Callable[[Stage], None] = nobody) -> None:
    """As far as anyone gets without a password. Raises Trouble."""
    await reach(imap_settings(profile, "", ""), report)


def session_version(held: Held) -> tuple[int, int, int]:
    """An open session of another version was signed in with settings or credentials that no longer hold."""
    return (held.profile.id, held.profile.version, held.mailbox.version)
