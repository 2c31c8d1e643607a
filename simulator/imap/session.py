"""One IMAP session: what it knows, how it answers, and where trouble strikes. The commands are in other files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.certificates import Identity
from simulator.clock import Clock
from simulator.events import Events, Strike
from simulator.mailstore import Account, Mailstore
from simulator.message import dice
from simulator.scenario import Trouble
from simulator.scene import Fault, Literal, Outcome, Scene
from simulator.script import Script
from simulator.wire import Wire

from .mailbox import View
from .parse import BadCommand, Command

BEFORE_SIGN_IN = b"IMAP4rev1 LITERAL+ SASL-IR ID ENABLE AUTH=PLAIN AUTH=XOAUTH2"
AFTER_SIGN_IN = b"IMAP4rev1 LITERAL+ ID ENABLE IDLE NAMESPACE UIDPLUS UNSELECT CHILDREN"


@dataclass(frozen=True, slots=True)
class House:
    """All that sessions share."""

    script: Script
    mailstore: Mailstore
    events: Events
    clock: Clock
    identity: Identity
    seed: int


class Session:
    """account: None before sign-in. view: the open folder, None before and between. over: the client signed out."""

    __slots__ = ("account", "house", "over", "profile", "view", "wire")

    def __init__(self, wire: Wire, house: House, profile: str) -> None:
        self.wire = wire
        self.house = house
        self.profile = profile
        self.account: Account | None = None
        self.view: View | None = None
        self.over = False

    @property
    def opened(self) -> View:
        if self.view is None:
            raise BadCommand("No folder is open")
        return self.view

    @property
    def user(self) -> Account:
        if self.account is None:
            raise BadCommand("Sign in first")
        return self.account

    def capabilities(self) -> bytes:
        if self.account is not None:
            return AFTER_SIGN_IN
        return BEFORE_SIGN_IN if self.wire.secured else BEFORE_SIGN_IN + b" STARTTLS"

    async def secure(self) -> None:
        if await self.struck("tls") is Outcome.GO_ON:
            await self.wire.secure(self.house.identity.valid)

    # -- answers

    async def say(self, *lines: bytes) -> None:
        await self.wire.send(b"\r\n".join(lines) + b"\r\n")

    async def done(self, asked: Command, *untagged: bytes, words: bytes = b"") -> None:
        """Untagged lines, then what changed in the open folder, then OK."""
        news = self.view.news() if self.view is not None else []
        await self.say(*untagged, *news, asked.tag + b" OK " + (words or asked.name.encode() + b" done"))

    async def finish(self, asked: Command, *untagged: bytes) -> None:
        """The same for commands that must not be told of an EXPUNGE, unless they go by uid (RFC 9051 7.5.1)."""
        news = self.opened.news(expunges=asked.name.startswith("UID"))
        await self.say(*untagged, *news, asked.tag + b" OK " + asked.name.encode() + b" done")

    async def no(self, asked: Command, words: bytes) -> None:
        await self.say(asked.tag + b" NO " + words)

    # -- trouble

    async def struck(
        self,
        stage: str,
        tag: bytes = b"*",
        *,
        address: str | None = None,
        uid: int | None = None,
        literal: Literal | None = None,
    ) -> Outcome:
        """Let trouble strike, if some is due. Raises Gone when it ended the connection."""
        if address is None:
            address = self.account.address if self.account is not None else ""
        now = self.house.clock.now()
        trouble = self.house.script.draw(stage, self.profile, address, now, uid)
        if trouble is None or not isinstance(trouble.fault, Fault):
            return Outcome.GO_ON
        self.house.events.struck(Strike(now, trouble.name, stage, self.profile, address, uid))
        return await trouble.fault.strike(self._scene(trouble, tag, address, uid, literal))

    def _scene(self, trouble: Trouble, tag: bytes, address: str, uid: int | None, literal: Literal | None) -> Scene:
        tally = self.house.script.tally(trouble, self.profile, address)
        return Scene(
            wire=self.wire,
            clock=self.house.clock,
            dice=dice(self.house.seed, trouble.number, address, tally.opportunities),
            tag=tag,
            until=trouble.until,
            expired=self.house.identity.expired,
            memory=tally.memory,
            literal=literal,
            vanish=None if uid is None else self._vanishing(uid),
            renumber=None if self.account is None else self._renumber,
        )

    def _vanishing(self, uid: int) -> Callable[[], None]:
        return lambda: self.opened.folder.expunge([uid])

    def _renumber(self) -> None:
        for name in self.user.folders:
            self.house.mailstore.folder(self.user, name).renumber()
