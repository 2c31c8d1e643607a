"""A server is tested from its profile's page: real Valkey, real Dovecot."""

from __future__ import annotations

import asyncio
import html
import re
from contextlib import AsyncExitStack

import pytest

from store import profiles
from tests.kit.pages import Pages
from web.house import House, WebSettings

PIA = "pia@example.org"
STEP = re.compile(r'<li class="(ok|failed)"><strong>([^<]+)</strong>')


@pytest.fixture
async def pages(house):
    settings = WebSettings("https://postroom.example.org")
    async with House.open(house.settings, settings) as web, AsyncExitStack() as stack:
        yield Pages(web, stack)


async def after_a_test(pages, name: str) -> str:
    """The page of this profile after a test of its server."""
    async with pages.house.store.read() as tx:
        path = f"/profiles/{(await profiles.get(tx, name)).id}"
    pia = await pages.as_(PIA)
    assert (await pia.send_form(f"{path}/test")).status_code == 303
    while pages.house.trials.get(path.strip("/").replace("profiles/", "profile:"), "server").running:
        await asyncio.sleep(0.01)
    return html.unescape((await pia.get(path)).text)


async def test_a_server_that_answers_passes_step_by_step(house, pages, dovecot):
    await house.profile(dovecot, owner=PIA)
    text = await after_a_test(pages, "office")
    steps = STEP.findall(text)
    assert "The test passed: the server answers" in text
    assert len(steps) >= 2
    assert {outcome for outcome, _ in steps} == {"ok"}


async def test_one_that_is_not_there_is_told_with_its_code(house, pages, dovecot):
    await house.profile(dovecot, owner=PIA)
    async with pages.house.store.write() as tx:
        await profiles.change(tx, "office", port=1)
    text = await after_a_test(pages, "office")
    assert "The test did not pass" in text
    assert STEP.findall(text)[-1][0] == "failed"
    assert 'href="/errors/NET-202"' in text
