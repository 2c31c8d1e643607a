"""The list of profiles: whose, how each server is, how its mailboxes stand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from errors.machine import State
from errors.model import Direction, Health
from store import health, schema
from tests.kit.stores import a_profile
from tests.kit.walls import ADA, BO, MIA, PIA, box, house, profile, text_of  # noqa: F401

HOSTILE = '<script>alert(1)</script>" onmouseover="x\u202e'
NAMES = re.compile(r'data-label="Profile"><a href="/profiles/(\d+)"><bdi>([^<]*)')


async def listed(house, who, query=""):  # noqa: F811
    return await (await house.as_(who)).get(f"/profiles{query}")


def names(answer) -> list[str]:
    return [name for _, name in NAMES.findall(answer.text)]


@pytest.mark.parametrize(
    ("who", "theirs"),
    [
        pytest.param(ADA, ["office", "other"], id="an administrator: all"),
        pytest.param(PIA, ["office"], id="an owner: theirs"),
        pytest.param(MIA, [], id="the owner of a mailbox on it: none"),
    ],
)
async def test_each_sees_the_profiles_that_are_theirs(house, who, theirs):  # noqa: F811
    assert names(await listed(house, who)) == theirs


async def test_who_looks_after_none_reads_why(house):  # noqa: F811
    assert "You look after no mail server" in text_of(await listed(house, BO))


async def test_where_there_are_none_the_commands_that_make_one_are_told(pages):
    answer = await (await pages.as_(ADA, administrator=True)).get("/profiles")
    assert "postroom profile add work --protocol imap" in text_of(answer)


async def test_each_leads_to_its_page(house):  # noqa: F811
    answer = await listed(house, PIA)
    ((number, _),) = NAMES.findall(answer.text)
    assert int(number) == (await profile(house)).id


async def test_its_health_next_probe_and_mailboxes_by_state_are_told(house):  # noqa: F811
    of, store = await profile(house), house.house.store
    halted = (await box(house)).incoming.id
    async with store.write() as tx:
        row = await health.get(tx, of.id, Direction.INCOMING)
        await health.put(tx, replace(row, health=Health.DOWN, next_probe_at=tx.now + timedelta(minutes=5)))
        at = schema.directions.c.id == halted
        await tx.connection.execute(update(schema.directions).where(at).values(state=State.HALTED))
    answer = await listed(house, PIA)
    told = text_of(answer)
    assert "IMAP, imap.example.org down healthy in" in told
    assert "1 halted" in told
    assert 'data-label="Owner"' not in answer.text  # it is always oneself
    assert "nobody" in text_of(await listed(house, ADA))


async def test_there_are_as_many_to_a_page_as_can_be_read(house):  # noqa: F811
    for number in range(55):
        await a_profile(house.house.store, f"p{number:03}", owner=PIA)
    first, second = await listed(house, PIA), await listed(house, PIA, "?page=2")
    assert names(first) + names(second) == ["office", *(f"p{number:03}" for number in range(55))]
    assert len(names(first)) == 50


@pytest.mark.parametrize("page", ["9", "-1", "x", "9" * 40, "%00"])
async def test_a_page_that_is_not_there_is_no_mistake_of_ours(house, page):  # noqa: F811
    assert (await listed(house, ADA, f"?page={page}")).status_code == 200


async def test_names_are_text(house):  # noqa: F811
    await a_profile(house.house.store, HOSTILE, host=HOSTILE, owner=PIA)
    answer = await listed(house, PIA)
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert" not in answer.text
    assert "\u202e" not in answer.text
