"""Migrations: the tables that the program has are those that migrating makes, however many migrate at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from store import people
from store.migrate import migrate, revision
from store.schema import REVISION, metadata
from store.session import Store
from tests.kit.stores import opened, sqlite_url

ROOT = Path(__file__).resolve().parents[2]
MIGRATE = "import asyncio, sys; from store.migrate import migrate; asyncio.run(migrate(sys.argv[1]))"
FOUR = 4


async def four_at_once(url: str) -> None:
    async def one() -> tuple[int, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", MIGRATE, url, cwd=ROOT, stderr=subprocess.PIPE
        )
        _, told = await process.communicate()
        return process.returncode or 0, told

    assert await asyncio.gather(*(one() for _ in range(FOUR))) == [(0, b"")] * FOUR
    store = await Store.open(url)
    async with store.write() as tx:
        await people.mention(tx, "ana@example.org")
    await store.close()


async def test_four_processes_migrate_an_sqlite_database_at_once(tmp_path):
    await four_at_once(sqlite_url(tmp_path))


@pytest.mark.flow
async def test_four_processes_migrate_a_postgresql_database_at_once(postgresql):
    await four_at_once(postgresql.database())


async def test_migrating_again_changes_nothing(store, url):
    async with store.write() as tx:
        await people.mention(tx, "ana@example.org")
    await migrate(url)
    async with store.read() as tx:
        assert len(await people.listing(tx)) == 1


async def test_migrating_makes_the_tables_that_the_program_has(store):
    """Alembic finds nothing to change between what the migrations made and store/schema.py."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    async with store.write() as tx:
        assert await tx.connection.run_sync(differences) == []


def test_the_program_knows_its_last_migration():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(ROOT / "store" / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


async def test_revisions_are_told(tmp_path):
    url = sqlite_url(tmp_path)
    assert await revision(url) == (None, REVISION)
    assert list(tmp_path.iterdir()) == []
    await migrate(url)
    assert await revision(url) == (REVISION, REVISION)


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    """Killed half-way, the next one begins anew: the whole upgrade is one transaction."""
    from alembic import op

    def fail(*_: object) -> None:
        raise RuntimeError("half-way")

    with monkeypatch.context() as broken:
        broken.setattr(op, "execute", fail)
        with pytest.raises(RuntimeError):
            await migrate(sqlite_url(tmp_path))
    assert await revision(sqlite_url(tmp_path)) == (None, REVISION)
    await migrate(sqlite_url(tmp_path))
    async with opened(tmp_path) as store, store.read() as tx:
        assert (await tx.connection.execute(text("SELECT value FROM counters WHERE name = 'seq'"))).scalar() == 0


def test_opening_a_store_does_not_import_alembic():
    program = "import sys; import store.session, store.migrate; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
