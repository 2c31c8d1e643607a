"""Links that work once, as pages."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from store import audit, invitations, people, sessions
from store.invitations import Purpose
from tests.kit.pages import HOST
from tests.kit.people import PASSWORD, quick_passwords, send, sign_in, with_password  # noqa: F401
from web.reader import SESSION

pytestmark = pytest.mark.usefixtures("quick_passwords")

ANA, ADA = "ana@example.org", "ada@example.org"
TWICE = {"new_password": PASSWORD, "new_password_again": PASSWORD}


async def link(pages, purpose: Purpose, address: str | None = None, **when) -> str:
    async with pages.house.store.write() as tx:
        person_id = (await people.mention(tx, address)).id if address else None
        return f"/welcome/{await invitations.make(tx, purpose, person_id=person_id, **when)}"


async def account(pages, address: str):
    async with pages.house.store.read() as tx:
        return await people.account(tx, address)


async def test_whoever_opens_the_first_link_becomes_the_administrator(pages):
    to = await link(pages, Purpose.ADMINISTRATOR)
    browser = await pages.nobody()
    answer = await send(browser, to, address=" Ada@example.org ", **TWICE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (await browser.get("/people")).status_code == 200
    made = (await account(pages, ADA)).person
    assert (made.address, made.administrator, made.signs_in) == ("Ada@example.org", True, True)
    assert (await sign_in(await pages.nobody(), ADA)).status_code == 303


async def test_to_open_a_link_uses_nothing_up(pages):
    to = await link(pages, Purpose.PASSWORD, ANA)
    for _ in range(3):
        assert (await (await pages.nobody()).get(to)).status_code == 200
    assert (await send(await pages.nobody(), to, **TWICE)).status_code == 303


@pytest.mark.parametrize("purpose", [Purpose.PASSWORD, Purpose.SIGN_IN])
async def test_a_link_works_once(pages, purpose):
    to = await link(pages, purpose, ANA)
    first, second = await pages.nobody(), await pages.nobody()
    form = await second.get(to)
    assert (await send(first, to, **TWICE)).status_code == 303
    csrf = form.text.split('name="csrf" value="')[1][:64]
    late = await second.post(to, data={"csrf": csrf, **TWICE})
    assert (late.status_code, "works no more" in late.text, SESSION in second.cookies) == (404, True, False)
    assert (await second.get(to)).status_code == 404


async def test_of_two_at_once_one_gets_in(pages):
    to = await link(pages, Purpose.SIGN_IN, ANA)
    browsers = [await pages.nobody() for _ in range(5)]
    answers = await asyncio.gather(*(send(browser, to) for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404, 404]


async def test_a_link_is_over_after_its_time(pages):
    to = await link(pages, Purpose.PASSWORD, ANA)
    pages.house.store.shift = timedelta(hours=24, seconds=1)
    assert (await (await pages.nobody()).get(to)).status_code == 404


@pytest.mark.parametrize("token", ["nothing", "x" * 5000, "%00", "..%2f..", "<script>alert(1)</script>"])
async def test_what_was_never_a_link_is_answered_as_one_that_is_over(pages, token):
    answer = await (await pages.nobody()).get(f"/welcome/{token}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


async def test_the_first_link_is_void_once_an_administrator_can_sign_in(pages):
    to = await link(pages, Purpose.ADMINISTRATOR)
    assert (await (await pages.nobody()).get(to)).status_code == 200
    await with_password(pages, ADA, administrator=True)
    assert (await (await pages.nobody()).get(to)).status_code == 404


async def test_an_administrator_without_a_password_does_not_void_it(pages):
    async with pages.house.store.write() as tx:
        await people.set_administrator(tx, ADA, True)
    to = await link(pages, Purpose.ADMINISTRATOR)
    assert (await send(await pages.nobody(), to, address=ADA, **TWICE)).status_code == 303


async def test_the_first_link_takes_no_account_over(pages):
    await with_password(pages, ANA)
    to = await link(pages, Purpose.ADMINISTRATOR)
    another = "another good sentence"
    answer = await send(await pages.nobody(), to, address=ANA, new_password=another, new_password_again=another)
    assert (answer.status_code, "has a password already" in answer.text) == (422, True)
    assert (await account(pages, ANA)).person.administrator is False
    assert (await sign_in(await pages.nobody(), ANA)).status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"new_password": "short", "new_password_again": "short"}, "too short", id="too short"),
        pytest.param({"new_password_again": "another good sentence"}, "not the same as above", id="not the same twice"),
        pytest.param({"new_password": ADA, "new_password_again": ADA}, "your address", id="the address itself"),
        pytest.param({"address": "no address"}, "address", id="no address"),
        pytest.param({"address": ""}, "address", id="nothing for an address"),
        pytest.param({"address": '"><script>alert(1)</script>@x.org'}, "address", id="a hostile address"),
    ],
)
async def test_what_is_wrong_is_told_and_uses_nothing_up(pages, fields, words):
    to = await link(pages, Purpose.ADMINISTRATOR)
    answer = await send(await pages.nobody(), to, **{"address": ADA, **TWICE, **fields})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    assert words in answer.text
    assert PASSWORD not in answer.text
    assert "<script>alert" not in answer.text
    assert (await send(await pages.nobody(), to, address=ADA, **TWICE)).status_code == 303


async def test_a_password_set_by_a_link_ends_all_sessions_and_other_links(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    await sign_in(browser, ANA)
    to = await link(pages, Purpose.PASSWORD, ANA)
    new = "another good sentence"
    await send(await pages.nobody(), to, new_password=new, new_password_again=new)
    assert (await browser.get("/account")).status_code == 303
    assert (await sign_in(await pages.nobody(), ANA)).status_code == 422
    assert (await sign_in(await pages.nobody(), ANA, new)).status_code == 303


async def test_a_newer_link_of_a_person_voids_the_older(pages):
    older, newer = await link(pages, Purpose.PASSWORD, ANA), await link(pages, Purpose.PASSWORD, ANA)
    statuses = [(await (await pages.nobody()).get(to)).status_code for to in (older, newer)]
    assert statuses == [404, 200]


async def test_a_link_of_a_person_who_was_removed_is_void(pages):
    to = await link(pages, Purpose.PASSWORD, ANA)
    async with pages.house.store.write() as tx:
        await people.remove(tx, (await people.get(tx, ANA)).id)
    assert (await send_anyway(pages, to)).status_code == 404


async def send_anyway(pages, to):
    browser = await pages.nobody()
    csrf = (await browser.get("/sign-in")).text.split('name="csrf" value="')[1][:64]
    return await browser.post(to, data={"csrf": csrf, **TWICE})


async def test_a_link_signs_in_without_a_password_by_one_button(pages):
    to = await link(pages, Purpose.SIGN_IN, ANA)
    browser = await pages.nobody()
    shown = (await browser.get(to)).text
    assert ('type="password"' in shown, shown.count("<button"), ANA in shown) == (False, 1, True)
    await send(browser, to)
    assert (await browser.get("/account")).status_code == 200


async def test_a_planted_session_is_not_the_one_that_a_link_opens(pages):
    to = await link(pages, Purpose.SIGN_IN, ANA)
    browser = await pages.nobody()
    browser.cookies.set(SESSION, "planted", domain=HOST)
    await send(browser, to)
    async with pages.house.store.read() as tx:
        assert await sessions.whose(tx, "planted") is None


async def test_what_links_did_is_in_the_audit_log_without_their_tokens(pages):
    links = [await link(pages, Purpose.SIGN_IN, ANA), await link(pages, Purpose.PASSWORD, ANA)]
    for to in links:
        await send(await pages.nobody(), to, **TWICE)
    async with pages.house.store.read() as tx:
        entries = await audit.listing(tx)
    assert [(one.who, one.did) for one in entries] == [
        (ANA, "set a password by a link"), (ANA, "signed in by a link"),
    ]  # fmt: skip
    assert not any(to.rsplit("/", 1)[1] in repr(entries) for to in links)
