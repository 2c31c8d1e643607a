"""Getting the messages of one segment out of the server, and finding the one that stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from errors.model import Protocol, Signal

from . import arrivals
from .blame import is_everybodys, is_the_messages
from .ports import Arrival, Description, Ledger, MailSource, Trouble

MOST_SUSPECTS = 3  # messages that may fail one by one while none comes: with more it is not the messages


@dataclass(slots=True)
class Harvest:
    """The messages of one segment: described ones in, arrivals out. handled: the cursor may pass these."""

    source: MailSource
    ledger: Ledger
    protocol: Protocol
    folder: str
    described: Mapping[int, Description]
    most_tries: int
    arrived: list[Arrival] = field(default_factory=list)
    handled: set[int] = field(default_factory=set)
    failed: int = 0

    async def gather(self, uids: Sequence[int]) -> None:
        """Fetch these (ascending). What came is in `arrived` even when Trouble is raised."""
        if not uids:
            return
        try:
            await self._fetch(uids)
        except Trouble as trouble:
            await self._judge(trouble, uids)
        else:
            await self._look_after([uid for uid in uids if uid not in self.handled])

    async def set_aside(self, uid: int, why: Signal, *, ask: bool = True) -> None:
        """Store what can be had of it: its headers, or nothing. One that vanished meanwhile is no loss.
        ask False: it is not touched again."""
        raw: bytes | None = b""
        if ask and self.source.alive():
            try:
                raw = await self.source.headers(uid)
            except Trouble as trouble:
                if is_everybodys(trouble.signal):
                    raise
                raw = b""
        if raw is not None:
            named = why if is_the_messages(why) else replace(why, exception=arrivals.UNFETCHABLE)
            self.arrived.append(arrivals.set_aside(self.described[uid], named, raw))
        self.handled.add(uid)

    # -- inner parts

    async def _fetch(self, uids: Sequence[int]) -> None:
        expected = {uid: self.described[uid].size for uid in uids}
        async for fetched in self.source.fetch(uids, expected):
            self.arrived.append(arrivals.whole(fetched, self.described[fetched.uid]))
            self.handled.add(fetched.uid)

    async def _judge(self, trouble: Trouble, uids: Sequence[int]) -> None:
        """Blame one message only when it alone can be meant; otherwise ask for fewer, or let the trouble pass."""
        rest = [uid for uid in uids if uid not in self.handled]
        if not rest:
            return
        if is_everybodys(trouble.signal):
            raise trouble
        if not self.source.alive():
            await self._suspect_first(rest, trouble, began=len(rest) < len(uids))
            raise trouble
        if trouble.signal.response_code == "EXPUNGEISSUED":  # RFC 5530: some of them are gone
            await self._look_after(rest)
        elif len(rest) == 1:
            await self._note(rest[0], trouble.signal)
        else:
            half = len(rest) // 2
            await self.gather(rest[:half])
            await self.gather(rest[half:])

    async def _suspect_first(self, rest: Sequence[int], trouble: Trouble, *, began: bool) -> None:
        """The connection is gone. In the middle of a segment that may be anybody's doing; the next attempt begins
        where this one ended, and if it ends there again before one message came, that message is suspect."""
        told = trouble.signal.exception == "LiteralTooLarge"  # no doubt: refused while this very message came in
        if not began or told:
            waiting = await self.ledger.stuck(self.folder)
            if told or len(waiting) < MOST_SUSPECTS or rest[0] in {one.uid for one in waiting}:
                await self._note(rest[0], trouble.signal)

    async def _look_after(self, missing: Sequence[int]) -> None:
        """Of what did not come, tell the vanished from the withheld: the folder is opened anew and asked."""
        if not missing:
            return
        await self.source.open(self.folder)
        still_there = set(await self.source.uids(missing[0], missing[-1], None)).intersection(missing)
        self.handled.update(uid for uid in missing if uid not in still_there)
        if len(missing) > 1:
            for uid in sorted(still_there):
                await self.gather([uid])
        elif still_there:
            await self._note(missing[0], arrivals.never_sent(self.protocol, self._message(missing[0])))

    async def _note(self, uid: int, signal: Signal) -> None:
        """One more try of this message failed. The ledger remembers it, so that the cursor may pass."""
        self.failed += 1
        if self.failed > MOST_SUSPECTS and not self.arrived and not is_the_messages(signal):
            raise Trouble(signal)
        why = replace(signal, message=self._message(uid))
        stuck = await self.ledger.note_stuck(self.folder, uid, why)
        if stuck.tries >= self.most_tries and self.source.alive():  # else next time, when its headers can be had
            await self.set_aside(uid, why)
        else:
            self.handled.add(uid)

    def _message(self, uid: int) -> str:
        return f"{self.folder} {uid}"
