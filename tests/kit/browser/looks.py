"""How a page looks, to any eyes and on any screen: in light, in dark and on a phone, a picture of each and what is
wrong with it: what axe-core finds serious, what is cut off."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Page

from tests.kit.browser.chromium import AXE

SCREENSHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
ANYTHING: dict[str, object] = {}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # what light and dark can differ in
CUT = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const looks = getComputedStyle(one);
  return one.clientWidth && one.scrollWidth > one.clientWidth + 1 && looks.display !== "inline"
    && looks.overflowX !== "visible" && !one.matches(".unseen, pre, .said, input, select, textarea");
}).map((one) => `${one.localName}.${one.className} is cut at ${one.clientWidth} of ${one.scrollWidth}`)"""


async def wrong_with(page: Page, name: str) -> list[str]:
    """On a page that is open at the desktop's size. name: of its pictures."""
    found = [f"light: {one}" for one in await _seen(page, f"{name}-light", ANYTHING)]
    found += [f"desktop: {one}" for one in await page.evaluate(CUT)]
    await page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in await _seen(page, f"{name}-dark", COLOURS)]
    await page.set_viewport_size(PHONE)
    found += [f"phone: {one}" for one in await _seen(page, f"{name}-phone", COLOURS)]
    if await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("phone: it scrolls sideways")
    return found


async def _seen(page: Page, name: str, options: dict[str, object]) -> list[str]:
    await page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(AXE.read_text())
    found = await page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{one['id']}: {node['html'][:200]}: {node['failureSummary']}"
        for one in found["violations"] if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]  # fmt: skip


def named(place: str) -> str:
    """As a file."""
    return re.sub(r"\W+", "-", place).strip("-") or "home"
