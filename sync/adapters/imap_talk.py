"""One conversation with an IMAP server: commands out, answers in, each with its deadline; trouble gets its signal here.

Knows no mailbox and no message; what is asked is imap_session's and imap_auth's business.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

from errors.model import Protocol, Signal, Stage
from sync.ports import Trouble
from sync.signals import timeout_signal, witness

from .imap_answers import Answer
from .imap_exchange import Allowance, Exchange, Goodbye, small_literals
from .imap_names import Literal, Word
from .imap_protocol import HardenedProtocol
from .imap_signals import Secrets, goodbye_signal, refusal_signal, safe_words

SLOWEST = 1024  # octets within one time-out: less is as good as nothing
POLITE = 1.0  # seconds that a LOGOUT may take


class Patience:
    """A deadline that moves only while something worth the name comes in, however large the whole is."""

    def __init__(self, protocol: HardenedProtocol, limit: timedelta) -> None:
        self._protocol = protocol
        self._seconds = limit.total_seconds()
        self.renew()

    def renew(self) -> None:
        self._mark = self._protocol.received
        self.deadline = self._protocol.loop.time() + self._seconds

    def rewards(self) -> bool:
        """Whether enough came in to go on waiting."""
        if self._protocol.received - self._mark < SLOWEST:
            return False
        self.renew()
        return True


class Talk:
    """Speaks for one session, one command at a time."""

    def __init__(self, protocol: HardenedProtocol, limit: timedelta, secrets: Secrets) -> None:
        self.protocol = protocol
        self.limit = limit
        self.secrets = secrets

    async def greeting(self) -> None:
        """Wait for the server's first words."""
        await self.ended(self.protocol.greeting, Stage.GREETING, waiting_for="greeting")

    async def ask(
        self,
        stage: Stage,
        *words: Word,
        message: str | None = None,
        before: bytes = b"",
        allow: Allowance = small_literals,
    ) -> Sequence[Answer]:
        """One command and all its answers. before: a whole command line that goes out in the same write, its answer
        not waited for. Raises Trouble, of this stage, for NO and BAD too."""
        exchange = await self.say(stage, *words, message=message, before=before, allow=allow)
        await self.ended(exchange, stage, message)
        return exchange.answers

    async def say(
        self,
        stage: Stage,
        *words: Word,
        message: str | None = None,
        before: bytes = b"",
        allow: Allowance = small_literals,
    ) -> Exchange:
        """Send one command; literals wait for the server's word where it wants to be asked."""
        with self.edge(stage, message):
            exchange = self.protocol.begin(_name(words[0]), allow)
            *asking, last = self._segments(exchange.tag.encode(), words)
            for segment in asking:
                self.protocol.write(before + segment)
                before = b""
                await self.continuation(exchange, stage)
            self.protocol.write(before + last)
        return exchange

    async def continuation(self, exchange: Exchange, stage: Stage) -> bytes:
        """What the server says after `+`. Raises Trouble when it ends the command instead."""
        patience = Patience(self.protocol, self.limit)
        while not exchange.continuations:
            if exchange.ended:
                self.check(exchange, stage)
                raise Trouble(self._refused(exchange, stage, None))
            await self._news(exchange, stage, patience)
        return exchange.continuations.popleft()

    async def challenges(self, exchange: Exchange, stage: Stage) -> AsyncIterator[bytes]:
        """Every further continuation until the command ends, however it ends."""
        patience = Patience(self.protocol, self.limit)
        while True:
            while exchange.continuations:
                yield exchange.continuations.popleft()
            if exchange.ended:
                return
            await self._news(exchange, stage, patience)

    async def ended(
        self, exchange: Exchange, stage: Stage, message: str | None = None, waiting_for: str | None = None
    ) -> None:
        """Wait for the tagged answer. Raises Trouble for all but OK."""
        patience = Patience(self.protocol, self.limit)
        while not exchange.ended:
            await self._news(exchange, stage, patience, message, waiting_for)
        self.check(exchange, stage, message)

    async def stream(self, exchange: Exchange, stage: Stage, message: str | None = None) -> AsyncIterator[Answer]:
        """Its answers as they come in; the time that the caller takes between them is not the server's."""
        patience = Patience(self.protocol, self.limit)
        while True:
            while exchange.answers:
                answer = exchange.answers.popleft()
                exchange.held -= sum(map(len, answer))
                yield answer
                patience.renew()
            if exchange.ended:
                break
            await self._news(exchange, stage, patience, message)
        self.check(exchange, stage, message)

    def check(self, exchange: Exchange, stage: Stage, message: str | None = None) -> None:
        """Raises Trouble for an exchange that did not end with OK."""
        if exchange.failure is not None:
            with self.edge(stage, message):
                raise exchange.failure
        if exchange.verdict is not None and exchange.verdict[:2].upper() != b"OK":
            raise Trouble(self._refused(exchange, stage, message))

    @contextmanager
    def edge(self, stage: Stage, message: str | None = None) -> Iterator[None]:
        """Foreign exceptions become Trouble, the server's goodbye among them."""
        try:
            with witness(Protocol.IMAP, stage, message):
                yield
        except Goodbye as seen:
            raise Trouble(goodbye_signal(stage, seen.args[0], self.secrets, message)) from seen

    async def goodbye(self) -> None:
        """LOGOUT where that makes sense, and gone. Never raises."""
        protocol = self.protocol
        try:
            if protocol.lost is None and not protocol.busy:
                with suppress(Trouble, TimeoutError):
                    async with asyncio.timeout(POLITE):
                        await self.ask(Stage.POLL, b"LOGOUT")
                await protocol.closed(POLITE)
        finally:
            protocol.drop()

    # -- inner parts

    async def _news(
        self,
        exchange: Exchange,
        stage: Stage,
        patience: Patience,
        message: str | None = None,
        waiting_for: str | None = None,
    ) -> None:
        try:
            async with asyncio.timeout_at(patience.deadline) as clock:
                await exchange.news()
        except TimeoutError as seen:
            if not clock.expired():
                raise
            if not patience.rewards():
                self.protocol.give_up(seen)
                what = waiting_for or f"answer to {exchange.name}"
                signal = timeout_signal(stage, self.limit, what, message)
                raise Trouble(signal) from seen

    def _refused(self, exchange: Exchange, stage: Stage, message: str | None) -> Signal:
        lost = self.protocol.lost  # a BYE right behind the refusal often says more than the refusal
        more = "* " + safe_words(lost.args[0][2:], self.secrets) if isinstance(lost, Goodbye) else ""
        return refusal_signal(stage, exchange.verdict or b"", self.secrets, more, message)

    def _segments(self, tag: bytes, words: Sequence[Word]) -> Iterator[bytes]:
        """The command's octets, cut where the server must be asked first. RFC 7888."""
        line = tag
        for word in words:
            if isinstance(word, Literal):
                size = len(word.octets)
                if self._takes_unasked(size):
                    line += b" {%d+}\r\n" % size + word.octets
                else:
                    yield line + b" {%d}\r\n" % size
                    line = word.octets
            else:
                line += b" " + word
        yield line + b"\r\n"

    def _takes_unasked(self, size: int) -> bool:
        offered = self.protocol.offered
        return "LITERAL+" in offered or ("LITERAL-" in offered and size <= 4096)


def _name(word: Word) -> str:
    assert isinstance(word, bytes)
    return word.decode("ascii")
