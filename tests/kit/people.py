"""People who sign in, for tests of the pages: with passwords that are quick to check, and forms as browsers send them.

quick_passwords makes argon2 weak, so that a test need not wait: it says so, and nothing outside of tests can.
"""

from __future__ import annotations

import html
import re

import httpx
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from store import people
from tests.kit.pages import HOST, Browser, Pages
from web.passwords import Passwords

PASSWORD = "open sesame open"
CSRF_FIELD = re.compile(r'name="csrf" value="([0-9a-f]+)"')
SAME_ORIGIN = {"Origin": f"https://{HOST}", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def quick_passwords(pages: Pages) -> Passwords:
    pages.app.state.passwords = Passwords(PasswordHasher.from_parameters(CHEAPEST))
    return pages.app.state.passwords


async def with_password(
    pages: Pages, address: str, password: str = PASSWORD, *, administrator: bool = False
) -> people.Account:
    """A person who can sign in by it."""
    hashed = await pages.app.state.passwords.hashed(password)
    async with pages.house.store.write() as tx:
        person = await people.mention(tx, address)
        await people.set_password(tx, person.id, hashed)
        if administrator:
            await people.set_administrator(tx, address, True)
        found = await people.account(tx, address)
    assert found is not None
    return found


async def send(browser: Browser, page: str, to: str = "", **fields: str) -> httpx.Response:
    """Load a page that has a form, and send it with these fields to where it stands (or to another path)."""
    shown = await browser.get(page)
    found = CSRF_FIELD.search(shown.text)
    assert found is not None, shown.text
    data = {"csrf": html.unescape(found[1]), **fields}
    return await browser.post(to or page, data=data, headers=SAME_ORIGIN)


async def sign_in(browser: Browser, address: str, password: str = PASSWORD, page: str = "/sign-in") -> httpx.Response:
    return await send(browser, page, "/sign-in", address=address, password=password)
