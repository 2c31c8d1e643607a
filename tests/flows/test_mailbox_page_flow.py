"""A mailbox is mended on its page: real Valkey, real Dovecot, and the simulator where time must stand still."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from errors.machine import State
from simulator import Account
from store import audit, mailboxes
from tests.kit.pages import Browser, Pages
from tests.kit.simulated import playing
from web.house import House, WebSettings
from worker import actions

ANA = "ana@example.org"
STEP = re.compile(r'<li class="(ok|failed)"><strong>([^<]+)</strong>')


class Desk:
    """The pages of a house with a queue, and the mailbox that is looked at."""

    def __init__(self, house, pages: Pages) -> None:
        self.house, self.pages = house, pages

    async def open(self, address: str, owner: str = ANA) -> tuple[Browser, str]:
        async with self.house.office.store.read() as tx:
            box = await mailboxes.get(tx, address)
        return await self.pages.as_(owner), f"/mailboxes/{box.id}"

    def trial(self, path: str):
        return self.pages.house.trials.get(path.strip("/").replace("mailboxes/", "mailbox:"), "incoming")

    async def tested(self, path: str):
        while self.trial(path).running:
            await asyncio.sleep(0.01)
        return self.trial(path)

    async def did(self) -> list[str]:
        async with self.house.office.store.read() as tx:
            return [one.did for one in reversed(await audit.listing(tx))]


@pytest.fixture
async def desk(house) -> AsyncIterator[Desk]:
    settings = WebSettings("https://postroom.example.org")
    async with House.open(house.settings, settings) as web, AsyncExitStack() as stack:
        yield Desk(house, Pages(web, stack))


async def halted(house, dovecot):
    """A mailbox of Ana's that is halted since its password was changed on the server."""
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.mailbox(user, owner=ANA)
    await house.enable(user)
    dovecot.set_password(user, "another")
    await house.office.pool.close_all()
    await house.sync(user)
    assert await house.state(user) is State.HALTED
    return user


async def form(browser: Browser, path: str) -> dict[str, str]:
    text = (await browser.get(path)).text
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', text) for name in ("username", "version")}
    return {name: match[1] for name, match in found.items() if match}


async def test_a_wrong_password_is_mended_on_the_page_and_the_mailbox_resumes(house, desk, dovecot):
    user = await halted(house, dovecot)
    browser, path = await desk.open(user.name)
    assert "Give the new password" in (await browser.get(path)).text
    answer = await browser.send_form(path, **await form(browser, path), password="another")
    assert answer.headers["location"] == f"{path}?done=stored"
    trial = await desk.tested(path)
    assert (trial.ok, trial.trouble) == (True, "")
    text = (await browser.get(path)).text
    assert [one for one, _ in STEP.findall(text)] == ["ok"] * len(trial.steps)
    assert "The test passed: the mailbox is enabled" in text
    assert 'id="todo"' not in text
    assert "the mailbox works again" in text
    assert await house.state(user) is State.ACTIVE
    assert house.office.queues.failed() == []
    assert await desk.did() == ["stored a password of a mailbox", "tested a mailbox"]


async def test_a_password_that_is_wrong_too_leaves_it_halted_and_shows_what_the_server_said(house, desk, dovecot):
    user = await halted(house, dovecot)
    browser, path = await desk.open(user.name)
    await browser.send_form(path, **await form(browser, path), password="wrong as well")
    trial = await desk.tested(path)
    text = (await browser.get(path)).text
    assert not trial.ok
    assert STEP.findall(text)[-1] == ("failed", "Sign in")
    assert "The test did not pass" in text
    assert "IMAP-101" in text
    assert "wrong as well" not in text
    assert "Give the new password" in text
    assert await house.state(user) is State.HALTED


async def test_steps_arrive_one_by_one(house, desk):
    async with playing(
        '[[trouble]]\nfault = "slow"\nstage = "greeting"\nbytes_per_second = 20\n', mailboxes=1
    ) as stage:
        account = await moved_in(house, stage)
        browser, path = await desk.open(account.address)
        await browser.send_form(f"{path}/test", direction="incoming")
        seen: list[int] = []
        while desk.trial(path).running:
            text = (await browser.get(path)).text
            seen.append(len(STEP.findall(text)))
            stage.clock.advance(0.5)
            await asyncio.sleep(0.01)
    names = [step.name for step in desk.trial(path).steps]
    assert names == ["dns", "connect", "greeting", "auth", "select"]
    assert seen == sorted(seen)
    assert {2, 3} <= set(seen), "the greeting and the sign-in take their time"
    assert await house.state(account) is State.ACTIVE


async def moved_in(house, stage) -> Account:
    """The simulator's one mailbox, Ana's, untested."""
    await house.profile(stage.profile)
    account = stage.sim.mailboxes[0]
    await house.mailbox(account, owner=ANA)
    return account


async def test_when_the_web_process_ends_a_running_test_is_cancelled_and_its_lease_handed_back(house):
    async with playing('[[trouble]]\nfault = "stall"\nstage = "greeting"\n', mailboxes=1) as stage:
        account = await moved_in(house, stage)
        settings = WebSettings("https://postroom.example.org")
        async with House.open(house.settings, settings) as web, AsyncExitStack() as stack:
            desk = Desk(house, Pages(web, stack))
            browser, path = await desk.open(account.address)
            await browser.send_form(f"{path}/test", direction="incoming")
            await stage.sim.events.fault("stall")
            assert (await house.direction(account)).leased_by is not None
        row = await house.direction(account)
        assert (row.leased_by, row.leased_until, row.deaths, row.state) == (None, None, 0, State.UNTESTED)
        stage.sim.calm_down()
        assert (await actions.test_mailbox(house.office, account.address)).ok


async def test_a_newer_password_is_tested_in_place_of_the_older_one(house, desk):
    """Two people give one within a second: what counts is what was stored last."""
    async with playing('[[trouble]]\nfault = "stall"\nstage = "auth"\ntimes = 1\n', mailboxes=1) as stage:
        account = await moved_in(house, stage)
        browser, path = await desk.open(account.address)
        await browser.send_form(path, **await form(browser, path), password="not this one")
        await stage.sim.events.fault("stall")
        await browser.send_form(path, **await form(browser, path), password=account.password)
        trial = await desk.tested(path)
    assert trial.ok
    assert await house.state(account) is State.ACTIVE


async def test_mail_is_asked_for_now_and_a_mailbox_switched_off_and_on_again(house, desk, dovecot):
    user = dovecot.add_user()
    await house.profile(dovecot)
    await house.mailbox(user, owner=ANA)
    await house.enable(user)
    browser, path = await desk.open(user.name)
    assert (await browser.send_form(f"{path}/sync")).headers["location"] == f"{path}?done=sync"
    assert house.office.queues.backlog("sync") == 1
    assert (await browser.send_form(f"{path}/disable", direction="incoming")).headers["location"].endswith("done=off")
    assert await house.state(user) is State.DISABLED
    assert "Switched off." in (await browser.get(path)).text
    await browser.send_form(f"{path}/test", direction="incoming")
    assert (await desk.tested(path)).ok
    assert await house.state(user) is State.ACTIVE
    assert await desk.did() == [
        "asked for the mail of a mailbox", "switched off a mailbox", "tested a mailbox",
    ]  # fmt: skip
