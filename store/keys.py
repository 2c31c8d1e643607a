"""Credentials at rest: MultiFernet, newest key first; the database remembers each key's fingerprint, never a key."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import bindparam, exists, select, update

from .faults import WrongKey
from .schema import credentials, secret_keys
from .session import Tx
from .upsert import insert

REMEMBERED = 10_000  # decrypted tokens that a ring keeps at hand


class KeyRing:
    """The keys at hand, newest first; the first encrypts, all decrypt. repr shows fingerprints only."""

    __slots__ = ("_fernet", "_fingerprints", "_read")

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises ValueError (which names no key) when one is not a Fernet key."""
        if not keys:
            raise ValueError("there is no secret key")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ValueError("not a secret key: 32 octets in URL-safe base64 are wanted") from None
        self._fingerprints = tuple(_fingerprint(key) for key in keys)
        self._read: dict[bytes, str] = {}

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self._fingerprints)})"

    @property
    def fingerprints(self) -> tuple[str, ...]:
        return self._fingerprints

    def encrypt(self, secret: str) -> bytes:
        return self._fernet.encrypt(secret.encode("utf-8", "surrogatepass"))

    def decrypt(self, token: bytes) -> str:
        """Raises WrongKey. What was decrypted once is kept, since each poll asks for it."""
        known = self._read.get(token)
        if known is not None:
            return known
        try:
            secret = self._fernet.decrypt(token).decode("utf-8", "surrogatepass")
        except InvalidToken:
            raise WrongKey("a credential in the database can't be read with the secret key at hand") from None
        if len(self._read) >= REMEMBERED:
            self._read.clear()
        self._read[token] = secret
        return secret


def new_key() -> str:
    return Fernet.generate_key().decode("ascii")


def _fingerprint(key: str) -> str:
    """Names a key without telling it: keys are random, so that no digest of one can be guessed back."""
    return sha256(b"postroom " + key.encode()).hexdigest()[:16]


async def holds_credentials(tx: Tx) -> bool:
    found = await tx.connection.execute(select(exists(select(credentials.c.mailbox_id))))
    return bool(found.scalar_one())


async def check(tx: Tx, ring: KeyRing) -> None:
    """Remember the ring's fingerprints (write transaction); raise WrongKey when credentials are there that none of
    its keys reads."""
    used = (await tx.connection.execute(select(credentials.c.fingerprint).distinct())).scalars().all()
    missing = sorted(set(used) - set(ring.fingerprints))
    if missing:
        raise WrongKey(
            f"the database holds credentials that were encrypted with another secret key ({', '.join(missing)}; "
            f"at hand: {', '.join(ring.fingerprints)}): set POSTROOM_SECRET_KEY to that key, "
            "or to both, newest first, separated by a comma"
        )
    rows = [{"fingerprint": one, "first_seen": tx.now} for one in ring.fingerprints]
    await tx.connection.execute(insert(tx, secret_keys).on_conflict_do_nothing(), rows)


async def rotate(tx: Tx, ring: KeyRing) -> int:
    """Encrypt every credential anew with the newest key; how many were changed."""
    newest = ring.fingerprints[0]
    old = select(credentials.c.mailbox_id, credentials.c.token).where(credentials.c.fingerprint != newest)
    rows = (await tx.connection.execute(old)).all()
    if rows:
        changed = [{"of": row.mailbox_id, "fresh": ring.encrypt(ring.decrypt(row.token))} for row in rows]
        anew = update(credentials).where(credentials.c.mailbox_id == bindparam("of"))
        await tx.connection.execute(anew.values(token=bindparam("fresh"), fingerprint=newest), changed)
    return len(rows)
