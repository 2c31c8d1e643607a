"""Try again, on an email's page: against a server that cuts one message short for a while."""

from __future__ import annotations

import hashlib
import re

import pytest

from simulator import ManualClock, Simulator, parse
from store import email_rows, emails, leases, mailboxes, profiles
from store.records import CursorRow
from tests.kit.stores import a_message, leased

ANA = "ana@example.org"
CUT_SHORT = """
[profiles.office]
mailboxes = 1
messages = 3
[[trouble]]
fault = "truncated_literal"
uids = [2]
until = 50
"""


@pytest.fixture
async def clock():
    return ManualClock()


@pytest.fixture
async def simulator(clock):
    async with Simulator(parse(CUT_SHORT, "cut_short.toml"), seed=1, clock=clock) as running:
        yield running


@pytest.fixture
async def aside(pages, simulator):
    """Ana's only email, set aside; what the server has of it. Its mailbox never ran."""
    (account,), (server,) = simulator.mailboxes, simulator.profiles.values()
    store = pages.house.store
    async with store.write() as tx:
        await profiles.add(tx, "office", host=server.host, port=server.port, security="none")
        await mailboxes.add(tx, store, account.address, profile="office", password=account.password, owner=ANA)
    there = next(one for one in simulator.expected(account.address) if one.uid == 2)
    held = await leased(store, account.address)
    async with store.write() as tx:
        message = a_message(2, raw=b"", code="IMAP-901", response="cut short")
        await emails.store(tx, held, there.folder, [message], CursorRow(there.uid_validity, 1, 3, 3))
        await leases.release(tx, held.direction.id, held.direction.fence)
    return there


async def test_what_can_still_not_be_fetched_is_said_and_why_and_later_it_comes_whole(pages, aside, clock):
    ana = await pages.as_(ANA)
    answer = await ana.send_form("/emails/1/retry")
    assert answer.status_code == 409
    assert re.search(r"still can(?:&#39;|')t be fetched \([A-Z]+-\d+\)", answer.text)
    assert "Try again" in answer.text
    clock.advance(60)
    answer = await ana.send_form("/emails/1/retry")
    assert (answer.status_code, answer.headers["location"]) == (303, "/emails/1?done=fetched")
    text = (await ana.get("/emails/1?done=fetched")).text
    assert "stored whole" in text
    assert "Why it was set aside" not in text
    raw = (await ana.get("/emails/1/raw")).content
    assert hashlib.sha256(raw).hexdigest() == aside.sha256


async def test_what_the_server_has_no_longer_stays_set_aside(pages, simulator, aside):
    store = pages.house.store
    async with store.write() as tx:
        await tx.connection.execute(emails.emails.update().values(uid=99))
    answer = await (await pages.as_(ANA)).send_form("/emails/1/retry")
    assert (answer.status_code, "no longer has this email" in answer.text) == (409, True)
    async with store.read() as tx:
        assert (await email_rows.get(tx, 1)).email.state == "set_aside"


async def test_a_mailbox_that_is_busy_for_long_is_said_to_be(pages, aside, monkeypatch):
    monkeypatch.setattr("web.pages.email.PATIENCE", 0.2)
    async with pages.house.store.read() as tx:
        seen = await email_rows.get(tx, 1)
    await leased(pages.house.store, seen.email.mailbox)
    answer = await (await pages.as_(ANA)).send_form("/emails/1/retry")
    assert (answer.status_code, "a worker may be busy" in answer.text) == (409, True)
