"""Who did what, as a page."""

from __future__ import annotations

import re

import pytest

from store import audit
from web.paging import SIZE

ADA = "ada@example.org"
WHO = "command line (root)"


@pytest.fixture
async def admin(pages):
    async with pages.house.store.write() as tx:
        for number in range(SIZE + 5):
            await audit.note(tx, WHO if number % 2 else "bo@example.org", "did a thing", f"thing {number:02}")
    return await pages.as_(ADA, administrator=True)


def things(text: str) -> list[str]:
    return re.findall(r"thing \d\d", text)


async def test_the_newest_comes_first_and_the_rest_on_the_next_page(admin):
    first, second = things((await admin.get("/audit")).text), things((await admin.get("/audit?page=2")).text)
    assert first + second == [f"thing {number:02}" for number in reversed(range(SIZE + 5))]
    assert len(first) == SIZE


async def test_one_persons_doings_are_found_by_their_name_whatever_is_in_it(admin):
    shown = await admin.get("/audit")
    path = next(one for one in re.findall(r'href="(/audit\?who=[^"]+)"', shown.text) if "command" in one)
    assert things((await admin.get(path)).text) == [f"thing {n:02}" for n in reversed(range(SIZE + 5)) if n % 2]


@pytest.mark.parametrize("who", ["nobody@example.org", "\x00", "x" * 5000, "<script>alert(1)</script>"])
async def test_of_whom_nothing_is_known_the_page_says_so(admin, who):
    answer = await admin.get("/audit", params={"who": who})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
