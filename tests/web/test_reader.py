"""Who reads: by the session's cookie, in the zone that their browser named, whatever else is in the cookies."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from store.faults import StoreUnavailable
from tests.kit.pages import HOST
from web.reader import SESSION, ZONE

ANA = "ana@example.org"


@pytest.mark.parametrize("token", ["", "x", "x" * 8000, "é", "\x01", "'; DROP TABLE sessions", "%00"])
async def test_a_cookie_that_is_no_session_is_nobodys(pages, token):
    await pages.as_(ANA)
    cookie = f"{SESSION}={token}".encode()
    answer = await (await pages.nobody()).get("/account", headers=[(b"Cookie", cookie)])
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/account")


@pytest.mark.parametrize(
    "zone", ["", "Nowhere/City", "../../etc/passwd", "/etc/passwd", "Europe", "x" * 8000, "é", "Europe/Berlin/..", "."]
)
async def test_a_zone_that_is_none_is_utc(pages, zone):
    browser = await pages.as_(ANA, administrator=True)
    cookies = f"{SESSION}={browser.token}; {ZONE}={zone}".encode()
    browser.cookies.clear()
    assert (await browser.get("/audit", headers=[(b"Cookie", cookies)])).status_code == 200


async def test_a_session_is_kept_alive_by_its_use_and_ends_without(pages):
    browser = await pages.as_(ANA)
    for days in (10, 20, 30):
        pages.house.store.shift = timedelta(days=days)
        assert (await browser.get("/account")).status_code == 200
    pages.house.store.shift = timedelta(days=45)
    assert (await browser.get("/account")).status_code == 303


async def test_a_database_that_can_only_be_read_still_shows_its_pages(pages, monkeypatch):
    browser = await pages.as_(ANA)
    pages.house.store.shift = timedelta(hours=1)

    @asynccontextmanager
    async def full():
        raise StoreUnavailable("the disk is full")
        yield

    monkeypatch.setattr(pages.house.store, "write", full)
    assert (await browser.get("/account")).status_code == 200


async def test_who_is_an_administrator_no_more_sees_nothing_of_theirs_at_once(pages):
    browser = await pages.as_("ada@example.org", administrator=True)
    assert (await browser.get("/people")).status_code == 200
    async with pages.house.store.write() as tx:
        from store import people

        await people.set_administrator(tx, "ada@example.org", False)
    assert (await browser.get("/people")).status_code == 404


async def test_cookies_of_other_programs_on_the_host_do_no_harm(pages):
    browser = await pages.as_(ANA)
    browser.cookies.set("other", '"{;}\\', domain=HOST)
    assert (await browser.get("/account")).status_code == 200
