"""Looking for emails."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from store import email_search, mailboxes
from tests.kit.kept_mail import keep
from tests.kit.stores import NOON, a_mailbox, a_message, a_profile
from web.paging import SIZE

ANA, BO, ADA = "ana@example.org", "bo@example.org", "ada@example.org"
HOSTILE = '<script>alert(1)</script> " onmouseover="alert(2) \u202egnp.exe \x1b[31m'


@pytest.fixture
async def mail(pages):
    """Ana and Bo have a mailbox each, on one profile."""
    store = pages.house.store
    await a_profile(store)
    for owner in (ANA, BO):
        await a_mailbox(store, owner, owner=owner)
    await keep(store, ANA, a_message(1, subject="Minutes of Müller"), a_message(2, subject="A secret plan"))
    await keep(store, BO, a_message(3, subject="Wages", code="MSG-101", response="too large"))
    return store


def subjects(answer) -> list[str]:
    return re.findall(r'<a href="/emails/\d+">(?:<bdi>)?(.*?)(?:</bdi>)?</a>', answer.text)


async def test_a_person_finds_their_own_mail_only_the_newest_first(pages, mail):
    answer = await (await pages.as_(ANA)).get("/emails")
    assert subjects(answer) == ["A secret plan", "Minutes of Müller"]


async def test_an_administrator_sees_that_mail_is_there_but_nothing_that_others_wrote(pages, mail):
    answer = await (await pages.as_(ADA, administrator=True)).get("/emails")
    assert subjects(answer) == ["email 3", "email 2", "email 1"]
    assert not re.search("secret|Müller|Wages|bo@example.test", answer.text)


@pytest.mark.parametrize("word", ["secret", "wages", "bo@example.test", "ana@example.org"])
async def test_others_words_can_not_be_probed_by_searching_for_them(pages, mail, word):
    ada = await pages.as_(ADA, administrator=True)
    assert subjects(await ada.get("/emails", params={"words": word})) == []


async def test_an_administrator_finds_others_mail_by_its_message_id(pages, mail):
    ada = await pages.as_(ADA, administrator=True)
    assert subjects(await ada.get("/emails", params={"words": "<2@example.org>"})) == ["email 2"]


async def test_an_administrator_searches_the_words_of_their_own_mail(pages, mail):
    await a_mailbox(mail, ADA, owner=ADA)
    await keep(mail, ADA, a_message(4, subject="My secret"))
    ada = await pages.as_(ADA, administrator=True)
    assert subjects(await ada.get("/emails", params={"words": "secret"})) == ["My secret"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param({"words": "MINUTES"}, ["Minutes of Müller"], id="whatever the case"),
        pytest.param({"words": "müller minutes"}, ["Minutes of Müller"], id="all words, in any order"),
        pytest.param({"words": "minutes plan"}, [], id="not some of them"),
        pytest.param({"words": "%"}, [], id="a percent sign is itself"),
        pytest.param({"words": "test"}, ["A secret plan", "Minutes of Müller"], id="the sender"),
        pytest.param({"state": "set_aside"}, [], id="a state"),
        pytest.param({"state": "no such state"}, ["A secret plan", "Minutes of Müller"], id="none of our states"),
        pytest.param({"direction": "outgoing"}, [], id="a direction"),
        pytest.param({"mailbox": "ANA@example.org"}, ["A secret plan", "Minutes of Müller"], id="a mailbox"),
        pytest.param({"since": "2026-03-02"}, [], id="from a day on"),
        pytest.param(
            {"since": "2026-03-01", "until": "2026-03-01"}, ["A secret plan", "Minutes of Müller"], id="a day"
        ),
        pytest.param({"before": "2"}, ["Minutes of Müller"], id="older ones"),
        pytest.param({"before": "-1"}, ["A secret plan", "Minutes of Müller"], id="a number that is none"),
        pytest.param({"before": "9" * 400}, ["A secret plan", "Minutes of Müller"], id="a huge number"),
        pytest.param({"words": "x\0\ufffe"}, [], id="what no database takes"),
        pytest.param({"words": "plan " * 3000}, ["A secret plan"], id="more words than anybody means"),
    ],
)
async def test_a_search_finds(pages, mail, asked, expected):
    answer = await (await pages.as_(ANA)).get("/emails", params=asked)
    assert (answer.status_code, subjects(answer)) == (200, expected)


async def test_a_mailbox_that_is_anothers_is_not_there(pages, mail):
    ana = await pages.as_(ANA)
    answers = [(await ana.get(f"/emails?mailbox={one}")).text for one in (BO, "no@example.org")]
    others, nobodys = [re.search('<form method="get".*</main>', one, re.DOTALL)[0] for one in answers]
    assert "There is no such mailbox" in others
    assert others.replace(BO, "no@example.org") == nobodys


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param({"since": "yesterday"}, "like 2026-03-31", id="no date"),
        pytest.param({"since": "9999-12-31", "until": "9999-12-31"}, "like 2026-03-31", id="no day after it"),
        pytest.param({"since": "2026-03-05", "until": "2026-03-01"}, "before the first", id="the wrong way round"),
    ],
)
async def test_a_date_that_is_none_is_told_beside_its_field_and_nothing_is_lost(pages, mail, asked, told):
    answer = await (await pages.as_(ANA)).get("/emails", params={"words": "plan", **asked})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="plan"' in answer.text


async def test_what_a_removed_mailbox_left_behind_is_for_administrators(pages, mail):
    async with mail.write() as tx:
        await mailboxes.remove(tx, BO, delete_mail=False)
    ada = await pages.as_(ADA, administrator=True)
    assert subjects(await ada.get("/emails", params={"state": "left_behind"})) == ["email 3"]
    assert subjects(await ada.get("/emails", params={"mailbox": BO})) == ["email 3"]
    assert subjects(await (await pages.as_(BO)).get("/emails")) == []


async def test_a_hostile_subject_is_text(pages, mail):
    await keep(mail, ANA, a_message(5, subject=HOSTILE, sender=HOSTILE))
    text = (await (await pages.as_(ANA)).get("/emails")).text
    assert "&lt;script&gt;alert(1)" in text
    assert not re.search('<script>alert|\u202e|\x1b|" onmouseover', text)


async def test_page_after_page_shows_every_email_once_and_is_small(pages, mail):
    many = [a_message(n, subject='"' * 998, sender="😀" * 998) for n in range(10, 10 + 2 * SIZE)]
    await keep(mail, ANA, *many)
    ana = await pages.as_(ANA)
    seen, path = [], "/emails"
    while path:
        answer = await ana.get(path)
        assert len(answer.content) < 100_000
        seen += re.findall(r'<a href="/emails/(\d+)">', answer.text)
        older = re.search(r'<a href="([^"]*)" rel="next">', answer.text)
        path = older and older[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 2 * SIZE + 2


async def test_a_search_that_stopped_early_says_so_and_goes_on(pages, mail, monkeypatch):
    monkeypatch.setattr(email_search, "LOOK", 5)
    await keep(mail, ANA, *[a_message(n) for n in range(10, 22)])
    ana = await pages.as_(ANA)
    path, looks = "/emails?words=secret", 0
    while not subjects(answer := await ana.get(path)):
        assert "The search stopped after looking at" in answer.text
        path = re.search(r'<a href="([^"]*)" rel="next">Look further back', answer.text)[1].replace("&amp;", "&")
        looks += 1
    assert (subjects(answer), looks) == (["A secret plan"], 2)


async def test_days_are_the_readers_own(pages, mail):
    late = NOON + timedelta(hours=11, minutes=30)  # the next day in Warsaw
    await keep(mail, ANA, a_message(30, subject="Late", received_at=late))
    ana = await pages.as_(ANA)
    assert subjects(await ana.get("/emails?since=2026-03-02")) == []
    ana.cookies.set("zone", "Europe/Warsaw")
    assert subjects(await ana.get("/emails?since=2026-03-02")) == ["Late"]
