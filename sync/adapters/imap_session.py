"""A signed-in IMAP session as a MailSource. Nothing here changes anything on the server: EXAMINE and BODY.PEEK only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from errors.model import Protocol, Stage
from sync.ports import Description, Fetched, FolderStatus
from sync.signals import ProtocolViolation, witness

from .imap_answers import folder_status, found_uids, listed_folders, opened_status
from .imap_fetch import (
    DESCRIBED,
    HEADERS,
    WHOLE,
    commands,
    described,
    expecting,
    header_section,
    header_sections,
    sequence_set,
    whole,
)
from .imap_names import encode_name, search_date, string, uid_sets
from .imap_talk import Talk

STATUS_ITEMS = b"(UIDNEXT UIDVALIDITY MESSAGES)"


class ImapSession:
    """One mailbox's session. repr names no user."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._spelled: dict[str, bytes] = {}  # folder names as the server spells them
        self._open: str | None = None

    def __repr__(self) -> str:
        return f"ImapSession({'alive' if self.alive() else 'lost'}, open={self._open!r})"

    async def folders(self) -> Sequence[str]:
        answers = await self._talk.ask(Stage.SELECT, b"LIST", b'""', b'"*"')
        with self._reading(Stage.SELECT):
            self._spelled = dict(listed_folders(answers))
        return sorted(self._spelled, key=lambda name: (name != "INBOX", name))

    async def status(self, folder: str) -> FolderStatus:
        # STATUS of the folder that is open may be stale (RFC 9051 section 6.3.11): it is closed in the same write.
        # CLOSE removes nothing from a folder that was opened with EXAMINE (section 6.4.1).
        before = self._closing()
        answers = await self._talk.ask(Stage.POLL, b"STATUS", self._name(folder), STATUS_ITEMS, before=before)
        with self._reading(Stage.POLL):
            return folder_status(answers)

    async def open(self, folder: str) -> FolderStatus:
        self._talk.protocol.state, self._open = "AUTH", None  # a refused EXAMINE leaves nothing open
        answers = await self._talk.ask(Stage.SELECT, b"EXAMINE", self._name(folder))
        self._talk.protocol.state, self._open = "SELECTED", folder
        with self._reading(Stage.SELECT):
            return opened_status(answers)

    async def uids(self, low: int, high: int | None, since: date | None) -> Sequence[int]:
        words = [b"UID %d:%s" % (low, b"*" if high is None else b"%d" % high)]
        if since is not None:
            words.append(b"SINCE " + search_date(since))
        answers = await self._talk.ask(Stage.POLL, b"UID", b"SEARCH", *words)
        with self._reading(Stage.POLL):
            found = found_uids(answers)
        return [uid for uid in found if low <= uid and (high is None or uid <= high)]  # n:* names the last one always

    async def describe(self, uids: Sequence[int]) -> Sequence[Description]:
        found: list[Description] = []
        for chosen, asked in uid_sets(uids):
            answers = await self._talk.ask(Stage.FETCH, b"UID", b"FETCH", chosen, DESCRIBED, allow=header_sections)
            with self._reading(Stage.FETCH):
                wanted = set(asked)
                found.extend(one for one in described(answers) if one.uid in wanted)
        return found

    async def fetch(self, uids: Sequence[int], expected: Mapping[int, int]) -> AsyncIterator[Fetched]:
        for chosen in commands(uids, expected):
            async for fetched in self._fetch(chosen, expected):
                yield fetched

    async def _fetch(self, uids: Sequence[int], expected: Mapping[int, int]) -> AsyncIterator[Fetched]:
        message = self._message(uids[0]) if len(uids) == 1 else None
        words = (b"UID", b"FETCH", sequence_set(uids), WHOLE)
        exchange = await self._talk.say(Stage.FETCH, *words, message=message, allow=expecting(expected, uids))
        wanted = set(uids)
        async for answer in self._talk.stream(exchange, Stage.FETCH, message):
            with self._reading(Stage.FETCH, message):
                fetched = whole(answer)
            if fetched is not None and fetched.uid in wanted:
                wanted.remove(fetched.uid)
                yield fetched

    async def headers(self, uid: int) -> bytes | None:
        message = self._message(uid)
        words = (b"UID", b"FETCH", b"%d" % uid, HEADERS)
        answers = await self._talk.ask(Stage.FETCH, *words, message=message, allow=header_sections)
        with self._reading(Stage.FETCH, message):
            return header_section(answers, uid)

    def alive(self) -> bool:
        return self._talk.protocol.lost is None and not self._talk.protocol.transport.is_closing()

    async def close(self) -> None:
        await self._talk.goodbye()

    # -- inner parts

    def _closing(self) -> bytes:
        if self._open is None:
            return b""
        self._open = None
        return self._talk.protocol.aside("CLOSE")

    def _name(self, folder: str) -> bytes:
        word = string(self._spelled.get(folder) or encode_name(folder))
        return word if isinstance(word, bytes) else b'""'

    def _message(self, uid: int) -> str:
        return f"{self._open} {uid}"

    @contextmanager
    def _reading(self, stage: Stage, message: str | None = None) -> Iterator[None]:
        """An answer that breaks the grammar leaves nothing to be believed of this connection."""
        with witness(Protocol.IMAP, stage, message):
            try:
                yield
            except ProtocolViolation as seen:
                self._talk.protocol.give_up(seen)
                raise
