"""One mailbox's memory of its incoming mail: the ledger that syncing writes to, on the store, under its lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from errors.classify import classify_message
from errors.model import Signal
from store import alerts, emails, leases
from store.records import CursorRow, Glimpse, Held, NewEmail, StuckRow
from store.session import Store, Tx
from sync.ports import Arrival, Cursor, Description, Stuck
from worker.raising import email_alert, told

UIDVALIDITY_CHANGED = "INFO-203"
AT_ONCE = datetime.min.replace(tzinfo=UTC)


class Journal:
    """Cursors and stuck messages came with the lease, and nobody else may write them while it holds.

    Every method raises StaleLease (nothing was written) and StoreError.
    """

    def __init__(self, store: Store, held: Held) -> None:
        self._store = store
        self._held = held
        self._cursors = dict(held.cursors)
        self._stuck = {(row.folder, row.uid): row for row in held.stuck}
        self.touching: str | None = None  # the message at work in careful mode, until it is stored

    async def cursor(self, folder: str) -> Cursor | None:
        row = self._cursors.get(folder)
        return None if row is None else Cursor(row.uid_validity, row.low, row.high, row.messages)

    async def store(self, folder: str, arrivals: Sequence[Arrival], cursor: Cursor) -> int:
        row = _cursor_row(cursor)
        async with self._store.write() as tx:
            new = await emails.store(tx, self._held, folder, [_new_email(arrival) for arrival in arrivals], row)
            for arrival in arrivals:
                if arrival.set_aside is not None:
                    await alerts.raise_(tx, email_alert(classify_message(arrival.set_aside), self._held, tx.now))
            if new < len(arrivals):  # some were here already: one that had been set aside may have come whole
                await alerts.resolve_emails(tx, self._held.mailbox.id, "no such email is left")
        self._cursors[folder], self.touching = row, None
        self._forget_stuck(folder, [arrival.uid for arrival in arrivals])
        return new

    def _forget_stuck(self, folder: str, uids: Sequence[int]) -> None:
        for uid in uids:
            self._stuck.pop((folder, uid), None)

    async def rekey(self, folder: str, uid_validity: int, seen: Sequence[Description]) -> Sequence[int]:
        glimpses = [Glimpse(one.uid, one.size, one.received_at, one.message_id) for one in seen]
        async with self._store.write() as tx:
            return await emails.rekey(tx, self._held, folder, uid_validity, glimpses)

    async def has_orphans(self, folder: str, uid_validity: int) -> bool:
        async with self._store.read() as tx:
            return await emails.has_orphans(tx, self._held.mailbox.id, folder, uid_validity)

    async def reset(self, folder: str, uid_validity: int) -> None:
        async with self._store.write() as tx:
            await emails.reset(tx, self._held, folder)
            await self._tell_reset(tx, folder, uid_validity)
        self._cursors.pop(folder, None)
        self._stuck = {key: row for key, row in self._stuck.items() if key[0] != folder}

    async def _tell_reset(self, tx: Tx, folder: str, uid_validity: int) -> None:
        held, before = self._held, self._cursors.get(folder)
        about = ("mailbox", held.mailbox.id)
        change = {"folder": folder, "before": before.uid_validity if before else None, "after": uid_validity}
        raised = told(
            UIDVALIDITY_CHANGED,
            held.profile,
            held.direction.direction,
            about,
            tx.now,
            mailbox=held.mailbox.address,
            **change,
        )
        await alerts.raise_(tx, raised)

    async def known_uids(self, folder: str, uid_validity: int) -> Sequence[int]:
        async with self._store.read() as tx:
            return await emails.known_uids(tx, self._held.mailbox.id, folder, uid_validity)

    async def mark_gone(self, folder: str, uid_validity: int, uids: Sequence[int], cursor: Cursor) -> None:
        row = _cursor_row(cursor)
        async with self._store.write() as tx:
            await emails.mark_gone(tx, self._held, folder, uid_validity, uids, row)
        self._cursors[folder] = row
        self._forget_stuck(folder, uids)

    async def stuck(self, folder: str) -> Sequence[Stuck]:
        rows = (row for (place, _), row in self._stuck.items() if place == folder)
        return [Stuck(row.uid, row.tries, self._due(row)) for row in rows]

    def _due(self, row: StuckRow) -> datetime:
        """What is to be set aside, or was held by a worker that died, waits no longer."""
        held = self._held.direction.held_message == f"{row.folder} {row.uid}"
        return AT_ONCE if held else row.next_try_at

    async def note_stuck(self, folder: str, uid: int, signal: Signal) -> Stuck:
        """Pauses double from the policy's message_pause on."""
        before = self._stuck.get((folder, uid))
        tries = before.tries + 1 if before else 1
        async with self._store.write() as tx:
            pause = self._held.profile.policy.message_pause * (1 << min(tries - 1, 10))
            fault = classify_message(signal)
            row = StuckRow(folder, uid, tries, tx.now + pause, fault.code, fault.signal.text)
            await emails.note_stuck(tx, self._held, row)
        self._stuck[folder, uid] = row
        return Stuck(uid, tries, row.next_try_at)

    async def holding(self, folder: str, uid: int | None) -> None:
        row = self._held.direction
        message = None if uid is None else f"{folder} {uid}"
        self.touching = message or self.touching
        async with self._store.write() as tx:
            await leases.hold_message(tx, row.id, row.fence, message)


def _cursor_row(cursor: Cursor) -> CursorRow:
    return CursorRow(cursor.uid_validity, cursor.low, cursor.high, cursor.messages)


def _new_email(arrival: Arrival) -> NewEmail:
    fault = classify_message(arrival.set_aside) if arrival.set_aside is not None else None
    return NewEmail(
        uid=arrival.uid,
        raw=arrival.raw,
        received_at=arrival.received_at,
        size=arrival.size,
        message_id=arrival.message_id,
        subject=arrival.subject,
        sender=arrival.sender,
        recipients=arrival.recipients,
        code=fault.code if fault is not None else None,
        response=(fault.signal.text or fault.signal.exception or "") if fault is not None else None,
    )
