"""A town on a bad day, as the simulator played it, that stands still: one profile down, a password refused, one server
asking for fewer requests, a broken email. For looking at, and for pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlalchemy import text

from errors.machine import State
from store import emails, invitations, people
from store.invitations import Purpose
from tests.kit.browser.town import Town, a_town
from tests.kit.valkey import Valkey

STORY = """
[profiles.north]
mailboxes = 14
messages = 3

[profiles.south]
mailboxes = 9
messages = 3

[profiles.west]
mailboxes = 5
messages = 3

[[trouble]]
fault = "refuse"
profiles = ["north"]
from = 100

[[trouble]]
fault = "bad_password"
profiles = ["south"]
mailboxes = ["*.0002@*"]
from = 50

[[trouble]]
fault = "close"
stage = "poll"
profiles = ["south"]
mailboxes = ["*.0002@*"]
from = 50
times = 1

[[trouble]]
fault = "throttle"
profiles = ["west"]
mailboxes = ["*.0003@*"]
from = 50
seconds = 600

[[trouble]]
fault = "giant_message"
profiles = ["south"]
mailboxes = ["*.0001@*"]
uids = [3]
"""
SIGNS = {"IMAP-101", "NET-202", "MSG-201", "IMAP-205"}  # of all that, on the walls
NAMES = "UPDATE alerts SET headline = replace(headline, '127.0.0.1', :host) WHERE "
OF = {
    "profile": "object_kind = 'profile' AND object_id = :id",
    "mailbox": "object_kind = 'mailbox' AND object_id IN (SELECT id FROM mailboxes WHERE profile_id = :id)",
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def showcase(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> AsyncIterator[Town]:
    server = Valkey()
    server.start()
    try:
        async with a_bad_day(tmp_path_factory.mktemp("showcase"), server.url, chromium) as town:
            yield town
    finally:
        server.remove()


@asynccontextmanager
async def a_bad_day(folder: Path, redis_url: str, browser: Browser) -> AsyncIterator[Town]:
    async with a_town(folder, redis_url, browser, STORY) as town:
        town.house.worker("--concurrency", "20")
        await town.house.until(lambda: _stored(town), "not all mail is here")
        town.clock.advance(60)
        await town.house.until(
            lambda: _says(town, {"IMAP-101", "IMAP-205"}), "no password was refused, or none throttled"
        )
        town.clock.advance(60)
        await town.house.until(lambda: _says(town, SIGNS), "not all of it is on the walls")
        await town.house.until(lambda: _suspended(town), "the profile that is down is not suspended")
        town.house.end()
        await _named(town)
        yield town


async def _stored(town: Town) -> bool:
    """All mail, one email of it without its body."""
    found = await town.house.emails()
    return len(found) == len(town.simulator.expected()) and any(one.state == "set_aside" for one in found)


async def _suspended(town: Town) -> bool:
    return {await town.house.state(one) for one in town.accounts("north")} == {State.SUSPENDED}


async def _says(town: Town, codes: set[str]) -> bool:
    return codes <= {code for _, code in await town.house.codes()}


async def _named(town: Town) -> None:
    """The servers get the names that they would have, now that nobody asks them any more."""
    async with town.house.office.store.write() as tx:
        for name in town.simulator.profiles:
            of_it = {"host": f"imap.{name}.example.org", "id": await town.profile_id(name)}
            await tx.connection.execute(text("UPDATE profiles SET host = :host WHERE id = :id"), of_it)
            for which in OF.values():
                await tx.connection.execute(text(NAMES + which), of_it)


async def ids_of(town: Town) -> Mapping[str, object]:
    """Of what there is most to see of, by the names that routes give them."""
    owner = town.accounts("south")[1]
    async with town.house.office.store.write() as tx:
        person = await people.mention(tx, owner.address)
        token = await invitations.make(tx, Purpose.PASSWORD, person_id=person.id)
        aside = await emails.listing(tx, mailbox=town.accounts("south")[0].address, after=0, limit=10)
    alerts = [one for one in await town.house.alerts() if one.code == "IMAP-101"]
    return {
        "mailbox_id": await town.id_of(owner), "profile_id": await town.profile_id("north"),
        "email_id": next(one.id for one in aside if one.state == "set_aside"), "alert_id": alerts[0].id,
        "code": "IMAP-101", "token": token, "direction": "incoming", "person_id": person.id,
    }  # fmt: skip
