"""One folder's pass: what is new, the newest of the old, the rest of it, what went away, what was stuck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from errors.model import Signal

from . import arrivals, plan
from .describing import describe
from .harvest import Harvest
from .options import Options, Tally
from .ports import Cursor, Description, FolderStatus, Ledger, MailSource, Stuck, Trouble

Growth = Callable[[Cursor, Sequence[int]], Cursor]


class Renumbered(Exception):
    """The folder's UIDVALIDITY changed in the middle of a sync: the next one begins anew."""


@dataclass(slots=True)
class FolderPass:
    """Holds what is known of the folder during one sync. Every step ends at a whole place, or raises."""

    source: MailSource
    ledger: Ledger
    folder: str
    options: Options
    tally: Tally
    status: FolderStatus
    cursor: Cursor
    stuck: dict[int, Stuck]
    orphans: bool
    known: frozenset[int]

    async def take_new(self) -> None:
        """What came in above the cursor, oldest first."""
        top = plan.top(self.status)
        if top is None or top > self.cursor.high:
            await self._reopen()
            listed = await self._listed(self.cursor.high + 1, top)
            await self._take(listed, downward=False, grown=plan.grown_up)
            if top is not None and not self.tally.left_over and top > self.cursor.high:
                self.cursor = replace(self.cursor, high=top)
                await self.ledger.store(self.folder, [], self.cursor)

    async def take_newest(self) -> None:
        """Below the cursor, the newest first: as many as the first look should show."""
        await self._take_below(self.options.newest_first)

    async def take_rest(self) -> None:
        """Below the cursor, all of it."""
        await self._take_below(None)

    async def note_gone(self) -> None:
        """Where the server counts other than we do, compare message by message."""
        if self.cursor.low > 1 or self.cursor.messages == self.status.messages:
            return
        await self._reopen()
        there = set(await self.source.uids(1, self.cursor.high, None)) if self.cursor.high else set()
        validity = self.cursor.uid_validity
        known = await self.ledger.known_uids(self.folder, validity)
        if self.orphans:
            await self._welcome_back(sorted(there.difference(known, self.stuck)))
        self.cursor = replace(self.cursor, messages=self.status.messages)
        gone = sorted({*known, *self.stuck}.difference(there))
        await self.ledger.mark_gone(self.folder, validity, gone, self.cursor)

    async def retry_stuck(self, due: Sequence[Stuck]) -> None:
        """Those that could not be fetched before, each alone."""
        for one in due:
            if self.tally.must_stop():
                return
            await self._reopen()
            await self._retry(one)

    # -- inner parts

    async def _take_below(self, most: int | None) -> None:
        if self.cursor.low == 1 or self.tally.left_over:
            return
        await self._reopen()
        listed = await self._listed(1, self.cursor.low - 1)
        wanted = [uid for uid in listed if uid not in self.known]
        lowest = wanted[0] if wanted else 0
        if not wanted:
            self.cursor = replace(self.cursor, low=1)
            await self.ledger.store(self.folder, [], self.cursor)
        chosen = wanted if most is None else wanted[-most:]
        await self._take(chosen, downward=True, grown=lambda cursor, done: plan.grown_down(cursor, done, lowest))

    async def _listed(self, low: int, high: int | None) -> Sequence[int]:
        if high is not None and low > high:
            return []
        return await self.source.uids(low, high, self.options.since)

    async def _take(self, uids: Sequence[int], downward: bool, grown: Growth) -> None:
        for chunk in plan.chunks(uids, downward, self.tally.room(plan.DESCRIBED_AT_ONCE)):
            if self.tally.must_stop():
                return
            described = await describe(self.source, self.folder, chunk)
            wanted = await self._wanted(described)
            sizes = {uid: one.size for uid, one in wanted.items()}
            most = 1 if self.options.careful else self.tally.room(plan.MOST_MESSAGES)
            for segment in plan.segments(chunk, sizes, downward, most):
                if self.tally.must_stop():
                    return
                await self._take_segment(segment, wanted, downward, grown)

    async def _wanted(self, described: dict[int, Description]) -> dict[int, Description]:
        """Without what is older than it should be, what is known under another uid, and what waits its turn."""
        wanted = {uid: one for uid, one in described.items() if not plan.is_older(one, self.options.since)}
        if self.orphans and wanted:
            for uid in await self.ledger.rekey(self.folder, self.cursor.uid_validity, list(wanted.values())):
                del wanted[uid]
        return {uid: one for uid, one in wanted.items() if uid not in self.stuck}

    async def _take_segment(
        self, segment: Sequence[int], wanted: dict[int, Description], downward: bool, grown: Growth
    ) -> None:
        harvest = self._harvest(wanted)
        harvest.handled.update(uid for uid in segment if uid not in wanted)
        try:
            await self._gather(harvest, [uid for uid in segment if uid in wanted])
        except Trouble:
            await self._store(harvest, grown(self.cursor, plan.covered(segment, harvest.handled, downward)))
            raise  # what came before the trouble is stored; the rest is the next attempt's
        await self._store(harvest, grown(self.cursor, plan.covered(segment, harvest.handled, downward)))

    async def _gather(self, harvest: Harvest, uids: Sequence[int]) -> None:
        """Set aside what is not to be fetched, fetch the others."""
        fetched = []
        for uid in uids:
            if (why := self._unwanted(harvest.described[uid])) is None:
                fetched.append(uid)
            else:
                await self._hold(uid)
                await harvest.set_aside(uid, why, ask=why.exception == "MessageTooLarge")
        if self.options.careful:
            for uid in fetched:
                await self._hold(uid)
                await harvest.gather([uid])
            await self._hold(None)
        else:
            await harvest.gather(fetched)

    def _unwanted(self, described: Description) -> Signal | None:
        message = f"{self.folder} {described.uid}"
        most = self.options.max_message_size
        if message in self.options.skip:
            return self.options.skip[message]
        if described.size > most:
            return arrivals.too_large(self.options.protocol, message, described.size, most)
        return None

    async def _hold(self, uid: int | None) -> None:
        if self.options.careful:
            await self.ledger.holding(self.folder, uid)

    async def _store(self, harvest: Harvest, cursor: Cursor) -> None:
        if not harvest.arrived and cursor == self.cursor:
            return
        ready = sorted(harvest.arrived, key=lambda arrival: arrival.uid)
        new = await self.ledger.store(self.folder, ready, cursor)
        self.cursor = cursor
        self.tally.count(new, ready)

    async def _retry(self, one: Stuck) -> None:
        described = await describe(self.source, self.folder, [one.uid])
        if one.uid not in described:
            await self.ledger.mark_gone(self.folder, self.cursor.uid_validity, [one.uid], self.cursor)
            return
        harvest = self._harvest(described)
        try:
            if one.tries >= self.options.message_tries:
                why = arrivals.given_up(self.options.protocol, f"{self.folder} {one.uid}", one.tries)
                await harvest.set_aside(one.uid, why)
            else:
                await self._gather(harvest, [one.uid])
        except Trouble:
            await self._store(harvest, self.cursor)
            raise
        await self._store(harvest, self.cursor)

    async def _welcome_back(self, uids: Sequence[int]) -> None:
        """Messages that were marked as gone and are listed again under their old uids."""
        for chunk in plan.chunks(uids, downward=False):
            described = await describe(self.source, self.folder, chunk)
            await self.ledger.rekey(self.folder, self.cursor.uid_validity, list(described.values()))

    def _harvest(self, described: Mapping[int, Description]) -> Harvest:
        options = self.options
        return Harvest(self.source, self.ledger, options.protocol, self.folder, described, options.message_tries)

    async def _reopen(self) -> None:
        """The folder must be open; another one may have been meanwhile."""
        if self.tally.open_folder == self.folder:
            return
        self.tally.open_folder = None
        opened = await self.source.open(self.folder)
        self.tally.open_folder = self.folder
        if opened.uid_validity != self.cursor.uid_validity:
            raise Renumbered
