"""Credentials at rest: MultiFernet, newest key first; the database remembers each key's fingerprint, never a key."""

from __future__ import annotations

from collections.abc import Sequence

from .session import Tx


class KeyRing:
    """The keys at hand, newest first; the first encrypts, all decrypt. repr shows fingerprints only."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError (which names no key) when one is not a Fernet key."""
        raise NotImplementedError

    @property
    def fingerprints(self) -> tuple[str, ...]:
        raise NotImplementedError

    def encrypt(self, secret: str) -> bytes:
        raise NotImplementedError

    def decrypt(self, token: bytes) -> str:
        """Raises WrongKey."""
        raise NotImplementedError


def new_key() -> str:
    raise NotImplementedError


async def holds_credentials(tx: Tx) -> bool:
    raise NotImplementedError


async def check(tx: Tx, ring: KeyRing) -> None:
    """Remember the ring's fingerprints (write transaction); raise WrongKey when credentials are there that none of
    its keys reads."""
    raise NotImplementedError


async def rotate(tx: Tx, ring: KeyRing) -> int:
    """Encrypt every credential anew with the newest key; how many were changed."""
    raise NotImplementedError
