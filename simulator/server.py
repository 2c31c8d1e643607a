"""The simulator as a program uses it: profiles that listen, mailboxes that fill, and what happened so far."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from . import events as seen
from .accounts import open_accounts
from .certificates import Identity, make_identity
from .clock import Clock, RealClock
from .door import Door
from .events import Events, Strike
from .imap.session import House
from .mailstore import Account, Mailstore, Message
from .scenario import Scenario, Trouble, load
from .script import Script


@dataclass(frozen=True, slots=True)
class Profile:
    """Where a simulated mail server listens. port: plain, STARTTLS offered; tls_port: TLS from the start."""

    name: str
    host: str
    port: int
    tls_port: int
    ca_pem: str


class Simulator:
    """`async with Simulator("outage", seed=7) as sim:`. Second 0 of the scenario is when it is entered.

    mailboxes: how many in all instead of what the scenario says, shared out in its proportions. ports: fixed ones,
    (plain, TLS) by profile; without them free ones are taken.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path = "quiet",
        *,
        seed: int | None = None,
        mailboxes: int | None = None,
        clock: Clock | None = None,
        host: str = "127.0.0.1",
        ports: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        self.scenario = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.seed = self.scenario.seed if seed is None else seed
        self.clock: Clock = clock or RealClock()
        self.events = Events()
        self.mailboxes: list[Account] = open_accounts(self.scenario, self.seed, mailboxes)
        self.profiles: dict[str, Profile] = {}
        self._script = Script(self.scenario, self.seed)
        self._store = Mailstore(self.mailboxes, self._script, self.seed, self.clock.now)
        self._host = host
        self._ports = dict(ports or {})
        self._doors: list[Door] = []
        self._watches: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        identity = make_identity(self._host)
        house = House(self._script, self._store, self.events, self.clock, identity, self.seed)
        self.clock.start()
        try:
            for plan in self.scenario.profiles:
                await self._open(plan.name, house, identity)
        except OSError:
            await self._shut()
            raise
        self._watches = [asyncio.create_task(self._close_for(trouble)) for trouble in self._script.closures()]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        bugs = await self._shut()
        if bugs and error is None:
            raise bugs[0]

    # -- what programs ask

    def use_ports(self, first: int) -> None:
        """Before it is entered: fixed ports from there on, two for each profile, the second one for TLS."""
        for at, plan in enumerate(self.scenario.profiles):
            self._ports[plan.name] = (first + 2 * at, first + 2 * at + 1)

    def hit_by(self, fault: str) -> list[Account]:
        """The mailboxes that the scenario means some trouble with that fault for."""
        troubles = [trouble for trouble in self.scenario.troubles if trouble.name == fault]
        return [box for box in self.mailboxes if any(trouble.hits(box.profile, box.address) for trouble in troubles)]

    def stop_arrivals(self) -> None:
        """No new mail from now on; what has arrived stays."""
        self._store.stop_arrivals()

    def calm_down(self) -> None:
        """No trouble strikes any more. Messages that were born with a blemish keep it."""
        self._script.over = True

    def expected(self, address: str | None = None) -> list[Message]:
        """All that is in the mailbox now (None: in all mailboxes), every folder of it."""
        accounts = self.mailboxes if address is None else [self._store.accounts[address.casefold()]]
        return [
            message for account in accounts for name in account.folders for message in self._store.held(account, name)
        ]

    def served(self) -> list[tuple[str, str, str]]:
        """(address, folder, sha256) of every message that was sent whole at least once, each once."""
        return self._store.served()

    def raw(self, address: str, uid: int, folder: str = "INBOX") -> bytes:
        """The octets of a message that is there now. Raises KeyError."""
        kept = self._store.folder(self._store.accounts[address.casefold()], folder)
        at = kept.position(uid)
        if at is None:
            raise KeyError(uid)
        return b"".join(self._store.content(kept, at).chunks())

    # -- inner parts

    async def _open(self, name: str, house: House, identity: Identity) -> None:
        plain, tls = self._ports.get(name, (0, 0))
        doors = [Door(self._host, port, name, house, tls=secure) for port, secure in ((plain, False), (tls, True))]
        self._doors += doors
        for door in doors:
            await door.open()
        self.profiles[name] = Profile(name, self._host, doors[0].port, doors[1].port, identity.ca_pem)

    async def _close_for(self, trouble: Trouble) -> None:
        """The profiles do not listen while the trouble lasts."""
        await self.clock.until(trouble.start)
        doors = [door for door in self._doors if trouble.hits(door.profile, "")]
        for door in doors:
            self.events.struck(Strike(self.clock.now(), trouble.name, "connect", door.profile, "", None))
            door.refuse(cut_sessions=getattr(trouble.fault, "cut_sessions", True))
        if trouble.until is None:
            return
        await self.clock.until(trouble.until)
        for door in doors:
            if await door.open():
                self.events.tell(seen.LISTENING)

    async def _shut(self) -> list[Exception]:
        for watch in self._watches:
            watch.cancel()
        ends = await asyncio.gather(*self._watches, return_exceptions=True)
        bugs = [end for end in ends if isinstance(end, Exception)]
        return bugs + [bug for door in self._doors for bug in await door.shut()]
