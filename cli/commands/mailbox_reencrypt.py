"""`postroom mailbox reencrypt`."""

from __future__ import annotations

from cli import desk, say


def reencrypt() -> None:
    """Encrypt every stored password anew with the newest secret key, so that older keys can be taken away.

    Before it, give every worker both keys, the newest first.
    """
    from store import keys
    from store.faults import WrongKey
    from store.session import Store, Tx

    async def rotate(tx: Tx, store: Store) -> int:
        if store.ring is None:
            raise WrongKey("this store was opened without a secret key")
        return await keys.rotate(tx, store.ring)

    number = desk.write_store(rotate)
    passwords = "password" if number == 1 else "passwords"
    say.line(f"encrypted {number} {passwords} anew; all are under the newest key now, older keys can be taken away")
