"""The demo's own walls and pages, on a free port of this machine, with links that sign its people in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from rich.console import RenderableType
from rich.text import Text

from simulator import Simulator
from store import invitations, people
from web.house import House, WebSettings
from web.serve import NotServed, Place, serving
from worker.office import Office

ADMINISTRATOR = "admin@example.org"


@dataclass(frozen=True, slots=True)
class Pages:
    """url None: they are not served, and trouble says why. links: each works once; by what they show."""

    url: str | None
    links: Mapping[str, str] = field(default_factory=dict, repr=False)
    trouble: str = ""

    def told(self) -> RenderableType:
        """How to look."""
        if self.url is None:
            return Text(f"The demo goes on without its pages: {self.trouble}", style="yellow")
        told = Text()
        for number, (what, link) in enumerate(self.links.items()):
            told.append("\n" if number else "").append(f"{what}: ", style="bold").append(link, style="cyan")
        return told.append("\n(in a browser on this machine; each link works once)", style="dim")


def invited(simulator: Simulator) -> dict[str, str]:
    """Who may look, by what they see: an administrator, and two whom the story befalls."""
    hurt, down = simulator.hit_by("bad_password"), simulator.hit_by("refuse")
    found = {"watch it live": ADMINISTRATOR}
    if hurt:
        found["as the owner of a mailbox"] = hurt[0].address
    if down:
        found["as the owner of a profile"] = profile_owner(down[0].profile)
    return found


def profile_owner(profile: str) -> str:
    return f"postmaster@{profile}.example.org"


@asynccontextmanager
async def demo_pages(office: Office, who: Mapping[str, str]) -> AsyncIterator[Pages]:
    """Nothing of the demo hangs on them: where they can't be served, it goes on."""
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(House.at(office, WebSettings()))
        try:
            served = await stack.enter_async_context(serving(house, Place()))
        except NotServed as error:
            yield Pages(None, trouble=str(error))
            return
        yield Pages(
            served.url, {what: f"{served.url}/welcome/{await _token(office, whom)}" for what, whom in who.items()}
        )


async def _token(office: Office, address: str) -> str:
    async with office.store.write() as tx:
        person = await people.mention(tx, address)
        if address == ADMINISTRATOR:
            await people.set_administrator(tx, address, True)
        return await invitations.make(tx, invitations.Purpose.SIGN_IN, person_id=person.id)
