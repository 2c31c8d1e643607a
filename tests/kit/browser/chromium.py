"""Debian's Chromium, driven by playwright, on pages that the real application serves on a loopback socket.

Use the fixtures in tests whose event loop is the session's: one browser serves all tests, each gets contexts of its
own. Nothing may leave this host, no page may complain: `Tab.complaints` says what did.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Route, async_playwright

BINARY = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 15_000.0  # milliseconds, for what a page should show
OURS = ("127.0.0.1", "localhost")
REFUSED_ON_PURPOSE = "the server responded with a status of"  # a 404 or 422 that a test asked for


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    _needs(BINARY, "Chromium is not installed (Debian: chromium; `make servers`)")
    _needs(AXE, "axe-core is not installed (npm; `make servers`)")
    async with async_playwright() as playwright:
        browser = await _launched(playwright)
        yield browser
        await browser.close()


async def _launched(playwright: Playwright) -> Browser:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return await playwright.chromium.launch(executable_path=BINARY, args=as_root)


def _needs(path: Path, otherwise: str) -> None:
    if path.exists():
        return
    if os.environ.get("POSTROOM_TESTS_NEED_SERVERS") == "1":
        pytest.fail(otherwise)
    pytest.skip(otherwise)


@dataclass
class Desk:
    """One person's browser: what it asks of other hosts is refused and, as all complaints are, written down."""

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    async def watch(self) -> None:
        await self.context.route("**/*", self._only_ours)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))

    async def open(self, path: str = "/") -> Page:
        page = await self.context.new_page()
        await page.goto(path)
        return page

    async def _only_ours(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in OURS:
            await route.continue_()
        else:
            self.complaints.append(f"asked another host: {route.request.url}")
            await route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and REFUSED_ON_PURPOSE not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")


@asynccontextmanager
async def desk(browser: Browser, url: str, **settings: object) -> AsyncIterator[Desk]:
    """A context of its own; at the end it must have nothing to complain of. settings: playwright's new_context's."""
    given: dict[str, object] = {"base_url": url, "locale": "en-GB", "timezone_id": "UTC", **settings}
    context = await browser.new_context(**given)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    one = Desk(context)
    await one.watch()
    try:
        yield one
    finally:
        await context.close()
    assert one.complaints == []
