"""Whatever strangers wrote, no page runs it, leads elsewhere or hides anything. Pages that are added are looked at by
themselves, since links and forms are followed from the first page on."""

from __future__ import annotations

import pytest

from tests.kit.crawl import MOST, forms_of, looked, pages_of
from tests.kit.crowd import ADA, MIA, PIA
from tests.kit.hostile import ATTACK, MARK, hostile_house
from tests.kit.people import quick_passwords  # noqa: F401

pytestmark = pytest.mark.usefixtures("quick_passwords")

LEFT_OUT = ("/sign-out", "/test", "/enable", "/probe")  # end the session, or go out to servers


@pytest.fixture(params=[pytest.param(True, id="administrator"), pytest.param(False, id="owner")])
async def browser(request, pages):
    browser = await pages.as_(ADA if request.param else MIA, administrator=request.param)
    browser._transport.raise_app_exceptions = False  # a page that fails is told by its address, with the others
    await hostile_house(pages.house.store)
    return browser


@pytest.fixture
async def found(browser):
    return await pages_of(browser)


def wrong(answers) -> dict[str, object]:
    """By the address: what came through, or that it is no answer."""
    looks = {path: (looked(answer).wrong, answer.status_code) for path, answer in answers}
    return {path: (what, status) for path, (what, status) in looks.items() if what or status >= 500}


async def test_no_page_lets_through_what_strangers_wrote(found):
    assert wrong(found) == {}
    assert 3 <= len(found) < MOST
    assert any(MARK in answer.text for _, answer in found), "the attacks are shown, as text"


async def test_every_link_leads_somewhere(found):
    assert [path for path, answer in found if answer.status_code != 200] == []


async def test_no_filter_lets_through_what_is_typed_into_it(browser, found):
    for typed in (ATTACK, "-1", "9" * 40, "\x00", "%", "’" * 500):
        answers = []
        for form in forms_of(found, "get"):
            query = {**form.fields, **dict.fromkeys(form.open_to_typing, typed), "page": typed}
            answers.append((form.path, await browser.get(form.path, params=query)))
        assert wrong(answers) == {}, typed[:20]


async def test_no_form_lets_through_what_is_typed_into_it(browser, found):
    answers = []
    for form in forms_of(found, "post"):
        if not form.path.endswith(LEFT_OUT):
            data = {**form.fields, **dict.fromkeys(form.open_to_typing, ATTACK)}
            answers.append((form.path, await browser.post(form.path, data=data)))
    assert {path: one for path, one in wrong(answers).items() if one[1] != 503} == {}  # 503: there is no queue here
    assert answers
    assert not any(answer.status_code == 403 for _, answer in answers), "each carries its token"


@pytest.mark.parametrize(
    "path", ["/<script>alert(1)</script>", "/%00", "/..%2f..%2fetc", "/static/../app.py", "/\u202ex"]
)
async def test_an_address_that_is_an_attack_is_answered_as_any_that_is_wrong(browser, path):
    answer = await browser.get(path)
    assert (answer.status_code, looked(answer).wrong) == (404, [])


async def test_who_is_not_signed_in_is_told_nothing(pages):
    await hostile_house(pages.house.store)
    for path, answer in await pages_of(await pages.nobody()):
        assert MARK not in answer.text, path


def test_what_would_be_wrong_is_seen():
    """Else the others prove nothing."""
    for text in (
        "<script>alert(1)</script>", "<img src=x>", "<p onclick='x'>", "<p style='x'>", "<style>x</style>",
        "<a href='javascript:alert(1)'>", "<a href='//evil.example.test'>", "<form action='https://evil.example.test'>",
        "\u202e", "\x07", "<svg onload=x>", "<base href='/'>", "<p id=a><p id=a>",
    ):  # fmt: skip
        assert looked(answer_of(text)).wrong, text


def answer_of(text: str):
    import httpx

    return httpx.Response(200, headers={"content-type": "text/html"}, text=text)


async def test_a_profile_owners_pages_too(pages):
    browser = await pages.as_(PIA)
    await hostile_house(pages.house.store)
    assert wrong(await pages_of(browser)) == {}
