"""Who there is: for administrators."""

from __future__ import annotations

import html
import re

import pytest

from store import audit, people
from tests.kit.people import PASSWORD, quick_passwords, send, sign_in, with_password  # noqa: F401
from tests.kit.stores import a_mailbox, a_profile
from web.paging import SIZE

pytestmark = pytest.mark.usefixtures("quick_passwords")

ADA, ANA = "ada@example.org", "ana@example.org"


def rows(text: str) -> list[str]:
    """Of the table: its cells' text, between bars."""
    found = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found[1:]]
    return ["|".join(html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row[:6]) for row in cells]


@pytest.fixture
async def admin(pages):
    return await pages.as_(ADA, administrator=True)


@pytest.mark.parametrize("path", ["/people", "/audit"])
async def test_only_administrators_know_who_there_is_and_who_did_what(pages, admin, path):
    assert (await admin.get(path)).status_code == 200
    assert (await (await pages.as_(ANA)).get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/people", "/people/1/link", "/people/1/sign-out"])
async def test_nobody_else_changes_people(pages, admin, path):
    browser = await pages.as_(ANA)
    assert (await browser.send_form(path, address="x@example.org", administrator="yes")).status_code == 404
    assert "x@example.org" not in (await admin.get("/people")).text


async def test_each_is_listed_with_role_sign_in_and_what_they_own(pages, admin):
    await a_profile(pages.house.store, owner="bo@example.org")
    await a_mailbox(pages.house.store, "one@example.org", owner=ANA)
    await a_mailbox(pages.house.store, "two@example.org", owner=ANA)
    await with_password(pages, "bo@example.org")
    assert rows((await admin.get("/people")).text) == [
        "ada@example.org|administrator|not yet|0|0|1",
        "ana@example.org|owner|not yet|2|0|0",
        "bo@example.org|owner|yes|0|1|0",
    ]


async def test_a_link_is_shown_once_and_lets_that_person_in(pages, admin):
    async with pages.house.store.write() as tx:
        person = await people.mention(tx, ANA)
    answer = await admin.send_form(f"/people/{person.id}/link")
    (url,) = re.findall(r"<code>(https://[^<]+/welcome/[^<]+)</code>", answer.text)
    assert url.rsplit("/", 1)[1] not in (await admin.get("/people")).text
    browser = await pages.nobody()
    assert (await send(browser, url, new_password=PASSWORD, new_password_again=PASSWORD)).status_code == 303
    assert (await sign_in(await pages.nobody(), ANA)).status_code == 303
    async with pages.house.store.read() as tx:
        entries = await audit.listing(tx, who=ADA)
    assert [(one.did, one.about) for one in entries] == [("made a link to set a password", ANA)]


async def test_a_person_is_signed_out_everywhere(pages, admin):
    browser = await pages.as_(ANA)
    async with pages.house.store.read() as tx:
        person = await people.get(tx, ANA)
    answer = await admin.send_form(f"/people/{person.id}/sign-out")
    assert answer.headers["location"] == "/people?done=out"
    assert (await browser.get("/account")).status_code == 303


async def test_a_person_is_added_as_an_administrator(pages, admin):
    assert (await admin.send_form("/people", address=" New@example.org ", administrator="yes")).status_code == 303
    async with pages.house.store.read() as tx:
        found = await people.get(tx, "new@example.org")
    assert (found.address, found.administrator) == ("New@example.org", True)


async def test_to_add_somebody_who_is_there_takes_nothing_from_them(pages, admin):
    await admin.send_form("/people", address=ADA)
    assert (await admin.get("/people")).status_code == 200


@pytest.mark.parametrize("address", ["", "nobody", "a b@example.org", "<script>alert(1)</script>@example.org"])
async def test_what_is_no_address_is_told_beside_the_field_with_what_was_typed(admin, address):
    answer = await admin.send_form("/people", address=address)
    assert (answer.status_code, 'id="address-told"' in answer.text) == (422, True)
    assert html.escape(address) in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("person_id", ["0", "-1", "99", str(2**31 - 1), str(2**31), str(2**63), "9" * 400, "x", "1.5"])
async def test_who_is_not_there_is_a_404(admin, person_id):
    assert (await admin.send_form(f"/people/{person_id}/link")).status_code == 404


async def test_many_people_are_told_page_by_page_and_found_by_a_part(pages, admin):
    async with pages.house.store.write() as tx:
        for number in range(SIZE + 5):
            await people.mention(tx, f"p{number:03}%_@example.org")
    first, second = (await admin.get("/people")).text, (await admin.get("/people?page=2")).text
    assert (len(rows(first)), len(rows(second))) == (SIZE, 6)
    assert 'rel="next"' in first
    assert rows(first)[0].startswith(ADA), "administrators come first"
    found = rows((await admin.get("/people", params={"q": "P007%_"})).text)
    assert [row.partition("|")[0] for row in found] == ["p007%_@example.org"]
    assert rows((await admin.get("/people", params={"q": "_%"})).text) == []


@pytest.mark.parametrize("page", ["-1", "0", "x", "99999999999999999999", "1e9"])
@pytest.mark.parametrize("path", ["/people", "/audit"])
async def test_whatever_page_is_asked_for_there_is_an_answer(admin, path, page):
    assert (await admin.get(path, params={"page": page})).status_code == 200
