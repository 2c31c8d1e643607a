"""Every test class that asks for `store` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.keys import KeyRing
from store.session import Store
from tests.kit.postgresql import postgresql  # noqa: F401
from tests.kit.stores import KEY, migrated_sqlite

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", marks=pytest.mark.flow, id="postgresql")]


@pytest.fixture(params=BOTH)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database."""
    if request.param == "sqlite":
        return await migrated_sqlite(tmp_path)
    server = request.getfixturevalue("postgresql")
    return await server.migrated()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url, KeyRing([KEY]))
    yield opened
    await opened.close()


@pytest.fixture
async def other(url: str, store: Store) -> AsyncIterator[Store]:
    """The same database, opened once more as another process would."""
    opened = await Store.open(url, store.ring)
    yield opened
    await opened.close()
