"""The leases of what this process is working on: taken, renewed, given back, and given up when another holds them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from errors.machine import State
from store import leases
from store.faults import StoreError
from store.records import Held

if TYPE_CHECKING:
    from worker.office import Office


class Leaseholder:
    """held: the directions that are leased, with the tasks that work on them."""

    def __init__(self, office: Office, length: timedelta) -> None:
        self.held: dict[int, asyncio.Task[object] | None] = {}
        self._office = office
        self._length = length

    def __repr__(self) -> str:
        return f"Leaseholder({len(self.held)} held)"

    async def take(self, direction_ids: Sequence[int], *, states: Sequence[State], only_due: bool) -> list[Held]:
        """Those of these directions that can be had; none while the store can't be written."""
        office = self._office
        try:
            async with office.store.write() as tx:
                taken = await leases.take(
                    tx,
                    office.store,
                    direction_ids,
                    holder=office.name,
                    length=self._length,
                    states=states,
                    only_due=only_due,
                )
        except StoreError as error:
            office.store_failed(error)
            return []
        self.held.update(dict.fromkeys((held.direction.id for held in taken), None))
        return taken

    async def release(self, held: Held) -> None:
        """Hand a lease back as if it had never been taken."""
        self.held.pop(held.direction.id, None)
        try:
            async with self._office.store.write() as tx:
                await leases.release(tx, held.direction.id, held.direction.fence)
        except StoreError as error:
            self._office.store_failed(error)
            self._office.owe([(held.direction.id, held.direction.fence)])

    @asynccontextmanager
    async def at_work(self, held: Held) -> AsyncIterator[None]:
        """The lease is renewed meanwhile; a cancelled attempt is handed back unjudged."""
        self.held[held.direction.id] = asyncio.current_task()
        try:
            yield
        except asyncio.CancelledError:
            await asyncio.shield(self.release(held))
            raise
        finally:
            self.held.pop(held.direction.id, None)

    async def keep(self) -> None:
        """Renew what is held, for ever."""
        while True:
            await asyncio.sleep(self._length.total_seconds() / 3)
            wanted = list(self.held)
            if wanted:
                await self._renew(wanted)

    async def _renew(self, wanted: Sequence[int]) -> None:
        try:
            async with self._office.store.write() as tx:
                kept = await leases.renew(tx, self._office.name, wanted, self._length)
        except StoreError as error:
            self._office.store_failed(error)
            return
        for direction_id in set(wanted) - kept:
            self._lost(direction_id)

    def _lost(self, direction_id: int) -> None:
        """Another worker has it now: stop before anything is refused."""
        task = self.held.pop(direction_id, None)
        if task is not None:
            task.cancel()
