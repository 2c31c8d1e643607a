"""What halts remember, read page by page; only those that rules of another version caused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Direction, Stage
from store import attempts, halts, leases, mailboxes
from store.faults import StaleLease
from store.records import Attempt
from tests.kit.stores import NOON, a_mailbox, a_profile, put

MINUTE = timedelta(minutes=1)
SIGNAL = {"protocol": "imap", "stage": "auth", "text": "NO no\u0000\ud800"}
SAW = {"streak": 2, "proofs": 2, "at": NOON.isoformat()}
OURS = {"halted_at": NOON, "halt_code": "IMAP-101", "halt_rule": "rule", "halt_signal": SIGNAL, "halt_saw": SAW}


@pytest.fixture
async def halted(store):
    """halted(address, **columns): a mailbox that is halted; its direction's id."""
    await a_profile(store)

    async def make(address: str, state: State = State.HALTED, **columns: object) -> int:
        box = await a_mailbox(store, address)
        await put(store, box.incoming.id, state=state, **{**OURS, "halt_catalogue": "old", **columns})
        return box.incoming.id

    return make


async def found(store, after: int = 0) -> list[halts.HaltRow]:
    async with store.read() as tx:
        return list(await halts.page_under_other_rules(tx, "new", after))


async def test_what_was_remembered_comes_back(store, halted):
    direction_id = await halted("ana@example.org")
    (halt,) = await found(store)
    assert (halt.direction_id, halt.address, halt.direction) == (direction_id, "ana@example.org", Direction.INCOMING)
    assert (halt.code, halt.rule, halt.catalogue, halt.halted_at) == ("IMAP-101", "rule", "old", NOON)
    assert (halt.signal, halt.saw, halt.attempt) == (SIGNAL, SAW, None)


async def test_only_halts_under_other_rules_are_looked_at(store, halted):
    await halted("ana@example.org", halt_catalogue="new")
    await halted("bo@example.org", State.ACTIVE)
    await halted("cy@example.org", halt_catalogue=None)
    await halted("di@example.org")
    assert [one.address for one in await found(store)] == ["cy@example.org", "di@example.org"]


async def test_many_are_read_in_pages(store, halted, monkeypatch):
    monkeypatch.setattr(halts, "PAGE", 2)
    ids = [await halted(f"m{number}@example.org") for number in range(5)]
    seen, after = [], 0
    while page := await found(store, after):
        assert len(page) <= 2
        seen += [one.direction_id for one in page]
        after = page[-1].direction_id
    assert seen == ids


async def test_without_a_signal_the_attempt_that_was_judged_stands_in(store, halted):
    direction_id = await halted("ana@example.org", halt_signal=None, halt_saw=None)
    before, after = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
    async with store.write() as tx:
        for at, rule, words in ((before - timedelta(1), "rule", "first"), (before, "rule", "judged"),
                                (before, "other", "another"), (after, "rule", "a test")):  # fmt: skip
            await attempts.record(
                tx,
                Attempt(direction_id, at, ok=False, stage=Stage.AUTH, code="IMAP-101", rule=rule, response=words),
            )
        await attempts.record(tx, Attempt(direction_id, before, ok=True, rule="rule"))
    (halt,) = await found(store)
    assert halt.attempt is not None
    assert halt.attempt.response == "judged"
    assert halt.saw == {}


async def test_one_is_found_by_itself_only_under_other_rules(store, halted):
    ana, bo = await halted("ana@example.org"), await halted("bo@example.org", halt_catalogue="new")
    async with store.read() as tx:
        found = await halts.under_other_rules(tx, "new", ana)
        assert found is not None
        assert found.address == "ana@example.org"
        assert await halts.under_other_rules(tx, "new", bo) is None


async def test_one_that_is_taken_back_is_retried_without_a_past_and_its_lease_stays(store, halted):
    direction_id = await halted("ana@example.org", streak=14, counted=14, failing_since=NOON, halt_spent=True)
    async with store.write() as tx:
        (held,) = await leases.take(
            tx, store, [direction_id], holder="me", length=MINUTE, states=(State.HALTED,), only_due=False
        )
        await halts.take_back(tx, direction_id, held.direction.fence)
        await leases.verify(tx, direction_id, held.direction.fence)
        box = await mailboxes.get(tx, "ana@example.org")
    row = box.incoming
    assert (row.state, row.streak, row.counted, row.failing_since) == (State.RETRYING, 0, 0, None)
    assert (row.halted_at, row.halt_rule, row.halt_spent) == (None, None, False)


async def test_a_stale_holder_takes_nothing_back(store, halted):
    direction_id = await halted("ana@example.org")
    async with store.write() as tx:
        with pytest.raises(StaleLease):
            await halts.take_back(tx, direction_id, 0)
