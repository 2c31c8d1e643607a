"""The pages without a socket: an application on a real store, asked as a browser asks, by whoever is signed in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from store import people, sessions
from tests.kit.stores import KEY, migrated_sqlite
from web.app import make
from web.house import House, WebSettings
from web.reader import SESSION, csrf_of
from worker.office import OfficeSettings

HOST = "postroom.example.org"
CSRF_FIELD = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Browser(httpx.AsyncClient):
    """token: of its session. post() sends the form's token along, as our pages' forms do."""

    token = ""

    async def send_form(self, path: str, **fields: str) -> httpx.Response:
        return await self.post(path, data={"csrf": csrf_of(self.token), **fields})


class Pages:
    """house: the pages' own. as_(address): a browser in which this person is signed in."""

    def __init__(self, house: House, stack: AsyncExitStack) -> None:
        self.house = house
        self.app = make(house)
        self._stack = stack

    async def as_(self, address: str, *, administrator: bool = False) -> Browser:
        async with self.house.store.write() as tx:
            person = await people.mention(tx, address)
            if administrator:
                await people.set_administrator(tx, address, True)
            token = await sessions.begin(tx, person.id)
        browser = await self.nobody()
        browser.token = token
        browser.cookies.set(SESSION, token, domain=HOST)
        return browser

    async def nobody(self) -> Browser:
        transport = httpx.ASGITransport(app=self.app)
        return await self._stack.enter_async_context(Browser(transport=transport, base_url=f"https://{HOST}"))


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    async with opened_pages(tmp_path) as one:
        yield one


@asynccontextmanager
async def opened_pages(folder: Path) -> AsyncIterator[Pages]:
    """On an SQLite database of its own; without Redis."""
    url = await migrated_sqlite(folder)
    settings = OfficeSettings(folder, url, "redis://127.0.0.1:1/0", secret_keys=(KEY,))
    async with House.open(settings, WebSettings(f"https://{HOST}")) as house, AsyncExitStack() as stack:
        yield Pages(house, stack)
