"""Every page on any screen and for any eyes: nothing that axe-core finds serious, no scrolling sideways, nothing asked
of another host, no complaint in the browser's console. Pictures of it all are left in build/screenshots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.kit.access_table import FOR_ANYBODY, PAGES
from tests.kit.addresses import filled
from tests.kit.browser.chromium import AXE
from tests.kit.browser.showcase import ids_of
from tests.kit.browser.town import ADA, Town

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
ANYTHING: dict[str, object] = {}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # what light and dark can differ in
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("[class*=scroll], pre, table"))
  .map((one) => one.localName + "." + one.className)"""


@pytest.mark.parametrize("place", PAGES)
async def test_a_page_can_be_read_by_everybody(showcase: Town, place: str):
    path = filled(place, await ids_of(showcase))
    desk = await showcase.desk_of(None if place in FOR_ANYBODY else ADA, viewport=DESKTOP)
    try:
        page = await desk.open(path)
        assert await page.get_by_role("heading", level=1).count() == 1, await page.content()
        wrong = await looked_at(page, ANYTHING, place, "light")
        await page.emulate_media(color_scheme="dark")
        wrong += await looked_at(page, COLOURS, place, "dark")
        await page.set_viewport_size(PHONE)
        wrong += await looked_at(page, COLOURS, place, "phone")
        assert wrong == []
        assert not await sideways(page), await page.evaluate(WIDER)
    finally:
        await desk.context.close()
    assert desk.complaints == []


async def looked_at(page: Page, options: dict[str, object], place: str, how: str) -> list[str]:
    """A picture is taken; what axe-core finds serious."""
    await page.screenshot(path=SCREENSHOTS / f"{named(place)}-{how}.png", full_page=True)
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(AXE.read_text())
    found = await page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{how}: {one['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for one in found["violations"] if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]  # fmt: skip


async def sideways(page: Page) -> bool:
    return await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def named(place: str) -> str:
    return re.sub(r"\W+", "-", place).strip("-") or "home"
