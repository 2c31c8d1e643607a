"""A house for flow tests: a real office on a database of its own, a real Valkey, and what tests often ask of them."""

from __future__ import annotations

import pytest

from tests.kit.dovecot import dovecot  # noqa: F401
from tests.kit.house import house, house_on_postgresql  # noqa: F401
from tests.kit.postgresql import postgresql  # noqa: F401
from tests.kit.valkey import valkey  # noqa: F401


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/flows/" in item.nodeid:
            item.add_marker(pytest.mark.flow)
