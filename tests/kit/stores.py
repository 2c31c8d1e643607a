"""Migrated stores for tests: SQLite in a temporary folder, PostgreSQL in a database of its own.

`async with opened(tmp_path) as store:` wherever a test needs one store; `a_profile`, `a_mailbox` and `leased` give it
something to hold.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from errors.machine import State
from errors.model import Direction
from store import leases, mailboxes, profiles
from store.keys import KeyRing, new_key
from store.migrate import migrate
from store.records import Held, Mailbox, NewEmail, Profile
from store.session import Store

LEASE = timedelta(seconds=60)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = new_key()
_MADE: list[Path] = []
ANY = tuple(state for state in State if state is not State.NONE)


def sqlite_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'home' / 'postroom.db'}"


async def migrated_sqlite(folder: Path) -> str:
    """The URL of a migrated SQLite database in this folder: made once in a test run, then copied."""
    if not _MADE:
        made = Path(tempfile.mkdtemp(prefix="postroom-tables-"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        await migrate(sqlite_url(made))
        _MADE.append(made / "home" / "postroom.db")
    (folder / "home").mkdir(mode=0o700, exist_ok=True)
    shutil.copy(_MADE[0], folder / "home" / "postroom.db")
    return sqlite_url(folder)


async def open_store(folder: Path, url: str | None = None) -> Store:
    """A migrated store with a key ring: SQLite in this folder, made where there is none, unless a URL is given.
    The caller closes it."""
    if url is not None:
        await migrate(url)
    elif not (folder / "home" / "postroom.db").exists():
        await migrated_sqlite(folder)
    return await Store.open(url or sqlite_url(folder), KeyRing([KEY]))


@asynccontextmanager
async def opened(folder: Path, url: str | None = None) -> AsyncIterator[Store]:
    store = await open_store(folder, url)
    try:
        yield store
    finally:
        await store.close()


async def a_profile(store: Store, name: str = "office", **settings: object) -> Profile:
    async with store.write() as tx:
        return await profiles.add(tx, name, **{"host": "imap.example.org", **settings})


async def a_mailbox(
    store: Store,
    address: str = "ana@example.org",
    *,
    profile: str = "office",
    state: State = State.ACTIVE,
    outgoing: bool = False,
    owner: str | None = None,
) -> Mailbox:
    """On a profile that is there, its incoming direction in this state."""
    async with store.write() as tx:
        added = await mailboxes.add(
            tx, store, address, profile=profile, password="open sesame", outgoing=outgoing, owner=owner
        )
    await put(store, added.incoming.id, state=state)
    async with store.read() as tx:
        return await mailboxes.get(tx, address)


async def put(store: Store, direction_id: int, **columns: object) -> None:
    """Bring a direction where a test wants it, through a lease as everything does."""
    (held,) = await lease(store, [direction_id], holder="kit", states=tuple(State))
    async with store.write() as tx:
        await leases.settle(tx, direction_id, held.direction.fence, **columns)


async def lease(
    store: Store,
    direction_ids: list[int],
    *,
    holder: str = "worker",
    length: timedelta = LEASE,
    states: tuple[State, ...] = ANY,
    only_due: bool = False,
) -> list[Held]:
    async with store.write() as tx:
        return await leases.take(
            tx, store, direction_ids, holder=holder, length=length, states=states, only_due=only_due
        )


async def leased(store: Store, address: str = "ana@example.org", direction: Direction = Direction.INCOMING) -> Held:
    """The lease of a mailbox that is there."""
    async with store.read() as tx:
        box = await mailboxes.get(tx, address)
    (held,) = await lease(store, [box.incoming.id if direction is Direction.INCOMING else box.outgoing.id])
    return held


def a_message(uid: int, **changes: object) -> NewEmail:
    """Message number uid, the same every time."""
    body = f"Message-ID: <{uid}@example.org>\r\nSubject: number {uid}\r\n\r\nHello {uid}\r\n".encode()
    raw = changes.pop("raw", body)
    values: dict[str, object] = {
        "uid": uid,
        "raw": raw,
        "received_at": NOON + timedelta(seconds=uid),
        "size": len(raw),  # type: ignore[arg-type]
        "message_id": f"<{uid}@example.org>",
        "subject": f"number {uid}",
        "sender": "bo@example.test",
        "recipients": ("ana@example.org",),
        **changes,
    }
    return NewEmail(**values)  # type: ignore[arg-type]
