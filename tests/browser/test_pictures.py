"""The pictures in README: an administrator's wall on a bad day, in light and in dark.

They are made anew each time, in build/screenshots; `make screenshots` puts them into docs.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.kit.browser.showcase import SIGNS
from tests.kit.browser.town import ADA, Town

ROOT = Path(__file__).resolve().parents[2]
WIDE = {"width": 1280, "height": 1130}
BIGGEST = 250_000  # octets


@pytest.mark.parametrize("looks", ["light", "dark"])
async def test_an_administrators_wall_on_a_bad_day(showcase: Town, looks: str):
    page = await showcase.page_of(ADA, "/admin", viewport=WIDE, color_scheme=looks)
    for code in SIGNS:
        await expect(page.get_by_text(code).first).to_be_attached()
    picture = ROOT / "build" / "screenshots" / f"readme-wall-{looks}.png"
    await page.screenshot(path=picture)
    await page.context.close()
    assert picture.stat().st_size < BIGGEST
    if os.environ.get("POSTROOM_SCREENSHOTS") == "docs":
        shutil.copy(picture, ROOT / "docs" / f"wall-{looks}.png")
