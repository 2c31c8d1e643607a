"""Browser tests share one event loop, since they share one browser; each has a town of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.kit.browser.chromium import chromium  # noqa: F401
from tests.kit.browser.showcase import showcase  # noqa: F401
from tests.kit.browser.town import Town, a_town
from tests.kit.valkey import Valkey, valkey  # noqa: F401

STORY = """
[profiles.north]
mailboxes = 3
messages = 2

[profiles.south]
mailboxes = 2
messages = 2

[[trouble]]
fault = "refuse"
profiles = ["north"]
from = 100
until = 200
"""


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path, valkey: Valkey, chromium: Browser) -> AsyncIterator[Town]:  # noqa: F811
    """Quiet until second 100 of its clock, when the profile north is down until second 200."""
    async with a_town(tmp_path, valkey.url, chromium, STORY) as one:
        yield one


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.flow)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
