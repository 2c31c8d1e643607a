"""What a lease carries: mailbox, profile, password, cursors and stuck messages, read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from . import mailboxes, profiles
from .records import CursorRow, DirectionRow, Held, StuckRow
from .schema import cursors, stuck
from .session import Store, Tx

IDS = bindparam("ids", expanding=True, type_=cursors.c.mailbox_id.type)
CURSOR = tuple(cursors.c[name] for name in ("uid_validity", "low", "high", "messages"))
STUCK = tuple(stuck.c[name] for name in ("folder", "uid", "tries", "next_try_at", "code", "response"))
CURSORS = select(cursors.c.mailbox_id, cursors.c.folder, *CURSOR).where(cursors.c.mailbox_id.in_(IDS))
STUCKS = select(stuck.c.mailbox_id, *STUCK).where(stuck.c.mailbox_id.in_(IDS)).order_by(stuck.c.folder, stuck.c.uid)


async def fill(tx: Tx, store: Store, rows: Sequence[DirectionRow]) -> list[Held]:
    """A Held for each of these leases. WrongKey."""
    if not rows:
        return []
    ids = [row.mailbox_id for row in rows]
    boxes = await mailboxes.by_ids(tx, ids)
    servers = await profiles.by_ids(tx, list({box.profile_id for box in boxes.values()}))
    secrets = await mailboxes.passwords(tx, store, ids)
    places, waiting = await _cursors(tx, ids), await _stuck(tx, ids)
    return [
        Held(
            mailbox=box,
            direction=row,
            profile=servers[box.profile_id],
            password=secrets.get(box.id),
            cursors=places.get(box.id, {}),
            stuck=waiting.get(box.id, ()),
        )
        for row, box in ((row, boxes[row.mailbox_id]) for row in rows)
    ]


async def _cursors(tx: Tx, ids: Sequence[int]) -> Mapping[int, Mapping[str, CursorRow]]:
    found: dict[int, dict[str, CursorRow]] = defaultdict(dict)
    for mailbox_id, folder, *place in await tx.connection.execute(CURSORS, {"ids": ids}):
        found[mailbox_id][folder] = CursorRow(*place)
    return found


async def _stuck(tx: Tx, ids: Sequence[int]) -> Mapping[int, Sequence[StuckRow]]:
    found: dict[int, list[StuckRow]] = defaultdict(list)
    row: Any
    for mailbox_id, *row in await tx.connection.execute(STUCKS, {"ids": ids}):
        found[mailbox_id].append(StuckRow(*row))
    return found
