"""What every answer carries, and who is not answered at all."""

from __future__ import annotations

import httpx
import pytest
from structlog.testing import capture_logs

from tests.kit.pages import HOST
from web.house import WebSettings
from web.reader import SESSION, csrf_of

ANA = "ana@example.org"
SECRET = "hidden word in an exception"


@pytest.fixture
def broken(pages):
    """A page with a bug."""

    async def bug() -> None:
        raise ValueError(SECRET)

    pages.app.add_api_route("/broken/{token}", bug)
    return httpx.ASGITransport(app=pages.app, raise_app_exceptions=False)


def asking(transport: httpx.ASGITransport, url: str = f"https://{HOST}") -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=transport, base_url=url)


ANSWERS = [
    pytest.param("/sign-in", 200, id="a page"),
    pytest.param("/wall", 303, id="a redirect"),
    pytest.param("/nowhere", 404, id="no such page"),
    pytest.param("/static/postroom.css", 200, id="a file"),
    pytest.param("/static/nowhere", 404, id="no such file"),
    pytest.param("/sign-out", 405, id="a method that the page has not"),
    pytest.param("/broken/1", 500, id="a bug"),
]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
async def test_every_answer_is_guarded(broken, path, status):
    async with asking(broken) as browser:
        answer = await browser.get(path)
    assert answer.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["frame-ancestors"], policy["base-uri"]) == ("'none'",) * 3
    assert {policy[name] for name in ("script-src", "style-src", "connect-src", "form-action")} == {"'self'"}
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


async def test_browsers_are_bound_to_tls_only_where_they_came_by_it(pages):
    answer = await (await pages.nobody()).get("http://127.0.0.1/sign-in")
    assert (answer.status_code, "strict-transport-security" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        pytest.param("/sign-in", "no-store", id="a page"),
        pytest.param("/nowhere", "no-store", id="no page"),
        pytest.param("/static/postroom.css", "no-cache", id="a file by its name"),
        pytest.param("/static/postroom.css?v=1", "public, max-age=31536000, immutable", id="a file by what is in it"),
        pytest.param("/static/nowhere?v=1", "no-store", id="no file"),
    ],
)
async def test_pages_are_kept_nowhere_and_files_for_long(pages, path, kept):
    assert (await (await pages.nobody()).get(path)).headers["cache-control"] == kept


# -- bugs ----------------------------------------------------------------------------------------------------------


async def test_of_a_bug_a_number_is_told_that_the_log_has_and_nothing_else(broken):
    with capture_logs() as logs:
        async with asking(broken) as browser:
            answer = await browser.get("/broken/token-of-somebody")
    (entry,) = [one for one in logs if one["event"] == "page.failed"]
    assert entry["reference"] in answer.text
    assert (entry["page"], entry["error"]) == ("/broken/{token}", "ValueError")
    for word in (SECRET, "ValueError", "Traceback", "test_guards"):
        assert word not in answer.text
    assert SECRET not in str(logs)
    assert "token-of-somebody" not in str(logs)


# -- under which name ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [HOST, HOST.upper(), f"{HOST}:443", f"{HOST}.", "127.0.0.1", "127.0.0.1:8470", "localhost:1", "[::1]", "[::1]:80"],
)
async def test_it_answers_under_its_names_with_any_port(pages, host):
    answer = await (await pages.nobody()).get("/sign-in", headers={"Host": host})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("evil.example.test", id="a name that was pointed here"),
        pytest.param(f"{HOST}.example.test", id="one that begins like ours"),
        pytest.param(f"x{HOST}", id="one that ends like ours"),
        pytest.param(f"{HOST}@evil.example.test", id="with a user"),
        pytest.param("", id="none"),
        pytest.param("127.0.0.1:80:80", id="two ports"),
        pytest.param('"><script>alert(1)</script>', id="no name at all"),
    ],
)
async def test_under_another_name_nothing_is_answered_but_words(pages, host):
    browser = await pages.as_(ANA)
    answer = await browser.get("/wall", headers={"Host": host, "Cookie": f"{SESSION}={browser.token}"})
    assert answer.status_code == 421
    assert "Open it under the name that it was given" in answer.text
    assert ANA not in answer.text
    assert "<script>alert" not in answer.text


async def test_further_names_are_a_setting(pages):
    pages.house.settings = WebSettings(None, ("other.example.org:8470",))
    pages.app.middleware_stack = None
    browser = await pages.nobody()
    assert (await browser.get("/sign-in", headers={"Host": "other.example.org"})).status_code == 200
    assert (await browser.get("/sign-in")).status_code == 421


# -- from which site -----------------------------------------------------------------------------------------------

OURS, THEIRS = f"https://{HOST}", "https://evil.example.test"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": OURS}, 303, id="ours"),
        pytest.param({"Sec-Fetch-Site": "none"}, 303, id="typed by its reader"),
        pytest.param({"Origin": OURS}, 303, id="ours, from an older browser"),
        pytest.param({}, 303, id="one that says nothing is left to the form's token"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, 403, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Origin": OURS}, 403, id="a neighbour under the same domain"),
        pytest.param({"Sec-Fetch-Site": ""}, 403, id="an empty word"),
        pytest.param({"Origin": THEIRS}, 403, id="another site, from an older browser"),
        pytest.param({"Origin": f"{OURS}.example.test"}, 403, id="one that begins like ours"),
        pytest.param({"Origin": f"{OURS}:8443"}, 403, id="another port"),
        pytest.param({"Origin": "null"}, 403, id="a page without an origin"),
        pytest.param({"Origin": "http://["}, 403, id="garbage"),
    ],
)
async def test_a_form_of_another_site_does_nothing_even_with_the_right_token(pages, headers, status):
    browser = await pages.as_(ANA)
    answer = await browser.post("/sign-out", data={"csrf": csrf_of(browser.token)}, headers=headers)
    assert answer.status_code == status
    signed_in = (await browser.get("/account")).status_code == 200
    assert signed_in is (status == 403)


async def test_behind_a_proxy_that_asks_under_another_name_our_own_origin_counts(pages):
    browser = await pages.as_(ANA)
    browser.cookies.clear()
    headers = {"Host": "127.0.0.1:8470", "Origin": OURS, "Cookie": f"{SESSION}={browser.token}"}
    answer = await browser.post("/sign-out", data={"csrf": csrf_of(browser.token)}, headers=headers)
    assert answer.status_code == 303


# -- how much ------------------------------------------------------------------------------------------------------


async def test_more_than_a_form_needs_is_not_read(pages):
    browser = await pages.as_(ANA)
    read = 0

    async def endless():
        nonlocal read
        yield b"csrf="
        for _ in range(1000):
            read += 100_000
            yield b"x" * 100_000

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await browser.post("/sign-out", content=endless(), headers=form)
    assert answer.status_code == 413
    assert read <= 1_200_000
    assert (await browser.get("/account")).status_code == 200


@pytest.mark.parametrize("length", ["1000001", "9" * 30])
async def test_what_is_announced_as_too_much_is_not_read_at_all(pages, length):
    browser = await pages.as_(ANA)
    answer = await browser.post("/sign-out", headers={"Content-Length": length})
    assert answer.status_code == 413
    assert "At most 1 MB" in answer.text


async def test_a_form_of_almost_a_megabyte_is_read(pages):
    browser = await pages.as_(ANA)
    answer = await browser.send_form("/sign-out", text="x" * 990_000)
    assert answer.status_code == 303
