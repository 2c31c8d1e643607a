"""Signing in and out, and what it withstands."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import select

from store import people, sessions, sign_in
from store.schema import refused_sign_ins
from tests.kit.pages import HOST
from tests.kit.people import PASSWORD, quick_passwords, send, with_password  # noqa: F401
from tests.kit.people import sign_in as signing_in
from web.passwords import TooBusy
from web.reader import SESSION

pytestmark = pytest.mark.usefixtures("quick_passwords")

ANA = "ana@example.org"
WRONG = "not her password"
MINUTE = timedelta(minutes=1)


async def cookies_of(answer) -> dict[str, str]:
    """Each cookie's attributes, in lower case, by its name."""
    return {line.partition("=")[0]: line.lower() for line in answer.headers.get_list("set-cookie")}


async def test_the_right_password_opens_the_page_that_was_asked_for(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    asked = await browser.get("/wall")
    answer = await signing_in(browser, ANA, page=asked.headers["location"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/")  # the form itself names where to go
    answer = await send(await pages.nobody(), "/sign-in", address=ANA, password=PASSWORD, next="/wall?page=2")
    assert answer.headers["location"] == "/wall?page=2"
    assert (await browser.get("/account")).status_code == 200


async def test_the_form_carries_where_to_go_with_its_query(pages):
    browser = await pages.nobody()
    to = (await browser.get("/wall?severity=error")).headers["location"]
    assert 'name="next" value="/wall?severity=error"' in (await browser.get(to)).text


@pytest.mark.parametrize("address", ["ANA@Example.org ", " ana@example.org"])
async def test_an_address_is_compared_as_everywhere(pages, address):
    await with_password(pages, ANA)
    assert (await signing_in(await pages.nobody(), address)).status_code == 303


@pytest.mark.parametrize(
    ("address", "password"),
    [
        pytest.param(ANA, WRONG, id="another password"),
        pytest.param("nobody@example.org", PASSWORD, id="no such account"),
        pytest.param("owner@example.org", PASSWORD, id="a person without a password"),
        pytest.param(ANA, PASSWORD + " ", id="a space too many"),
        pytest.param(ANA, "x" * 200_000, id="a very long one"),
        pytest.param("é" * 9000 + "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "\0x", id="garbage"),
    ],
)
async def test_whatever_is_wrong_the_answer_is_the_same(pages, address, password):
    await with_password(pages, ANA)
    async with pages.house.store.write() as tx:
        await people.mention(tx, "owner@example.org")
    answer = await signing_in(await pages.nobody(), address, password)
    assert answer.status_code == 422
    assert "That address and password don&#39;t belong together." in answer.text
    assert SESSION not in await cookies_of(answer)
    assert f'value="{password}"' not in answer.text


async def test_as_much_work_is_done_for_an_account_that_is_not_there(pages):
    """Counted, since time is not to be measured here."""

    class Counting(PasswordHasher):
        verified = 0

        def verify(self, *args):
            self.verified += 1
            return super().verify(*args)

    hasher = Counting.from_parameters(CHEAPEST)
    pages.app.state.passwords = type(pages.app.state.passwords)(hasher)
    await with_password(pages, ANA)
    for number, address in enumerate((ANA, "nobody@example.org"), 1):
        await signing_in(await pages.nobody(), address, WRONG)
        assert hasher.verified == number


async def test_the_sessions_cookie_is_of_no_use_to_anybody_else(pages):
    await with_password(pages, ANA)
    cookies = await cookies_of(await signing_in(await pages.nobody(), ANA))
    told = {part.strip() for part in cookies[SESSION].split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= told
    assert not any(part.startswith("domain") for part in told)


async def test_every_sign_in_makes_a_new_session_and_ends_the_one_before(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    await signing_in(browser, ANA)
    first = browser.cookies[SESSION]
    shown = await browser.get("/sign-in")
    assert shown.status_code == 303, "who is signed in need not sign in"
    from_before = await pages.nobody()
    await from_before.get("/sign-in")
    from_before.cookies.set(SESSION, first, domain=HOST)
    form = await pages.nobody()
    page = await form.get("/sign-in")
    browser.cookies.update(form.cookies)
    answer = await browser.post(
        "/sign-in", data={"csrf": page.text.split('name="csrf" value="')[1][:64], "address": ANA, "password": PASSWORD}
    )
    assert answer.status_code == 303
    assert browser.cookies[SESSION] != first
    assert (await from_before.get("/account")).status_code == 303, "the old one is over"


async def test_a_session_that_somebody_put_there_is_not_taken_over(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    browser.cookies.set(SESSION, "planted", domain=HOST)
    await signing_in(browser, ANA)
    async with pages.house.store.read() as tx:
        assert await sessions.whose(tx, "planted") is None


async def test_signing_out_ends_the_session_itself(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    await signing_in(browser, ANA)
    kept = browser.cookies[SESSION]
    answer = await send(browser, "/account", "/sign-out")
    assert answer.headers["location"] == "/sign-in?done=out"
    assert "You are signed out." in (await browser.get("/sign-in?done=out")).text
    other = await pages.nobody()
    other.cookies.set(SESSION, kept, domain=HOST)
    assert (await other.get("/account")).status_code == 303


async def test_a_password_kept_with_other_parameters_is_kept_anew(pages):
    other = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1, hash_len=4, salt_len=8)
    async with pages.house.store.write() as tx:
        person = await people.mention(tx, ANA)
        await people.set_password(tx, person.id, other.hash(PASSWORD))
    assert (await signing_in(await pages.nobody(), ANA)).status_code == 303
    async with pages.house.store.read() as tx:
        kept = (await people.account(tx, ANA)).password
    assert not pages.app.state.passwords.outdated(kept)
    assert (await signing_in(await pages.nobody(), ANA)).status_code == 303


# -- where to, afterwards ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example.test/", "//evil.example.test", "/\\evil.example.test", "\\\\evil.example.test",
        "/\t/evil.example.test", "/\r\nSet-Cookie: a=b", "javascript:alert(1)", "wall", "", "/" + "x" * 3000,
        "/wall\\@evil.example.test",
    ],
)  # fmt: skip
async def test_nobody_is_sent_elsewhere(pages, wanted):
    await with_password(pages, ANA)
    answer = await send(await pages.nobody(), "/sign-in", address=ANA, password=PASSWORD, next=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


# -- too often -----------------------------------------------------------------------------------------------------


async def refused(pages, address=ANA, times=10, browser=None):
    for _ in range(times):
        answer = await signing_in(browser or await pages.nobody(), address, WRONG)
        assert answer.status_code == 422


@pytest.mark.parametrize("address", [ANA, "nobody@example.org"])
async def test_after_ten_wrong_passwords_none_is_looked_at_for_a_while(pages, address):
    """The same for an account that is not there."""
    await with_password(pages, ANA)
    await refused(pages, address)
    answer = await signing_in(await pages.nobody(), address)
    assert answer.status_code == 429
    assert 14 * 60 < int(answer.headers["retry-after"]) <= 15 * 60
    assert "Try again in 1" in answer.text
    assert SESSION not in await cookies_of(answer)


async def test_the_right_password_is_accepted_again_when_it_was_said_however_often_was_tried_meanwhile(pages):
    await with_password(pages, ANA)
    await refused(pages)
    for minutes in (5, 10, 14):
        pages.house.store.shift = MINUTE * minutes
        assert (await signing_in(await pages.nobody(), ANA, WRONG)).status_code == 429
    pages.house.store.shift = MINUTE * 15
    assert (await signing_in(await pages.nobody(), ANA)).status_code == 303


async def test_a_stranger_does_not_lock_out_a_browser_that_the_account_knows(pages):
    await with_password(pages, ANA)
    hers = await pages.nobody()
    await signing_in(hers, ANA)
    await send(hers, "/account", "/sign-out")
    await refused(pages)
    assert (await signing_in(await pages.nobody(), ANA)).status_code == 429
    assert (await signing_in(hers, ANA)).status_code == 303


async def test_a_browser_that_the_account_knows_is_limited_too(pages):
    await with_password(pages, ANA)
    hers = await pages.nobody()
    await signing_in(hers, ANA)
    await send(hers, "/account", "/sign-out")
    await refused(pages, browser=hers)
    assert (await signing_in(hers, ANA)).status_code == 429


async def test_a_browser_that_knows_one_account_is_a_strangers_to_another(pages):
    await with_password(pages, ANA)
    await with_password(pages, "bo@example.org")
    his = await pages.nobody()
    await signing_in(his, "bo@example.org")
    await send(his, "/account", "/sign-out")
    await refused(pages, browser=his)
    assert (await signing_in(await pages.nobody(), ANA)).status_code == 429


async def test_fifty_wrong_passwords_from_one_address_are_enough_whatever_the_accounts(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    for number in range(50):
        assert (await signing_in(browser, f"{number}@example.org", WRONG)).status_code == 422
    assert (await signing_in(browser, ANA)).status_code == 429


async def test_tries_at_once_do_not_slip_through_together(pages):
    await with_password(pages, ANA)
    browsers = [await pages.nobody() for _ in range(30)]
    answers = await asyncio.gather(*(signing_in(browser, ANA, WRONG) for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [422] * 10 + [429] * 20


async def test_the_right_password_is_no_refusal(pages):
    await with_password(pages, ANA)
    for _ in range(12):
        assert (await signing_in(await pages.nobody(), ANA)).status_code == 303
    async with pages.house.store.read() as tx:
        assert (await tx.connection.execute(select(refused_sign_ins))).all() == []


async def test_who_is_turned_away_for_the_crowd_is_told_so_and_not_counted(pages, monkeypatch):
    account = await with_password(pages, ANA)

    async def busy(*_):
        raise TooBusy

    monkeypatch.setattr(pages.app.state.passwords, "right", busy)
    answer = await signing_in(await pages.nobody(), ANA)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    async with pages.house.store.write() as tx:
        assert await sign_in.purge(tx) == 0
        assert (await tx.connection.execute(select(refused_sign_ins))).all() == []
    assert account.person.address == ANA


# -- cookies that are not kept -------------------------------------------------------------------------------------


async def test_without_the_forms_own_cookie_nobody_is_signed_in_and_told_why(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    page = await browser.get("/sign-in")
    browser.cookies.clear()
    csrf = page.text.split('name="csrf" value="')[1][:64]
    answer = await browser.post("/sign-in", data={"csrf": csrf, "address": ANA, "password": PASSWORD})
    assert answer.status_code == 403
    assert "did not keep our cookie" in answer.text


async def test_another_browsers_form_signs_nobody_in(pages):
    """Else a stranger could sign somebody in as themselves."""
    await with_password(pages, "stranger@example.test")
    theirs, hers = await pages.nobody(), await pages.nobody()
    csrf = (await theirs.get("/sign-in")).text.split('name="csrf" value="')[1][:64]
    await hers.get("/sign-in")
    data = {"csrf": csrf, "address": "stranger@example.test", "password": PASSWORD}
    assert (await hers.post("/sign-in", data=data)).status_code == 403
    assert SESSION not in hers.cookies


@pytest.mark.parametrize(
    ("url", "form"),
    [
        pytest.param(f"https://{HOST}", True, id="TLS"),
        pytest.param("http://127.0.0.1:8000", True, id="its own machine"),
        pytest.param("http://localhost:8000", True, id="its own machine by name"),
        pytest.param("http://[::1]:8000", True, id="its own machine by IPv6"),
        pytest.param(f"http://{HOST}", True, id="behind a proxy with TLS"),
    ],
)
async def test_the_form_is_there_where_a_browser_keeps_the_cookie(pages, url, form):
    answer = await (await pages.nobody()).get(f"{url}/sign-in")
    assert ('type="password"' in answer.text) is form


async def test_without_tls_the_page_says_why_there_is_no_form(pages):
    pages.house.settings = type(pages.house.settings)(None, (HOST,))
    pages.app.middleware_stack = None
    answer = await (await pages.nobody()).get(f"http://{HOST}/sign-in")
    assert 'type="password"' not in answer.text
    assert "not encrypted" in answer.text


async def test_before_there_is_an_administrator_the_page_says_how_to_become_one(pages):
    hint = "No administrator can sign in here yet"
    assert hint in (await (await pages.nobody()).get("/sign-in")).text
    await with_password(pages, ANA, administrator=True)
    assert hint not in (await (await pages.nobody()).get("/sign-in")).text
