"""However much there is: a page asks the database as often, and is no longer than can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.kit.access_table import PAGES
from tests.kit.addresses import filled
from tests.kit.crowd import ADA, MANY, MIA, PIA, Crowd, fill, ids_of
from tests.kit.pages import Pages, opened_pages
from tests.kit.statements import counting

SMALL = Crowd(
    profiles=2, mailboxes=40, owners=5, alerts=600, unresolved=300, emails=400, bodies=400, attempts=400, audit=60,
    samples=20,
)  # fmt: skip
LARGE = Crowd(
    profiles=20, mailboxes=1_500, owners=200, alerts=6_000, unresolved=3_000, emails=6_000, bodies=6_000,
    attempts=6_000, audit=1_000, samples=2_000,
)  # fmt: skip
MOST_STATEMENTS = 15
WHERE_NONE_WAS = 4  # further ones, asked of what a smaller house has none of; a list that asks for each row has dozens
MOST_OCTETS = 100_000
LISTS = (
    "/admin?severity=error", "/admin?severity=error&page=3", "/wall?severity=error", "/emails?q=matter",
    "/emails?state=set_aside", "/mailboxes?state=halted", "/mailboxes?q=someone", "/mailboxes?page=2", "/audit?page=2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cost:
    statements: int
    octets: int


Costs = dict[tuple[str, str], Cost]  # by who asks, and what


async def test_no_page_asks_more_often_or_is_longer_where_there_is_more(tmp_path: Path):
    few, many = [await measured(tmp_path / name, crowd) for name, crowd in (("few", SMALL), ("many", LARGE))]
    assert few.keys() == many.keys()
    more = {one: cost.statements - few[one].statements for one, cost in many.items()}
    assert {one: number for one, number in more.items() if number > WHERE_NONE_WAS} == {}
    assert {one: cost for one, cost in many.items() if cost.statements > MOST_STATEMENTS} == {}
    assert {one: cost for one, cost in many.items() if cost.octets > MOST_OCTETS} == {}
    assert {place for _, place in many} >= {"/wall", "/admin", "/alerts/{alert_id}", "/emails", "/emails/{email_id}"}


async def measured(folder: Path, crowd: Crowd) -> Costs:
    folder.mkdir()
    async with opened_pages(folder) as pages:
        await fill(pages.house.store, crowd)
        return await costs(pages)


async def costs(pages: Pages) -> Costs:
    ids = {**await ids_of(pages.house.store), "token": "none", "direction": "incoming"}
    found = {}
    for reader in (ADA, PIA, MIA, MANY):
        browser = await pages.as_(reader)
        for place in (*PAGES, *LISTS):
            with counting(pages.house.store) as asked:
                answer = await browser.get(filled(place, ids))
            if answer.status_code == 200:
                found[reader, place] = Cost(len(asked), len(answer.content))
    return found
