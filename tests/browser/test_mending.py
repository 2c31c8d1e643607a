"""Mending a mailbox from its page, and a group of failed jobs from the queues' page, watched live."""

from __future__ import annotations

from playwright.async_api import expect

from errors.machine import State
from tests.kit.browser.town import Town

REFUSED = "does not accept the user name or password"


async def test_its_owner_gives_the_right_password_and_sees_the_mailbox_resume(town: Town):
    """The wrong one halts it under their eyes; a wrong one more is told at the step that failed; the right one mends
    it, step by step, and its alert goes. Nothing is ever loaded anew but by the form itself."""
    account = town.accounts("south")[0]
    page = await town.page_of(account.address, f"/mailboxes/{await town.id_of(account)}")
    await expect(page.locator("#live")).to_have_text("live")
    town.house.worker("--concurrency", "10")
    await town.set_password(account, "wrong")
    await expect(page.get_by_role("article").filter(has_text=REFUSED).first).to_be_visible()
    assert await town.house.state(account) is State.HALTED

    await page.get_by_label("New password").fill("wrong again")
    await page.get_by_role("button", name="Store and test").click()
    await expect(page.get_by_role("heading", name="The test did not pass")).to_be_visible()
    assert await town.house.state(account) is State.HALTED

    await page.get_by_label("New password").fill(account.password)
    await page.get_by_role("button", name="Store and test").click()
    await page.evaluate("window.stayed = true")
    await expect(page.get_by_role("heading", name="The test passed")).to_be_visible()
    await expect(page.locator("#test li.ok")).not_to_have_count(0)
    await expect(page.locator("#alerts article.error:not(.over)")).to_have_count(0)
    assert await page.evaluate("window.stayed"), "the steps came without a reload"
    assert await town.house.state(account) is State.ACTIVE
    assert "wrong again" not in await page.content()
