"""FETCH: the answers go out message by message, so that trouble can strike at each."""

from __future__ import annotations

from simulator import events as seen
from simulator.scene import Literal, Outcome

from .items import Item, items, literal_of, plain_value
from .parse import Command
from .session import Session


async def fetch(session: Session, asked: Command) -> None:
    by_uid = asked.name == "UID FETCH"
    wanted = items(asked.words[1:])
    if by_uid and all(item.name != b"UID" for item in wanted):
        wanted.insert(0, Item(b"UID"))
    whole = any(item.whole for item in wanted)
    if not whole and await session.struck("describe", asked.tag) is Outcome.ANSWERED:
        return
    for sequence, uid in list(session.opened.chosen(asked.text(0), by_uid=by_uid)):
        at = session.opened.folder.position(uid)
        if at is not None and await _One(session, sequence, uid, at).answer(asked, wanted) is Outcome.ANSWERED:
            return
    await session.finish(asked)


class _One:
    """One message's answer."""

    def __init__(self, session: Session, sequence: int, uid: int, at: int) -> None:
        self._session = session
        self._sequence = sequence
        self._uid = uid
        self._at = at
        self._folder = session.opened.folder
        self._mailstore = session.house.mailstore
        self._content = self._mailstore.content(self._folder, at)

    async def answer(self, asked: Command, wanted: list[Item]) -> Outcome:
        self._mark_seen(wanted)
        out = bytearray(b"* %d FETCH (" % self._sequence)
        for count, item in enumerate(wanted):
            out += b" " * bool(count)
            if item.section is None:
                out += item.name + b" " + self._value(item)
                continue
            out += item.name + b" "
            outcome = await self._strike(asked, item, bytes(out))
            if outcome is not Outcome.GO_ON:
                return outcome
            await self._send_literal(item, out)
        await self._session.wire.send(bytes(out) + b")\r\n")
        if any(item.complete for item in wanted):
            self._mailstore.note_served(self._folder, self._at, self._content)
            self._session.house.events.tell(seen.BODY)
        return Outcome.GO_ON

    async def _strike(self, asked: Command, item: Item, head: bytes) -> Outcome:
        if not item.whole:
            return Outcome.GO_ON
        return await self._session.struck("fetch", asked.tag, uid=self._uid, literal=Literal(head, self._content))

    async def _send_literal(self, item: Item, out: bytearray) -> None:
        """What was gathered so far goes out with it."""
        literal = literal_of(item, self._content)
        if literal is None:
            out += b"NIL"
            return
        size, pieces = literal
        out += b"{%d}\r\n" % size
        for piece in pieces:
            out += piece
            await self._session.wire.send(bytes(out))
            out.clear()

    def _value(self, item: Item) -> bytes:
        flags = self._folder.flags.get(self._folder.numbers[self._at], frozenset())
        born = self._mailstore.received_at(self._folder, self._at)
        return plain_value(item, self._content, self._uid, flags, born)

    def _mark_seen(self, wanted: list[Item]) -> None:
        if not self._session.opened.read_only and not all(item.peek for item in wanted):
            number = self._folder.numbers[self._at]
            self._folder.flags[number] = self._folder.flags.get(number, frozenset()) | {"\\Seen"}
