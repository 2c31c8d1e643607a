"""The error catalogue as pages."""

from __future__ import annotations

import logging
import re

import pytest

from errors.catalogue import ENTRIES
from errors.model import Stage
from store import attempts
from store.records import Attempt
from tests.kit.kept_mail import keep
from tests.kit.statements import counting
from tests.kit.stores import a_mailbox, a_message, a_profile

ANA, ADA = "ana@example.org", "ada@example.org"
REFUSED = "NO [AUTHENTICATIONFAILED] Invalid credentials"


def codes(answer) -> list[str]:
    return re.findall(r'<td data-label="Code"><a class="code" href="/errors/([A-Z]+-\d+)">', answer.text)


async def explain(browser, **fields):
    return await browser.send_form("/errors/explain", **{"protocol": "imap", "stage": "auth", "text": "", **fields})


async def test_page_after_page_has_every_code_once_and_is_small(pages):
    ana = await pages.as_(ANA)
    seen, path = [], "/errors"
    while path:
        answer = await ana.get(path)
        assert len(answer.content) < 100_000
        seen += codes(answer)
        further = re.search(r'<a href="([^"]*)" rel="next">', answer.text)
        path = further and further[1].replace("&amp;", "&")
    assert seen == [one.code for one in ENTRIES]


@pytest.mark.parametrize(
    ("asked", "some", "expected"),
    [
        pytest.param("family=IMAP", "IMAP-101", lambda one: one.code.startswith("IMAP-"), id="who tells of it"),
        pytest.param("level=system", "OWN-901", lambda one: one.level == "system", id="level"),
        pytest.param("nature=neither", "MSG-202", lambda one: one.nature is None, id="no fault"),
        pytest.param("nature=transient&family=NET", "NET-201", lambda one: one.nature == "transient"
                     and one.code.startswith("NET-"), id="nature"),
        pytest.param("who=sender", "MSG-401", lambda one: one.who_acts == "sender", id="who acts"),
        pytest.param("words=msg-202", "MSG-202", lambda one: one.code == "MSG-202", id="words"),
    ],
)  # fmt: skip
async def test_the_list_is_filtered(pages, asked, some, expected):
    found = codes(await (await pages.as_(ANA)).get(f"/errors?{asked}"))
    assert found == [one.code for one in ENTRIES if expected(one)]
    assert some in found


@pytest.mark.parametrize("asked", ["words=zzzz", "level=zzzz", "page=99", "page=-1", "words=%00%ff<script>"])
async def test_nothing_found_is_said(pages, asked):
    answer = await (await pages.as_(ANA)).get(f"/errors?{asked}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.code)
def test_every_code_has_words_for_each_reader(entry):
    from web import catalogue

    assert all(one.surface and one.first for one in catalogue.audience(entry))


async def test_a_code_is_told_to_its_owner_first_in_their_words(pages):
    store = pages.house.store
    await a_profile(store)
    await a_mailbox(store, ANA, owner=ANA)
    answer = await (await pages.as_(ANA)).get("/errors/IMAP-101")
    assert re.findall("<h3>(.*?)</h3>", answer.text) == ["the mailbox owner", "the profile owner", "an administrator"]
    assert "{" not in re.search("<main.*</main>", answer.text, re.DOTALL)[0]
    assert 'id="standing"' not in answer.text


async def test_every_code_has_a_page(pages):
    ana = await pages.as_(ANA)
    for entry in ENTRIES[::7]:
        assert (await ana.get(f"/errors/{entry.code}")).status_code == 200


async def test_an_administrator_sees_how_a_code_stands_now(pages):
    store = pages.house.store
    await a_profile(store)
    await a_mailbox(store, ANA, owner=ANA)
    await keep(store, ANA, a_message(1, code="MSG-201", response="x"), a_message(2, code="MSG-203", response="x"))
    ada = await pages.as_(ADA, administrator=True)
    text = (await ada.get("/errors/MSG-201")).text
    link = re.search(r'<a href="([^"]*)">1 email set aside', text)[1].replace("&amp;", "&")
    assert re.findall(r'href="/emails/(\d+)"', (await ada.get(link)).text) == ["1"]
    assert "No unresolved alert" in text
    assert re.findall("<h3>(.*?)</h3>", text)[0].startswith("an administrator")


@pytest.mark.parametrize("code", ["IMAP-999", "imap", "535", "%3Cscript%3E", "x" * 5000, "%00", "..%2f..%2fetc"])
async def test_an_unknown_code_is_said_to_be_none(pages, code):
    answer = await (await pages.as_(ANA)).get(f"/errors/{code}")
    assert answer.status_code == 404
    assert "<script>x" not in answer.text


async def test_a_mistyped_code_is_guessed(pages):
    ana = await pages.as_(ANA)
    assert "/errors/IMAP-101" in (await ana.get("/errors/IMAP-1O1")).text
    answer = await ana.get("/errors/imap-101")
    assert (answer.status_code, answer.headers["location"]) == (303, "/errors/IMAP-101")


async def test_only_a_vendors_page_that_the_catalogue_names_is_a_link(pages):
    ana = await pages.as_(ANA)
    vendors = next(one for one in ENTRIES if one.reference.startswith("https://"))
    standard = next(one for one in ENTRIES if one.reference.startswith("RFC"))
    assert f'<a href="{vendors.reference}" rel="noreferrer">' in (await ana.get(f"/errors/{vendors.code}")).text
    assert f"<dd>{standard.reference}</dd>" in (await ana.get(f"/errors/{standard.code}")).text


class TestExplaining:
    async def test_an_answer_is_given_its_name(self, pages):
        answer = await explain(await pages.as_(ANA), text=REFUSED)
        assert answer.status_code == 200
        assert "/errors/IMAP-101" in answer.text
        assert REFUSED in answer.text

    async def test_a_secret_is_neither_matched_nor_logged_nor_in_an_address(self, pages, caplog):
        caplog.set_level(logging.DEBUG)
        answer = await explain(await pages.as_(ANA), text="NO LOGIN failed password=hunter2secret")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text.count("hunter2secret") == 1  # where it was typed
        assert "hunter2secret" not in caplog.text

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            pytest.param({"text": " \n", "exception": " "}, "Paste what the server said", id="nothing"),
            pytest.param({"text": "x", "protocol": "pop3"}, "Choose who said it", id="no protocol"),
            pytest.param({"text": "x" * 100_001}, "Paste at most", id="too much"),
            pytest.param({"text": "x", "http_status": "²00"}, "from 100 to 599", id="no status"),
            pytest.param({"text": "x", "http_status": "9" * 5000}, "from 100 to 599", id="a huge status"),
        ],
    )
    async def test_what_is_wrong_is_told_and_nothing_is_lost(self, pages, fields, told):
        answer = await explain(await pages.as_(ANA), **{"http_status": "Typed", **fields})
        assert answer.status_code == 422
        assert told in answer.text
        assert "Typed" in answer.text or "http_status" in fields

    async def test_another_protocol_than_the_chosen_one_is_noticed(self, pages):
        answer = await explain(await pages.as_(ANA), text="535 5.7.8 Error: authentication failed")
        assert "This looks like an SMTP reply" in answer.text

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("<script>alert(1)</script>", id="markup"),
            pytest.param("NO \u202e\x00\x1b[31m\ud7ff" * 50, id="what can't be seen"),
            pytest.param("(" * 50_000, id="nesting"),
            pytest.param('{"error":' * 5_000, id="deep JSON"),
            pytest.param("<a>" * 20_000, id="deep XML"),
        ],
    )
    @pytest.mark.parametrize("protocol", ["imap", "smtp", "ews", "graph", "oauth", "network"])
    async def test_hostile_words_are_explained_too(self, pages, protocol, text):
        answer = await explain(await pages.as_(ANA), protocol=protocol, stage="", text=text)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text

    async def test_a_form_of_another_site_is_refused(self, pages):
        assert (await (await pages.as_(ANA)).post("/errors/explain", data={"text": "x"})).status_code == 403


class TestAnswersWithoutAName:
    async def test_they_are_for_administrators(self, pages):
        assert (await (await pages.as_(ANA)).get("/errors/unclassified")).status_code == 404
        answer = await (await pages.as_(ADA, administrator=True)).get("/errors/unclassified")
        assert "Every answer was known" in answer.text

    async def test_are_shown_without_secrets_the_commonest_first_and_so_many_only(self, pages):
        store = pages.house.store
        await a_profile(store)
        box = await a_mailbox(store, ANA, owner=ANA)
        said = {f"f{n}": f"NO quux <b>{n}</b>" for n in range(60)} | {"often": "NO quux password=hunter2 " + '"' * 900}
        async with store.write() as tx:
            for fingerprint in (*said, "often"):
                one = Attempt(
                    box.incoming.id, tx.now, ok=False, stage=Stage.POLL, code="UNK-901", response=said[fingerprint],
                    fingerprint=fingerprint, signal={"protocol": "imap", "stage": "poll", "status": "NO"},
                )  # fmt: skip
                await attempts.record(tx, one)
        answer = await (await pages.as_(ADA, administrator=True)).get("/errors/unclassified")
        lines = re.findall(r'<span class="said">(.*?)</span>', answer.text)
        assert len(lines) == 50
        assert lines[0].startswith("NO quux password=")
        assert "hunter2" not in answer.text
        assert "NO quux &lt;b&gt;" in answer.text
        assert "Only the 50 commonest are shown" in answer.text
        assert len(answer.content) < 100_000


async def test_no_page_of_it_asks_much(pages):
    ada = await pages.as_(ADA, administrator=True)
    for path, most in {"/errors": 4, "/errors/IMAP-101": 7, "/errors/explain": 4, "/errors/unclassified": 6}.items():
        with counting(pages.house.store) as asked:
            assert (await ada.get(path)).status_code == 200
        assert len(asked) <= most, path
