"""One's own account."""

from __future__ import annotations

import pytest

from tests.kit.people import PASSWORD, quick_passwords, send, sign_in, with_password  # noqa: F401

pytestmark = pytest.mark.usefixtures("quick_passwords")

ANA = "ana@example.org"
NEW = "another good sentence"


@pytest.fixture
async def hers(pages):
    await with_password(pages, ANA)
    browser = await pages.nobody()
    await sign_in(browser, ANA)
    return browser


async def change(browser, old=PASSWORD, new=NEW, again=NEW):
    return await send(
        browser, "/account", "/account/password", old_password=old, new_password=new, new_password_again=again
    )


async def test_a_changed_password_ends_all_other_sessions_and_keeps_this_one(pages, hers):
    other = await pages.nobody()
    await sign_in(other, ANA)
    assert "In 2 browsers" in (await hers.get("/account")).text
    answer = await change(hers)
    assert answer.headers["location"] == "/account?done=password"
    assert "Your password is changed" in (await hers.get("/account?done=password")).text
    assert (await other.get("/account")).status_code == 303
    assert "Only here." in (await hers.get("/account")).text
    assert (await sign_in(await pages.nobody(), ANA)).status_code == 422
    assert (await sign_in(await pages.nobody(), ANA, NEW)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"old": "not hers at all"}, "That is not your password.", id="the old one is wrong"),
        pytest.param({"old": ""}, "That is not your password.", id="the old one is missing"),
        pytest.param({"new": "short"}, "too short", id="the new one is too short"),
        pytest.param({"new": "aaaaaaaaaaaaa", "again": "aaaaaaaaaaaaa"}, "first that are guessed", id="one letter"),
        pytest.param({"again": "a third sentence"}, "not the same as above", id="not the same twice"),
    ],
)
async def test_what_is_wrong_is_told_beside_the_field_and_changes_nothing(pages, hers, typed, words):
    answer = await change(hers, **typed)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert PASSWORD not in answer.text
    assert NEW not in answer.text
    assert (await sign_in(await pages.nobody(), ANA)).status_code == 303


async def test_who_sits_at_an_open_browser_can_not_guess_for_long(hers):
    for _ in range(10):
        assert (await change(hers, old="a guess or two")).status_code == 422
    answer = await change(hers)
    assert (answer.status_code, "Try again in" in answer.text) == (429, True)


async def test_who_came_by_a_link_sets_a_first_password_without_an_old_one(pages):
    browser = await pages.as_(ANA)
    assert "Your password now" not in (await browser.get("/account")).text
    assert (await change(browser, old="")).status_code == 303
    assert (await sign_in(await pages.nobody(), ANA, NEW)).status_code == 303


async def test_one_signs_out_everywhere_else(pages, hers):
    other = await pages.nobody()
    await sign_in(other, ANA)
    await send(hers, "/account", "/account/sign-out")
    statuses = [(await browser.get("/account")).status_code for browser in (hers, other)]
    assert statuses == [200, 303]
