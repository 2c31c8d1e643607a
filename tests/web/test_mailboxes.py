"""The list of mailboxes as a page."""

from __future__ import annotations

import re

import pytest

from errors.machine import State
from tests.kit.statements import counting
from tests.kit.stores import a_mailbox, a_profile

ADA, ANA, BO = "ada@example.org", "ana@example.org", "bo@example.test"
NASTY = '"><script>alert(1)</script>\u202e@example.test'
ROW = re.compile(r'<a href="/mailboxes/(\d+)"><bdi>([^<]*)</bdi>')


@pytest.fixture
async def some(pages):
    store = pages.house.store
    await a_profile(store)
    await a_profile(store, "laboratory")
    await a_mailbox(store, "halted@example.org", owner=ANA, state=State.HALTED)
    await a_mailbox(store, "works@example.org", owner=ANA)
    await a_mailbox(store, "foreign@example.test", owner=BO, profile="laboratory", state=State.RETRYING)
    return pages


async def shown(browser, query: str = "") -> list[str]:
    answer = await browser.get(f"/mailboxes{query}")
    assert answer.status_code == 200
    return [address for _, address in ROW.findall(answer.text)]


async def test_one_sees_ones_own_and_an_administrator_all(some):
    assert await shown(await some.as_(ANA)) == ["halted@example.org", "works@example.org"]
    assert await shown(await some.as_(BO)) == ["foreign@example.test"]
    assert await shown(await some.as_(ADA, administrator=True)) == [
        "foreign@example.test", "halted@example.org", "works@example.org",
    ]  # fmt: skip


async def test_the_owners_profiles_and_counts_tell_nothing_of_others(some):
    text = (await (await some.as_(ANA)).get("/mailboxes")).text
    assert "laboratory" not in text
    assert "retrying</a>" not in text
    assert BO not in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("?state=halted", ["halted@example.org"], id="by state"),
        pytest.param("?profile=laboratory", ["foreign@example.test"], id="by profile"),
        pytest.param("?words=works", ["works@example.org"], id="by a part of the address"),
        pytest.param("?state=retrying&words=example.org", [], id="none"),
        pytest.param("?state=nonsense", ["foreign@example.test", "halted@example.org", "works@example.org"],
                     id="a state that there is not"),
        pytest.param("?page=-3", ["foreign@example.test", "halted@example.org", "works@example.org"],
                     id="a page below the first"),
        pytest.param("?page=99999999999999999999", [], id="a page beyond the last"),
        pytest.param("?words=%00%ff", [], id="octets that are no text"),
    ],
)  # fmt: skip
async def test_filters_keep_what_they_say(some, query, expected):
    assert await shown(await some.as_(ADA, administrator=True), query) == expected


async def test_a_count_links_to_those_mailboxes_and_keeps_the_other_filters(some):
    browser = await some.as_(ADA, administrator=True)
    text = (await browser.get("/mailboxes?profile=office&words=org")).text
    link = re.search(r'href="([^"]+)"[^>]*><strong>1</strong> halted', text)
    assert link is not None
    assert await shown(browser, link[1].removeprefix("/mailboxes").replace("&amp;", "&")) == ["halted@example.org"]


async def test_a_filter_that_nothing_passes_can_be_cleared(some):
    text = (await (await some.as_(ANA)).get("/mailboxes?words=nobody")).text
    assert "No mailbox is like that" in text
    assert '<a class="button" href="/mailboxes">Clear filters</a>' in text


async def test_where_there_is_none_yet_it_is_said_how_one_comes_to_be(pages):
    assert "postroom mailbox add" in (await (await pages.as_(ADA, administrator=True)).get("/mailboxes")).text
    owners = (await (await pages.as_(ANA)).get("/mailboxes")).text
    assert "No mailbox is yours yet" in owners
    assert "An administrator adds one" in owners


async def test_more_than_a_page_is_paged_and_no_dearer_than_one(pages):
    await a_profile(pages.house.store)
    await a_mailbox(pages.house.store, "m000@example.org")
    browser = await pages.as_(ADA, administrator=True)
    with counting(pages.house.store) as few:
        await shown(browser)
    for number in range(1, 60):
        await a_mailbox(pages.house.store, f"m{number:03}@example.org")
    with counting(pages.house.store) as many:
        first = await shown(browser)
    assert len(first) == 50
    assert await shown(browser, "?page=2") == [f"m{number:03}@example.org" for number in range(50, 60)]
    assert len(few) == len(many) <= 10


async def test_hostile_names_are_text(pages):
    await a_profile(pages.house.store, '<b onmouseover="x">')
    await a_mailbox(pages.house.store, NASTY, profile='<b onmouseover="x">', owner=NASTY)
    answer = await (await pages.as_(ADA, administrator=True)).get("/mailboxes", params={"words": '"><script>'})
    assert "alert(1)" in answer.text
    assert "<script>alert" not in answer.text
    assert "<b onmouseover" not in answer.text
    assert "\u202e" not in answer.text
