"""Opening a process's store: with the secret key that its credentials were encrypted with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import secret
from store import keys
from store.faults import WrongKey
from store.keys import KeyRing
from store.session import Store, Tx

if TYPE_CHECKING:
    from worker.office import OfficeSettings


async def open_store(settings: OfficeSettings) -> Store:
    """Raises StoreError (NotMigrated, DatabaseTooNew, WrongKey, StoreUnavailable)."""
    store = await Store.open(settings.database_url)
    try:
        async with store.write() as tx:
            ring = KeyRing(await _secret_keys(settings, tx))
            await keys.check(tx, ring)
    except BaseException:
        await store.close()
        raise
    store.ring = ring
    return store


async def _secret_keys(settings: OfficeSettings, tx: Tx) -> tuple[str, ...]:
    """A key is made on first use only while the database holds no credential that needs another."""
    if settings.secret_keys:
        return settings.secret_keys
    kept = secret.read(settings.home)
    if kept is not None:
        return (kept,)
    if await keys.holds_credentials(tx):
        raise WrongKey(
            f"the database holds credentials, but there is no secret key in {settings.home}: "
            "set POSTROOM_SECRET_KEY to the key that encrypted them, or put its file back"
        )
    return (secret.make(settings.home, keys.new_key()),)
