"""The pictures in README: an administrator's wall on a bad day, in light and in dark.

They are made anew each time, in build/screenshots; `make screenshots` puts them into docs.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.kit.browser.looks import SCREENSHOTS
from tests.kit.browser.showcase import SIGNS
from tests.kit.browser.town import ADA, Town

DOCS = Path(__file__).resolve().parents[2] / "docs"
WIDE = {"width": 1280, "height": 1130}
BIGGEST = 250_000  # octets


@pytest.mark.parametrize("looks", ["light", "dark"])
async def test_an_administrators_wall_on_a_bad_day(showcase: Town, looks: str):
    picture = SCREENSHOTS / f"readme-wall-{looks}.png"
    async with showcase.visiting(ADA, viewport=WIDE, color_scheme=looks) as desk:
        page = await desk.open("/admin")
        for code in SIGNS:
            await expect(page.get_by_text(code).first).to_be_attached()
        await page.screenshot(path=picture)
    assert picture.stat().st_size < BIGGEST
    if os.environ.get("POSTROOM_SCREENSHOTS") == "docs":
        shutil.copy(picture, DOCS / f"wall-{looks}.png")
