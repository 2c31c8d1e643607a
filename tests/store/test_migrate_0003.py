"""Upgrading a database of the second version that has been in use: walls, halts and mail stay as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import bindparam, text

from store import alerts, engines, people, switches
from store.columns import Moment
from store.edge import parsed
from store.keys import KeyRing
from store.migrate import migrate, revision
from store.schema import REVISION
from store.session import Store
from store.switches import Switches
from store.walls import Watcher, lines, members
from tests.kit.stores import KEY, NOON, sqlite_url

PERSON = """
INSERT INTO people (id, address, address_key, administrator) VALUES (1, 'Mia@example.org', 'mia@example.org', FALSE)
"""
ALERT = """
INSERT INTO alerts (id, key, code, nature, severity, level, object_kind, object_id, direction, status, first_seen,
                    last_seen, count, who_acts, headline, remedy, dismissed_by, evidence)
VALUES (:id, :key, :code, 'permanent', 'error', 'mailbox', 'mailbox', :id, 'incoming', 'open', :noon, :noon, 3,
        'mailbox_owner', 'h', 'r', :dismissed, :evidence)
"""
RIDDLE = [{"at": NOON.isoformat(), "code": "UNK-901", "fingerprint": "f00d"}]
ROWS = (
    (1, "IMAP-101", ["Mia@example.org", "admin", "mia@example.org"], [{"code": "IMAP-101"}]),
    (2, "UNK-901", [], RIDDLE),
    (3, "UNK-901", [], [{"code": "UNK-901"}, *RIDDLE]),
    (4, "IMAP-101", [], []),
)


@pytest.fixture(params=[pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.flow)])
async def upgraded(request: pytest.FixtureRequest, tmp_path: Path):
    """A database of version 0002 with rows in it, upgraded."""
    (tmp_path / "home").mkdir()
    url = sqlite_url(tmp_path) if request.param == "sqlite" else request.getfixturevalue("postgresql").database()
    writer, reader = engines.make(parsed(url))
    async with writer.begin() as connection:
        await connection.run_sync(_as_of_0002)
        await connection.execute(text(PERSON))
        for number, code, dismissed, evidence in ROWS:
            await connection.execute(
                text(ALERT).bindparams(bindparam("noon", type_=Moment())),
                {
                    "id": number, "key": f"{code}|{number}", "code": code, "noon": NOON,
                    "dismissed": json.dumps(dismissed, separators=(",", ":")), "evidence": json.dumps(evidence),
                },
            )  # fmt: skip
    for engine in {writer, reader}:
        await engine.dispose()
    assert await revision(url) == ("0002", REVISION)
    await migrate(url)
    store = await Store.open(url, KeyRing([KEY]))
    yield store
    await store.close()


def _as_of_0002(connection):
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "store" / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "0002")


async def test_every_alert_is_there_with_what_was_seen(upgraded):
    async with upgraded.read() as tx:
        found = {one.id: one for one in await alerts.listing(tx, all_=True)}
    assert sorted(found) == [1, 2, 3, 4]
    assert {(one.count, one.status, one.first_seen) for one in found.values()} == {(3, "open", NOON)}
    assert [len(found[number].evidence) for number in (1, 2, 3, 4)] == [1, 1, 2, 0]


async def test_who_dismissed_an_alert_is_known_still(upgraded):
    async with upgraded.read() as tx:
        found = {one.id: one.dismissed_by for one in await alerts.listing(tx, all_=True)}
    assert found == {1: ("admin", "mia@example.org"), 2: (), 3: (), 4: ()}


async def test_alerts_of_one_riddle_are_one_line(upgraded):
    async with upgraded.read() as tx:
        found = await lines(tx, Watcher(1, "ada@example.org", administrator=True))
        together = await members(tx, found)
    assert sorted(one.id for one in found) == [3, 4]
    assert sorted(one.id for one in together) == [2, 3, 4]


async def test_people_are_there_and_can_be_given_a_password(upgraded):
    async with upgraded.write() as tx:
        (person,) = await people.listing(tx)
        assert (person.address, person.signs_in) == ("Mia@example.org", False)
        await people.set_password(tx, person.id, "$argon2id$of-a-test")
        (person,) = await people.listing(tx)
        assert person.signs_in
        assert await switches.read(tx) == Switches()
