"""A town to look at in a browser: simulated mail servers, a house with a worker, and its pages on a loopback socket.

Everybody owns the mailbox of their own address; POSTMASTER owns the profile north, nobody owns south; ADA is an
administrator; STRANGER owns nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from playwright.async_api import Browser, Page

from simulator import Account, ManualClock, Simulator, parse
from store import mailboxes, people, profiles, sessions
from tests.kit.browser.chromium import Desk, desk
from tests.kit.house import House, a_house, quick
from tests.kit.stores import migrated_sqlite
from web.house import House as WebHouse
from web.house import WebSettings
from web.reader import SESSION
from web.serve import Place, serving
from worker.office import OfficeSettings

ADA, POSTMASTER, STRANGER = "ada@example.org", "postmaster@example.org", "sam@example.org"
POLICY = quick(retry_base=timedelta(milliseconds=200), retry_cap=timedelta(seconds=1))


@dataclass
class Town:
    house: House
    simulator: Simulator
    clock: ManualClock
    browser: Browser
    url: str
    stack: AsyncExitStack
    desks: dict[str, Desk] = field(default_factory=dict)

    def accounts(self, profile: str) -> list[Account]:
        return [one for one in self.simulator.mailboxes if one.profile == profile]

    @asynccontextmanager
    async def visiting(self, address: str | None = None, **settings: object) -> AsyncIterator[Desk]:
        """A browser in which this person is signed in already, while the block runs. settings: playwright's
        new_context's."""
        async with desk(self.browser, self.url, **settings) as one:
            if address is not None:
                await one.context.add_cookies([await self._cookie(address)])  # type: ignore[list-item]
            yield one

    async def desk_of(self, address: str | None = None, **settings: object) -> Desk:
        """The same, for as long as the town stands."""
        return await self.stack.enter_async_context(self.visiting(address, **settings))

    async def page_of(self, address: str, path: str = "/", **settings: object) -> Page:
        return await (await self.desk_of(address, **settings)).open(path)

    async def _cookie(self, address: str) -> Mapping[str, object]:
        async with self.house.office.store.write() as tx:
            person = await people.mention(tx, address)
            token = await sessions.begin(tx, person.id)
        https = self.url.replace("http:", "https:")  # else it is refused, though the browser sends it to loopback
        return {"name": SESSION, "value": token, "url": https, "httpOnly": True, "secure": True, "sameSite": "Lax"}

    async def gives_password(self, address: str, password: str) -> None:
        """So that this person can sign in by the form; it is hashed so that it is quick to check."""
        kept = PasswordHasher.from_parameters(CHEAPEST).hash(password)
        async with self.house.office.store.write() as tx:
            await people.set_password(tx, (await people.mention(tx, address)).id, kept)

    async def id_of(self, account: Account) -> int:
        async with self.house.office.store.read() as tx:
            return (await mailboxes.get(tx, account.address)).id

    async def profile_id(self, name: str) -> int:
        async with self.house.office.store.read() as tx:
            return (await profiles.get(tx, name)).id

    async def set_password(self, account: Account, password: str) -> None:
        """Behind everybody's back: nothing is tested."""
        async with self.house.office.store.write() as tx:
            await mailboxes.set_password(tx, self.house.office.store, account.address, password)


@asynccontextmanager
async def a_town(folder: Path, redis_url: str, browser: Browser, story: str) -> AsyncIterator[Town]:
    """story: the simulator's scenario, whose clock only moves when told."""
    settings = OfficeSettings(folder / "home", await migrated_sqlite(folder), redis_url)
    async with AsyncExitStack() as stack:
        clock = ManualClock()
        simulator = await stack.enter_async_context(Simulator(parse(story, "town.toml"), clock=clock))
        house = await stack.enter_async_context(a_house(settings, redis_url))
        await _move_in(house, simulator)
        pages = await stack.enter_async_context(WebHouse.open(house.office.settings, WebSettings()))
        served = await stack.enter_async_context(serving(pages, Place()))
        desks = await stack.enter_async_context(AsyncExitStack())
        yield Town(house, simulator, clock, browser, served.url, desks)


async def _move_in(house: House, simulator: Simulator) -> None:
    async with house.office.store.write() as tx:
        await people.set_administrator(tx, ADA, True)
        await people.mention(tx, STRANGER)
    for name, server in simulator.profiles.items():
        owner = POSTMASTER if name == "north" else None
        await house.profile(server, name, owner=owner, poll_interval=timedelta(seconds=1), policy=POLICY)
    for account in simulator.mailboxes:
        await house.mailbox(account, account.profile, owner=account.address)
        await house.enable(account)
