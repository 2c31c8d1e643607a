"""What halts remember, read page by page; only those that rules of another version caused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Direction, Stage
from store import attempts, halts
from store.records import Attempt
from tests.kit.stores import NOON, a_mailbox, a_profile, put

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
    direction_id = await halted("ana@example.org", halt_signal=None, halt_saw=None, streak=4, failing_since=NOON)
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
    assert (halt.saw["streak"], halt.saw["failing_since"]) == (4, NOON.isoformat())
