"""Coming in by the form, in every role; without a script; by keyboard alone; and in one's own zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from errors.model import Level
from tests.kit.browser.town import ADA, POSTMASTER, Town
from tests.kit.village import raised

PASSWORD = "a long enough password"
NEW_YORK = "America/New_York"


async def sign_in(town: Town, page: Page, address: str) -> None:
    await town.gives_password(address, PASSWORD)
    await page.get_by_label("Email address").fill(address)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()


async def an_error(town: Town, profile: str = "north") -> int:
    """Of the first mailbox of this profile: its password is refused."""
    account = town.accounts(profile)[0]
    return await raised(town.house.office.store, Level.MAILBOX, await town.id_of(account), mailbox=account.address)


@pytest.mark.parametrize("script", [pytest.param(True, id="with script"), pytest.param(False, id="without")])
async def test_everybody_comes_in_by_the_form_to_the_wall_they_look_at_first(town: Town, script: bool):
    owner = town.accounts("north")[0].address
    for address, wall in {ADA: "Administrators’ wall", POSTMASTER: "My wall", owner: "My wall"}.items():
        page = await (await town.desk_of(java_script_enabled=script)).open("/")
        await sign_in(town, page, address)
        await expect(page.get_by_role("heading", level=1)).to_have_text(wall)
        await page.get_by_role("button", name="Sign out").first.click()
        await page.goto("/wall")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_a_wrong_password_is_told_beside_the_field_and_the_address_is_kept(town: Town):
    page = await (await town.desk_of()).open("/sign-in?next=/audit")
    await town.gives_password(ADA, PASSWORD)
    await page.get_by_label("Email address").fill(ADA)
    await page.get_by_label("Password").fill("another password")
    await page.get_by_role("button", name="Sign in").click()
    told = "That address and password don't belong together."
    await expect(page.get_by_label("Password")).to_have_accessible_description(told)
    await expect(page.get_by_label("Email address")).to_have_value(ADA)
    await sign_in(town, page, ADA)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Audit log")


async def test_without_a_script_an_alert_is_acknowledged(town: Town):
    number = await an_error(town)
    page = await town.page_of(ADA, java_script_enabled=False)
    line = page.locator(f"#alert-{number}")
    await line.get_by_role("button", name="Acknowledge").click()
    await expect(page.get_by_role("status").first).to_contain_text("Acknowledged")
    await expect(line).to_contain_text(f"acknowledged by {ADA}")


async def test_the_wall_can_be_walked_by_keyboard_alone(town: Town):
    """The first stop skips to the page; each stop is seen; Enter does what a click does."""
    number = await an_error(town)
    page = await town.page_of(ADA)
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Skip to the page")
    await expect(page.locator(":focus")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    stops = [await next_stop(page) for _ in range(12)]
    assert [stop for stop in stops if not stop["seen"]] == []
    assert f"/alerts/{number}/acknowledge" in [stop["does"] for stop in stops]
    while await page.locator(":focus").get_attribute("formaction") != f"/alerts/{number}/acknowledge":
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").first).to_contain_text("Acknowledged")


SEEN = """() => {
  const one = document.activeElement, looks = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = looks.outlineStyle !== "none" && parseFloat(looks.outlineWidth) >= 2;
  return {
    does: one.getAttribute("formaction") || one.getAttribute("href") || one.id || one.localName,
    seen: (ring || looks.boxShadow !== "none") && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


async def next_stop(page: Page) -> dict[str, object]:
    await page.keyboard.press("Tab")
    return await page.evaluate(SEEN)


async def test_times_are_in_the_readers_zone_with_the_exact_utc_on_hover(town: Town):
    number = await an_error(town)
    page = await town.page_of(ADA, f"/alerts/{number}", timezone_id=NEW_YORK)
    await expect(page.locator("#zone")).to_have_text(NEW_YORK)
    shown = page.locator("main time:not([data-ago], [data-due])").first
    when = datetime.fromisoformat(await shown.get_attribute("datetime"))
    await expect(shown).to_have_attribute("title", f"{when:%Y-%m-%d %H:%M:%S} UTC")
    await expect(shown).to_contain_text(f"{when.astimezone(ZoneInfo(NEW_YORK)):%H:%M}")
