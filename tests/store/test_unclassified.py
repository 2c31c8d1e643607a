"""What no rule knew: a thousand of the same are one line, for as long as their attempts are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from errors.model import Stage
from store import attempts, unclassified
from store.records import Attempt
from tests.kit.stores import a_mailbox, a_profile

DAY = timedelta(days=1)
SIGNAL = {"protocol": "imap", "stage": "poll", "status": "NO"}


@pytest.fixture
async def met(store):
    """met(mailbox number, fingerprint, words, days ago)."""
    await a_profile(store)
    ids = [(await a_mailbox(store, f"m{number}@example.org")).incoming.id for number in range(3)]

    async def record(number: int, fingerprint: str | None, words: str = "NO quux", days: float = 0) -> None:
        async with store.write() as tx:
            one = Attempt(
                ids[number], tx.now - days * DAY, ok=False, stage=Stage.POLL, code="UNK-901", response=words,
                fingerprint=fingerprint, signal=SIGNAL if fingerprint else None,
            )  # fmt: skip
            await attempts.record(tx, one)

    return record


async def listed(store) -> list[unclassified.Unclassified]:
    async with store.read() as tx:
        return list(await unclassified.listing(tx))


async def test_the_same_from_many_mailboxes_is_one_line_with_counts(store, met):
    for number, days in ((0, 3), (1, 2), (1, 1), (2, 0.5)):
        await met(number, "aaaa", f"NO quux {number}", days)
    (line,) = await listed(store)
    assert (line.fingerprint, line.code, line.stage, line.protocol) == ("aaaa", "UNK-901", Stage.POLL, "imap")
    assert (line.count, line.mailboxes, line.sample, line.signal) == (4, 3, "NO quux 2", SIGNAL)
    assert line.last_seen - line.first_seen > 2 * DAY


async def test_the_commonest_comes_first_and_what_has_a_name_is_no_line(store, met):
    await met(0, "rare")
    await met(0, "often")
    await met(1, "often")
    await met(1, None)
    assert [(one.fingerprint, one.count) for one in await listed(store)] == [("often", 2), ("rare", 1)]


async def test_a_line_goes_with_its_attempts(store, met):
    await met(0, "aaaa", days=31)
    async with store.write() as tx:
        await attempts.purge(tx)
    assert await listed(store) == []


async def test_no_more_lines_than_asked(store, met):
    for number in range(3):
        await met(0, f"{number}")
    async with store.read() as tx:
        assert len(await unclassified.listing(tx, most=2)) == 2


async def test_counting_reads_no_attempts_but_their_index(store, met):
    """Planned as for a table that is too long to be read whole."""
    async with store.read() as tx:
        dialect = tx.connection.dialect
        asked = unclassified.lines(10).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
        if dialect.name == "postgresql":
            for other in ("seqscan", "bitmapscan", "indexscan"):  # left: what asks the index alone, if that can be done
                await tx.connection.execute(text(f"SET LOCAL enable_{other} = off"))
        explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[dialect.name]
        plan = str((await tx.connection.execute(text(f"{explain} {asked}"))).all())
    assert "COVERING INDEX attempts_unnamed" in plan or "Index Only Scan using attempts_unnamed" in plan
