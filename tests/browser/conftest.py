"""Browser tests share one event loop, since they share one browser."""

from __future__ import annotations

import pytest

from tests.kit.browser.chromium import chromium  # noqa: F401
from tests.kit.valkey import valkey  # noqa: F401


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.flow)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
