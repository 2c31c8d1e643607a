"""Ids in addresses: what no row can have is not there, on any database, and no table is asked for it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import BigInteger

from store.schema import alerts, emails, mailboxes, people, profiles
from tests.kit.addresses import routes
from tests.kit.statements import counting
from tests.kit.walls import ADA
from web.ids import BIGGEST, BIGGEST_OF_EMAILS
from web.topics import NoTopic, words

TABLES = {"alert": alerts, "email": emails, "mailbox": mailboxes, "person": people, "profile": profiles}
UNREAD = {"/people/{person_id}/link"}  # leads back to the list, whoever's it is
NUMBERED = re.compile(r"\{(\w+)_id\}")


def biggest(table) -> int:
    """That its ids can be: an Integer of PostgreSQL has 32 bits."""
    return BIGGEST_OF_EMAILS if isinstance(table.c.id.type, BigInteger) else BIGGEST


def looked_for(table, said: list[str]) -> bool:
    return any(f"{table.name}.id = ?" in one for one in said)


def numbered(app) -> list[tuple[str, str, str]]:
    """Method, path and what the id is of."""
    return [
        (method, path, match[1])
        for method, path in (route.split(" ", 1) for route in routes(app))
        if (match := NUMBERED.search(path))
    ]


async def status(browser, method: str, path: str, number: str) -> int:
    address = NUMBERED.sub(number, path).replace("{name}", "x")
    answer = await (browser.send_form(address) if method == "POST" else browser.get(address))
    return answer.status_code


async def test_no_table_is_asked_for_an_id_that_no_row_can_have(pages):
    ada = await pages.as_(ADA, administrator=True)
    asked = numbered(pages.app)
    assert {what for *_, what in asked} == set(TABLES)
    for method, path, what in asked:
        for number in ("0", "-1", str(biggest(TABLES[what]) + 1), str(2**63), "9" * 5000, "1e3", "x"):
            with counting(pages.house.store) as said:
                answered = await status(ada, method, path, number)
            assert answered == (303 if path in UNREAD and method == "GET" else 404), (method, path, number[:20])
            assert not looked_for(TABLES[what], said), (method, path, number[:20])


async def test_the_biggest_id_of_all_is_looked_for_and_not_there(pages):
    ada = await pages.as_(ADA, administrator=True)
    for method, path, what in numbered(pages.app):
        led = method == "GET" and path.count("/") > 2 and "raw" not in path  # where a button led: back to the page
        with counting(pages.house.store) as said:
            assert await status(ada, method, path, str(biggest(TABLES[what]))) == (303 if led else 404), (method, path)
        assert looked_for(TABLES[what], said) is not led, (method, path)


@pytest.mark.parametrize("what", ["wall", "mailbox", "profile", "email"])
def test_no_feed_is_about_an_id_that_no_row_can_have(what):
    most = biggest(TABLES["person" if what == "wall" else what])
    assert words([f"{what}:{most}"])
    with pytest.raises(NoTopic):
        words([f"{what}:{most + 1}"])
