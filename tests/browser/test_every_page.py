"""Every page on any screen and for any eyes: nothing that axe-core finds serious, nothing cut off, no scrolling
sideways, nothing asked of another host, no complaint in the browser's console. Pictures of it all are left in
build/screenshots."""

from __future__ import annotations

import pytest
from playwright.async_api import Error

from tests.kit.access_table import FOR_ANYBODY, NEED_THE_QUEUE, PAGES
from tests.kit.addresses import filled
from tests.kit.browser.looks import DESKTOP, named, wrong_with
from tests.kit.browser.showcase import ids_of
from tests.kit.browser.town import ADA, Town

QUERIES = {"/queues/failed": "?group=IMAP-101"}
BAD = """
<!doctype html><title>x</title><p><font color="#999999">pale</font></p><img src="/static/icon.svg">
<main><div id="cut"><p id="wide">wide</p></div></main>
"""
NOT_THERE = "/not-there"


@pytest.mark.parametrize("place", [*PAGES, *NEED_THE_QUEUE, NOT_THERE])
async def test_a_page_can_be_read_by_everybody(showcase: Town, place: str):
    path = filled(place, await ids_of(showcase)) + QUERIES.get(place, "")
    reader = None if place in FOR_ANYBODY else ADA
    async with showcase.visiting(reader, viewport=DESKTOP) as desk:
        page = await desk.open(path)
        assert await page.get_by_role("heading", level=1).count() == 1, await page.content()
        assert await wrong_with(page, named(place)) == []


async def test_what_is_wrong_is_seen(showcase: Town):
    """Else the others prove nothing."""
    async with showcase.visiting(viewport=DESKTOP) as desk:
        page = await desk.open("/sign-in")
        await page.set_content(BAD)
        await page.evaluate("cut.style.overflow = 'hidden', cut.style.width = '50px', wide.style.width = '800px'")
        found = " ".join(await wrong_with(page, "bad"))
        await page.evaluate("fetch('http://elsewhere.example.test/').catch(() => {})")
        with pytest.raises(Error):
            await page.goto("http://elsewhere.example.test/")
        await desk.context.close()
        said = " ".join(desk.complaints)
        desk.complaints.clear()
    for word in ("light: color-contrast", "image-alt", "html-has-lang", "is cut at 50 of 800"):
        assert word in found
    assert "Content Security Policy" in said
    assert "asked another host: http://elsewhere.example.test/" in said
