"""The writing rules: who waits for whom, what is refused, and in which words."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from store import emails, health, people
from store.faults import DatabaseTooNew, NotMigrated, StoreError, StoreUnavailable
from store.migrate import migrate
from store.records import CursorRow, Held, NewEmail
from store.schema import REVISION
from store.session import Store
from tests.kit.stores import KEY, a_mailbox, a_message, a_profile, leased, opened, sqlite_url

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10


async def touch(store: Store) -> None:
    async with store.write() as tx:
        await health.touch(tx)


async def keep(store: Store, held: Held, messages: list[NewEmail]) -> int:
    async with store.write() as tx:
        return await emails.store(tx, held, "INBOX", messages, CursorRow(7, 1, len(messages), len(messages)))


async def pragma(store: Store, words: str) -> None:
    async with store._writer.connect() as connection:
        await connection.execute(text(f"PRAGMA {words}"))


class TestTransactions:
    async def test_a_block_that_raises_writes_nothing(self, store):
        async def fail() -> None:
            async with store.write() as tx:
                await people.mention(tx, "ana@example.org")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            await fail()
        async with store.read() as tx:
            assert await people.find(tx, "ana@example.org") is None

    async def test_a_read_waits_for_no_writer(self, store):
        async with store.write() as tx:
            await people.mention(tx, "ana@example.org")
            async with asyncio.timeout(5), store.read() as reading:
                assert await people.find(reading, "ana@example.org") is None

    async def test_writers_of_one_process_queue_in_turn(self, store):
        async def one(number: int) -> None:
            async with store.write() as tx:
                await people.mention(tx, f"u{number}@example.org")

        await asyncio.gather(*(one(number) for number in range(30)))
        async with store.read() as tx:
            assert len(await people.listing(tx)) == 30

    async def test_the_clock_is_shifted_for_all_that_is_asked(self, store):
        before = store.clock()
        store.shift = timedelta(hours=3)
        async with store.write() as tx:
            assert timedelta(hours=3) <= tx.now - before < timedelta(hours=3, minutes=1)
        assert timedelta(hours=3) <= store.clock() - before < timedelta(hours=3, minutes=1)
        assert tx.now.utcoffset() == timedelta()

    async def test_a_cancelled_writer_leaves_no_lock_and_no_half(self, store, other):
        """Cancelled anywhere between BEGIN and COMMIT, both rows are there or none, and the next one can write."""
        dice = random.Random(7)

        async def both(number: int) -> None:
            async with store.write() as tx:
                await people.mention(tx, f"a{number}@example.org")
                await people.mention(tx, f"b{number}@example.org")

        for number in range(40):
            writing = asyncio.create_task(both(number))
            for _ in range(dice.randrange(25)):
                await asyncio.sleep(0)
            await asyncio.sleep(dice.random() * 0.004)
            writing.cancel()
            await asyncio.wait([writing])
            async with asyncio.timeout(4), other.write() as tx:
                await health.touch(tx)
        async with other.read() as tx:
            known = {person.address for person in await people.listing(tx)}
        assert {one[1:] for one in known if one[0] == "a"} == {one[1:] for one in known if one[0] == "b"}


WRITER = """
import asyncio, sys, time
from store import emails, leases, people
from store.keys import KeyRing
from store.records import CursorRow
from store.records import CursorRow, Held, NewEmail
from store.session import Store
from tests.kit.stores import KEY, a_message, leased

async def write(url, key, number, seconds):
    store = await Store.open(url, KeyRing([key]))
    held = await leased(store, f"u{number}@example.org")
    end, uid = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        async with store.write() as tx:  # reads first, then writes
            await emails.has_orphans(tx, held.mailbox.id, "INBOX", 7)
            messages = [a_message(uid + one) for one in range(1, 11)]
            uid += 10
            await emails.store(tx, held, "INBOX", messages, CursorRow(7, 1, uid, uid))
        async with store.write() as tx:
            await leases.renew(tx, "worker", [held.direction.id], leases.timedelta(seconds=60))
    await store.close()
    print(uid)

asyncio.run(write(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
"""


async def test_four_processes_write_for_ten_seconds_and_none_is_locked_out(tmp_path):
    async with opened(tmp_path) as store:
        await a_profile(store)
        for number in range(4):
            await a_mailbox(store, f"u{number}@example.org")
    told = await asyncio.gather(
        *(_python(WRITER, sqlite_url(tmp_path), KEY, str(number), str(SECONDS)) for number in range(4))
    )
    assert [said for _, said in told if said] == []
    written = [int(out) for out, _ in told]
    assert min(written) > 0
    async with opened(tmp_path) as store, store.read() as tx:
        assert await emails.counts(tx) == {"received": sum(written)}


async def _python(program: str, *words: str) -> tuple[str, str]:
    """What it wrote to standard output and to standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, *words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, err = await process.communicate()
    return out.decode(), err.decode()


class TestOpening:
    async def test_an_sqlite_database_is_nobody_elses_to_read(self, tmp_path):
        await migrate(sqlite_url(tmp_path))
        async with opened(tmp_path) as store:
            await a_profile(store)
            files = list((tmp_path / "home").iterdir())
            assert {path.suffix for path in files} >= {".db", ".db-wal"}
            assert [path.name for path in files if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)] == []
        assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700

    async def test_nothing_is_made_by_opening(self, tmp_path):
        with pytest.raises(NotMigrated, match="postroom up"):
            await Store.open(sqlite_url(tmp_path))
        assert list(tmp_path.iterdir()) == []

    async def test_an_empty_file_is_not_migrated(self, tmp_path):
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "postroom.db").touch()
        with pytest.raises(NotMigrated, match="postroom up"):
            await Store.open(sqlite_url(tmp_path))

    async def test_a_newer_database_is_refused(self, store, url):
        async with store.write() as tx:
            await tx.connection.execute(text("UPDATE alembic_version SET version_num = '9000'"))
        try:
            for refusing in (Store.open(url), migrate(url)):
                with pytest.raises(DatabaseTooNew, match="newer Postroom"):
                    await refusing
        finally:
            async with store.write() as tx:
                await tx.connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": REVISION})

    async def test_an_older_database_is_to_be_migrated(self, store, url):
        async with store.write() as tx:
            await tx.connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        try:
            with pytest.raises(NotMigrated, match="older than this program"):
                await Store.open(url)
        finally:
            async with store.write() as tx:
                await tx.connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": REVISION})

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            pytest.param("no url at all", "can't be read", id="no URL"),
            pytest.param("mysql://u:hidden@localhost/x", "not supported", id="another kind of database"),
            pytest.param("sqlite:///x.db", "not supported", id="another driver"),
            pytest.param("sqlite+aiosqlite://", "must be a file", id="in memory"),
            pytest.param("postgresql+asyncpg://u:hidden@127.0.0.1:1/x", "can't be reached", id="nobody listens"),
            pytest.param("postgresql+asyncpg://u:hidden@no.such.host.invalid/x", "can't be reached", id="no such host"),
        ],
    )
    async def test_what_can_not_be_opened_is_said_without_the_password(self, bad, said):
        for refusing in (Store.open, migrate):
            with pytest.raises(StoreUnavailable, match=said) as caught:
                await refusing(bad)
            assert "hidden" not in str(caught.value)


class TestTrouble:
    async def test_a_lock_of_another_program_is_waited_for_and_then_named(self, tmp_path, monkeypatch):
        monkeypatch.setattr("store.engines.BUSY", 0.2)
        async with opened(tmp_path) as store:
            rival = sqlite3.connect(tmp_path / "home" / "postroom.db", isolation_level=None)
            rival.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="another program holds its lock"):
                await touch(store)
            async with store.read() as tx:
                assert await people.listing(tx) == []
            rival.execute("COMMIT")
            rival.close()
            await touch(store)

    async def test_a_full_disk_is_named_and_survived(self, tmp_path):
        async with opened(tmp_path) as store:
            await a_profile(store)
            await a_mailbox(store)
            held = await leased(store)
            large = [a_message(uid, raw=b"x" * 200_000) for uid in range(1, 11)]
            await pragma(store, "max_page_count=100")
            with pytest.raises(StoreUnavailable, match="disk is full"):
                await keep(store, held, large)
            await pragma(store, "max_page_count=1000000")
            assert await keep(store, held, large) == 10

    async def test_a_read_only_disk_is_named(self, tmp_path):
        async with opened(tmp_path) as store:
            await pragma(store, "query_only=ON")  # root may write to every file; SQLite's word is the same
            with pytest.raises(StoreUnavailable, match="can't be written"):
                await touch(store)

    async def test_a_file_that_is_no_database_is_named(self, tmp_path):
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "postroom.db").write_bytes(b"no database" * 1000)
        with pytest.raises(StoreUnavailable, match="no SQLite database"):
            await Store.open(sqlite_url(tmp_path))
        with pytest.raises(StoreUnavailable, match="no SQLite database"):
            await migrate(sqlite_url(tmp_path))

    async def test_a_folder_that_can_not_be_made_is_named(self, tmp_path):
        (tmp_path / "home").write_text("in the way")
        with pytest.raises(StoreUnavailable, match="can't be made"):
            await migrate(sqlite_url(tmp_path))

    async def test_a_driver_s_exception_does_not_quote_values(self, store):
        await a_profile(store)
        await a_mailbox(store)

        async def orphan() -> None:
            async with store.write() as tx:
                await tx.connection.execute(
                    text("INSERT INTO credentials (mailbox_id, token, fingerprint) VALUES (:m, :t, :f)"),
                    {"m": 99, "t": b"secret words", "f": "x"},
                )

        with pytest.raises(StoreError) as caught:
            await orphan()
        assert "secret words" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__

    @pytest.mark.flow
    async def test_a_postgresql_that_goes_and_comes_back(self, postgresql, tmp_path):
        url = postgresql.database()
        async with opened(tmp_path, url) as store:
            postgresql.stop()
            with pytest.raises(StoreUnavailable) as caught:
                await touch(store)
            assert "hidden word" not in str(caught.value)
            postgresql.start()
            await touch(store)

    @pytest.mark.flow
    async def test_a_postgresql_that_goes_within_a_transaction_is_unavailable(self, postgresql, tmp_path):
        url = postgresql.database()
        async with opened(tmp_path, url) as store:

            async def lose() -> None:
                async with store.write() as tx:
                    postgresql.stop()
                    await health.touch(tx)

            with pytest.raises(StoreUnavailable):
                await lose()
        postgresql.start()

    @pytest.mark.flow
    @pytest.mark.parametrize(
        ("name", "password", "said"),
        [
            pytest.param("postgres", "wrong word", "refused the sign-in", id="wrong password"),
            pytest.param("nowhere", "hidden word", "no such database", id="no such database"),
        ],
    )
    async def test_a_postgresql_that_refuses_says_what_to_mend(self, postgresql, name, password, said):
        with pytest.raises(StoreUnavailable, match=said) as caught:
            await Store.open(postgresql.url(name, password))
        assert "word" not in str(caught.value).replace("password", "")
