"""Upgrading a database of the first version that has been in use: nothing is lost, and its halts can be judged anew."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from errors.explain import signal_from_text
from errors.fingerprint import fingerprint
from errors.machine import State
from errors.memory import Saw, saw_of, signal_of
from errors.model import Direction, Protocol, Stage
from store import attempts, engines, halts, mailboxes, unclassified
from store.columns import Moment
from store.edge import parsed
from store.keys import KeyRing
from store.migrate import migrate, revision
from store.schema import REVISION
from store.session import Store
from tests.kit.stores import KEY, NOON, sqlite_url

MINUTE = timedelta(minutes=1)

PROFILE = """
INSERT INTO profiles (id, name, protocol, host, port, security, folders, push, poll_interval, max_sign_ins, timeout,
                      policy, outgoing, max_message_size, version, created_at)
VALUES (1, 'office', 'imap', 'imap.example.org', 993, 'tls', '["INBOX"]', FALSE, 300000000, 10, 30000000,
        '{"retry_limit": 9}', '{}', 1000, 1, :noon)
"""
MAILBOX = """
INSERT INTO mailboxes (id, address, address_key, profile_id, username, version, created_at)
VALUES (:id, :address, :address, 1, :address, 1, :noon)
"""
DIRECTION = """
INSERT INTO directions (id, mailbox_id, profile_id, direction, state, test, streak, counted, proofs, failing_since,
                        last_code, halted_at, halt_rule, halt_spent, attempt_number, fence, deaths, held_deaths,
                        emails_stored, emails_set_aside)
VALUES (:id, :mailbox, 1, :direction, :state, 'success', 3, 2, 1, :noon, :code, :noon, :rule, FALSE, 4, 5, 0, 0, 6, 7)
"""
ATTEMPT = """
INSERT INTO attempts (direction_id, at, ok, stage, code, rule, response, new_emails, took, test)
VALUES (:of, :at, FALSE, 'auth', :code, :rule, :response, 0, 1000, FALSE)
"""
REFUSED = {"code": "IMAP-101", "rule": "imap.auth-failed", "response": "NO [AUTHENTICATIONFAILED] no"}


@pytest.fixture(params=[pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.flow)])
async def old(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of version 0001 with rows in it; not yet upgraded."""
    (tmp_path / "home").mkdir()
    url = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgresql").database()
    writer, reader = engines.make(parsed(url))
    async with writer.begin() as connection:
        await connection.run_sync(_first_tables)
        await connection.execute(_dated(PROFILE, "noon"), {"noon": NOON})
        for number, address in enumerate(("ana@example.org", "bo@example.test"), start=1):
            await connection.execute(_dated(MAILBOX, "noon"), {"id": number, "address": address, "noon": NOON})
            for direction in Direction:
                halted = number == 1 and direction is Direction.INCOMING
                row = {
                    "id": 2 * number + (direction is Direction.OUTGOING), "mailbox": number,
                    "direction": direction.value, "state": "halted" if halted else "active", "noon": NOON,
                    "code": "IMAP-101" if halted else None, "rule": REFUSED["rule"] if halted else None,
                }  # fmt: skip
                await connection.execute(_dated(DIRECTION, "noon"), row)
        for minute, more in ((-2, {"response": "NO earlier"}), (0, {}), (5, {"code": "NET-201", "rule": "net.later"})):
            tried = {**REFUSED, **more, "of": 2, "at": NOON + minute * MINUTE}
            await connection.execute(_dated(ATTEMPT, "at"), tried)
        for of in (1, 3, 3):
            riddle = {"code": "UNK-901", "rule": "unclassified", "response": f"NO [XFROB] quux {of}"}
            await connection.execute(_dated(ATTEMPT, "at"), {**riddle, "of": of + 1, "at": NOON - MINUTE * 9})
    for engine in {writer, reader}:
        await engine.dispose()
    return url


def _first_tables(connection):
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "store" / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")


def _dated(words: str, name: str):
    return text(words).bindparams(bindparam(name, type_=Moment()))


@pytest.fixture
async def upgraded(old):
    assert await revision(old) == ("0001", REVISION)
    await migrate(old)
    store = await Store.open(old, KeyRing([KEY]))
    yield store
    await store.close()


async def test_what_was_there_is_there_still(upgraded, old):
    assert await revision(old) == (REVISION, REVISION)
    async with upgraded.read() as tx:
        ana, bo = await mailboxes.listing(tx)
        tried = await attempts.recent(tx, ana.incoming.id)
    assert (ana.incoming.state, ana.incoming.halted_at, bo.incoming.state) == (State.HALTED, NOON, State.ACTIVE)
    assert (ana.incoming.attempt_number, ana.emails_stored, ana.incoming.refreshed_at) == (4, 6, None)
    assert [one.code for one in tried] == ["NET-201", "IMAP-101", "IMAP-101", "UNK-901"]


async def test_an_old_halt_is_known_by_the_attempt_that_was_judged(upgraded):
    async with upgraded.read() as tx:
        (halt,) = await halts.page_under_other_rules(tx, "today")
    assert (halt.address, halt.code, halt.rule, halt.catalogue) == (
        "ana@example.org",
        *list(REFUSED.values())[:2],
        None,
    )
    assert halt.signal is None
    assert saw_of(halt.saw, NOON) == Saw(NOON, streak=3, counted=2, proofs=1, failing_since=NOON)
    assert halt.attempt is not None
    assert (halt.attempt.stage, halt.attempt.response) == (Stage.AUTH, REFUSED["response"])
    assert halt.profile.policy.retry_limit == 9


async def test_what_no_rule_knew_before_has_its_fingerprint_now(upgraded):
    async with upgraded.read() as tx:
        (line,) = await unclassified.listing(tx)
    signal = signal_from_text(Protocol.IMAP, Stage.AUTH, line.sample)
    assert (line.fingerprint, line.count, line.mailboxes) == (fingerprint(signal), 3, 2)
    assert signal_of(line.signal or {}, line.sample) == signal


def test_a_migration_knows_no_rules_that_may_change():
    """It must do the same in ten years."""
    folder = Path(__file__).parents[2] / "store" / "migrations" / "versions"
    assert len(texts := [one.read_text(encoding="utf-8") for one in folder.glob("v*.py")]) >= 2
    assert not [one for one in texts if re.search(r"(from|import) errors", one)]


async def test_upgrading_twice_changes_nothing_more(upgraded, old):
    await migrate(old)
    async with upgraded.read() as tx:
        assert len(await unclassified.listing(tx)) == 1
        assert len(await halts.page_under_other_rules(tx, "today")) == 1


async def test_an_upgrade_that_fails_leaves_the_old_tables(old, monkeypatch):
    from alembic import op

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("half-way")

    with monkeypatch.context() as broken:
        broken.setattr(op, "create_index", fail)
        with pytest.raises(RuntimeError):
            await migrate(old)
    assert await revision(old) == ("0001", REVISION)
    await migrate(old)
    assert await revision(old) == (REVISION, REVISION)
