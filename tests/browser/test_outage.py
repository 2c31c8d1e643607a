"""An outage as people see it: it comes to the right walls and goes from them, while they look and without a reload."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.kit.browser.town import ADA, POSTMASTER, Town

REFUSES = "refuses connections"
BACK = "answers again"


async def watching(town: Town, address: str, path: str = "/") -> Page:
    """A page that would forget, were it loaded anew, and that is told of changes already."""
    page = await town.page_of(address, path)
    await page.evaluate("window.stayed = true")
    await expect(page.locator("#live")).to_have_text("live")
    return page


async def test_an_outage_comes_to_the_right_walls_and_goes_by_itself(town: Town):
    town.house.worker("--concurrency", "10")
    administrator = await watching(town, ADA)
    postmaster = await watching(town, POSTMASTER)
    impacted = await watching(town, town.accounts("north")[0].address)
    elsewhere = await watching(town, town.accounts("south")[0].address)
    await administrator.get_by_text("Filter", exact=True).first.click()
    await administrator.get_by_label("Code").press_sequentially("NET-2")

    town.clock.advance(100)
    for page in (administrator, postmaster, impacted):
        await expect(page.get_by_role("article").filter(has_text=REFUSES)).to_have_count(1)
    mine = impacted.get_by_role("article").filter(has_text=REFUSES)
    await expect(mine).to_contain_text("No action needed from you")
    await expect(elsewhere.get_by_text(REFUSES)).to_have_count(0)
    await still_typing(administrator)

    town.clock.advance(100)
    for page in (administrator, postmaster, impacted):
        await expect(page.get_by_role("article").filter(has_text=REFUSES)).to_have_count(0)
    await expect(administrator.get_by_role("article").filter(has_text=BACK)).to_have_count(1)
    await expect(elsewhere.get_by_text(BACK)).to_have_count(0)
    await still_typing(administrator)
    for page in (administrator, postmaster, impacted, elsewhere):
        assert await page.evaluate("window.stayed"), "it was loaded anew"


async def still_typing(page: Page) -> None:
    """What was typed is there, the form is open, and the next letter goes where the last one went."""
    await expect(page.get_by_label("Code")).to_be_focused()
    before = await page.get_by_label("Code").input_value()
    assert before.startswith("NET-2")
    await page.keyboard.type("0")
    await expect(page.get_by_label("Code")).to_have_value(f"{before}0")
