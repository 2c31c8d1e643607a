"""Mending a mailbox from its page, and a group of failed jobs from the queues' page, watched live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from playwright.async_api import expect

from errors.machine import State
from simulator import Account
from store import profiles
from tests.kit.browser.town import ADA, Town

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


async def test_an_administrator_requeues_a_group_of_failed_jobs_after_a_preview(town: Town):
    """Two were refused by a wrong password each; when their owners have set it right, both resume."""
    accounts = town.accounts("south")
    town.house.worker("--concurrency", "10")
    for account in accounts:
        await town.set_password(account, "wrong")
    await town.house.until(lambda: _all(town, accounts, State.HALTED), "not halted")
    for account in accounts:
        await town.set_password(account, account.password)

    page = await town.page_of(ADA, "/queues")
    await page.get_by_role("button", name="Requeue all of IMAP-101").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Requeue 2 jobs?")
    for account in accounts:
        await expect(page.get_by_role("link", name=account.address)).to_be_visible()
    assert await _all(town, accounts, State.HALTED), "nothing is done by looking"
    await page.get_by_role("main").get_by_role("button", name="Requeue").click()
    await expect(page.get_by_role("status").first).to_have_text("2 requeued.")
    await town.house.until(lambda: _all(town, accounts, State.ACTIVE), "not resumed")
    await page.goto("/queues")
    await expect(page.get_by_text("Nothing has failed")).to_be_visible()


async def _all(town: Town, accounts: Sequence[Account], state: State) -> bool:
    return {await town.house.state(one) for one in accounts} == {state}


async def test_what_was_typed_and_put_back_is_no_longer_the_readers(town: Town):
    """Else saving would write over what somebody else saved meanwhile, without a word."""
    async with town.house.office.store.read() as tx:
        profile = await profiles.get(tx, "south")
    page = await town.page_of(ADA, f"/profiles/{profile.id}")
    await expect(page.locator("#live")).to_have_text("live")
    field = page.get_by_label("Time-out in seconds")
    before = await field.input_value()
    await field.fill("55")
    await field.fill(before)
    await page.get_by_role("heading", level=1).click()
    async with town.house.office.store.write() as tx:
        await profiles.change(tx, "south", timeout=timedelta(seconds=77))
    await expect(field).to_have_value("77", timeout=20_000)
