"""What comes in by a form: only from our own pages; hostile text is made harmless; secrets are not given back."""

from __future__ import annotations

import pytest

from tests.kit.pages import HOST
from web.forms import Answers
from web.reader import BEFORE, SESSION, csrf_of

ANA, BO = "ana@example.org", "bo@example.org"


def routes_that_change(app):
    """Each path that something can be posted to, with ids in it."""
    return sorted(
        {
            route.path.replace("{token}", "t")
            for route in all_routes(app.routes)
            if getattr(route, "methods", None) and route.methods - {"GET", "HEAD", "OPTIONS"}
        }
    )


def all_routes(routes):
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        if inner is not None and hasattr(inner, "routes"):
            yield from all_routes(inner.routes)
        else:
            yield route


async def test_there_are_forms_at_all(pages):
    found = routes_that_change(pages.app)
    assert {"/sign-in", "/sign-out", "/account/password", "/people", "/welcome/t"} <= set(found)


async def test_no_path_takes_a_form_without_its_token(pages):
    """Of all pages, whoever adds them."""
    browser = await pages.as_(ANA, administrator=True)
    for path in routes_that_change(pages.app):
        answer = await browser.post(path.replace("{", "").replace("}", ""))
        assert answer.status_code == 403, path


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="none"),
        pytest.param("0" * 64, id="another one"),
        pytest.param("é\x00😀", id="garbage"),
        pytest.param(csrf_of("another session"), id="another session's"),
    ],
)
async def test_a_wrong_token_does_nothing(pages, token):
    browser = await pages.as_(ANA)
    answer = await browser.post("/sign-out", data={"csrf": token})
    assert answer.status_code == 403
    assert "out of date" in answer.text
    assert (await browser.get("/account")).status_code == 200


async def test_the_sessions_own_token_in_a_form_is_no_use(pages):
    """Who read the form's token can't make the cookie of it."""
    browser = await pages.as_(ANA)
    assert csrf_of(browser.token) != browser.token
    browser.cookies.set(SESSION, csrf_of(browser.token), domain=HOST)
    assert (await browser.get("/account")).status_code == 303


async def test_the_cookie_for_who_is_not_signed_in_opens_no_other_form(pages):
    browser = await pages.as_(ANA)
    browser.cookies.set(BEFORE, "planted", domain=HOST)
    answer = await browser.post("/account/sign-out", data={"csrf": csrf_of("planted")})
    assert answer.status_code == 403


async def test_who_is_signed_out_meanwhile_is_sent_to_sign_in(pages):
    answer = await (await pages.nobody()).post("/account/sign-out", data={"csrf": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/")
    browser = await pages.as_(ANA)
    token = browser.token
    await browser.send_form("/sign-out")
    browser.cookies.set(SESSION, token, domain=HOST)
    answer = await browser.send_form("/account/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("application/json", b'{"csrf": "x"}', id="JSON"),
        pytest.param("text/plain", b"csrf=x", id="text"),
        pytest.param("multipart/form-data", b"no boundary", id="parts without a boundary"),
        pytest.param("multipart/form-data; boundary=x", b"--x\r\nbroken", id="broken parts"),
        pytest.param("application/x-www-form-urlencoded", b"&" * 5000 + b"=%ff%00%ed%a0%80", id="garbage"),
    ],
)
async def test_what_is_no_form_is_refused_in_words(pages, kind, body):
    browser = await pages.as_(ANA)
    answer = await browser.post("/sign-out", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (400, 403)
    assert "<h1>" in answer.text


async def test_text_that_no_database_takes_is_made_harmless(pages):
    """UTF-7 can spell half of a surrogate pair, which UTF-8 can't."""
    browser = await pages.as_(ANA, administrator=True)
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    csrf = csrf_of(browser.token).encode()
    body = part % (b"csrf", csrf) + part % (b"address", b"+2AA-+AAA-x@example.org") + b"--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x; charset=utf-7"}
    assert (await browser.post("/people", content=body, headers=kind)).status_code in (303, 403, 422)


def test_a_secret_is_never_given_back():
    answers = Answers({"new_password": "hidden", "old_password": "hidden", "name": "<b>"})
    assert [answers.get(name) for name in ("new_password", "old_password", "name")] == ["", "", "<b>"]
