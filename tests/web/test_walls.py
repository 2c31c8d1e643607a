"""The walls as pages: who sees what on them, what they say of it, and what can be done from there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, schema
from store import walls as stored
from store.records import Raised
from tests.kit.stores import a_mailbox, a_profile
from tests.kit.walls import (
    ADA,
    BO,
    BUSY,
    HELP,
    MIA,
    PASSED,
    PASSWORD,
    PIA,
    REFUSED,
    audited,
    box,
    line_of,
    profile,
    raise_,
    text_of,
)

# -- whose wall ----------------------------------------------------------------------------------------------------


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(pages):
    answer = await (await pages.nobody()).get("/wall")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/wall")


async def test_an_administrators_wall_is_not_there_for_others(pages):
    assert (await (await pages.as_(MIA)).get("/admin")).status_code == 404
    assert (await (await pages.as_(ADA, administrator=True)).get("/admin")).status_code == 200


@pytest.mark.parametrize(
    ("who", "administrator", "expected"), [(MIA, False, "/wall"), (ADA, True, "/admin")], ids=["owner", "administrator"]
)
async def test_the_first_page_is_the_wall_that_one_looks_at_first(pages, who, administrator, expected):
    answer = await (await pages.as_(who, administrator=administrator)).get("/")
    assert answer.headers["location"] == expected


async def test_a_wall_leads_only_where_its_reader_may_go(house):
    nav = (await (await house.as_(MIA)).get("/wall")).text
    assert ['href="/mailboxes"' in nav, 'href="/profiles"' in nav, 'href="/admin"' in nav] == [True, False, False]
    nav = (await (await house.as_(PIA)).get("/wall")).text
    assert ['href="/mailboxes"' in nav, 'href="/profiles"' in nav, 'href="/queues"' in nav] == [False, True, False]
    nav = (await (await house.as_(ADA)).get("/admin")).text
    assert all(f'href="{path}"' in nav for path in ("/admin", "/mailboxes", "/profiles", "/queues", "/audit"))
    assert nav.count('href="/admin" aria-current="page"') == 2, "at the side, and in the menu"


# -- what it says --------------------------------------------------------------------------------------------------


async def test_a_mailbox_owner_is_shown_the_button_that_mends_it(house):
    mia = await box(house)
    number = await raise_(house.house.store, PASSWORD, mia, help=HELP)
    line = line_of(await (await house.as_(MIA)).get("/wall"), number)
    assert "You can mend this." in line
    assert f'class="button primary" href="/mailboxes/{mia.id}#credentials"' in line
    assert f'<a href="{HELP}" rel="noreferrer">' in line
    assert "<code>" not in line, "an owner is told no commands"


async def test_an_administrator_is_told_who_must_act_and_how_to_help(house):
    number = await raise_(house.house.store, PASSWORD, await box(house))
    line = line_of(await (await house.as_(ADA)).get("/admin"), number)
    assert "No action needed from you: the mailbox’s owner must act." in line
    assert f"<code>postroom mailbox password {MIA} --password-stdin</code>" in line


async def test_that_nothing_is_asked_is_said_once(house):
    await raise_(house.house.store, BUSY, await box(house))
    for who, path in ((MIA, "/wall"), (ADA, "/admin")):
        text = text_of(await (await house.as_(who)).get(path))
        assert "No action needed from you." in text
        assert "Nothing to do" not in text
        assert "Nothing is asked" not in text


async def test_what_has_no_owner_is_an_administrators_to_mend(house):
    number = await raise_(house.house.store, REFUSED, await profile(house, "other"), nature=Nature.PERMANENT)
    line = line_of(await (await house.as_(ADA)).get("/admin"), number)
    assert "You can mend this." in line
    assert "This profile has no owner." in line


async def test_a_profiles_trouble_asks_nothing_of_whose_mailbox_is_on_it(house):
    office = await profile(house)
    number = await raise_(house.house.store, REFUSED, office, nature=Nature.PERMANENT)
    impacted = line_of(await (await house.as_(MIA)).get("/wall"), number)
    assert "No action needed from you" in impacted
    assert "/profiles/" not in impacted
    assert "Acknowledge" not in impacted, "that is for those who look after it"
    owner = line_of(await (await house.as_(PIA)).get("/wall"), number)
    assert "You can mend this." in owner
    assert f'href="/profiles/{office.id}#settings"' in owner


async def test_nobody_sees_what_is_anothers(house):
    await raise_(house.house.store, PASSWORD, await box(house, BO))
    assert BO not in (await (await house.as_(MIA)).get("/wall")).text
    assert BO in (await (await house.as_(ADA)).get("/admin")).text


async def test_attempts_that_are_spent_and_the_next_one_are_told(house):
    mia = await box(house)
    number = await raise_(house.house.store, BUSY, mia, next_in=4)
    async with house.house.store.write() as tx:
        rows = schema.directions
        values = {
            "counted": 5,
            "streak": 5,
            "state": State.RETRYING,
            "next_attempt_at": tx.now + timedelta(minutes=4, seconds=30),
        }
        await tx.connection.execute(rows.update().where(rows.c.id == mia.incoming.id).values(**values))
    line = line_of(await (await house.as_(MIA)).get("/wall"), number)
    assert "5 of 14 attempts spent" in line
    assert ">in 4 min</time>" in line
    assert "No action needed from you." in line


async def test_hostile_words_are_shown_as_words(house):
    attack = 'office"><script>alert(1)</script>\u202e'
    await a_profile(house.house.store, attack, owner=PIA)
    await raise_(house.house.store, REFUSED, await profile(house, attack), response=attack)
    text = (await (await house.as_(PIA)).get("/wall")).text
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)" in text


async def test_help_that_is_no_address_of_the_web_is_not_linked(house):
    await raise_(house.house.store, PASSWORD, await box(house), help="javascript:alert(1)")
    assert "javascript:" not in (await (await house.as_(MIA)).get("/wall")).text


# -- an empty wall -------------------------------------------------------------------------------------------------


async def test_who_owns_nothing_is_told_how_that_changes(pages):
    text = text_of(await (await pages.as_("sam@example.org")).get("/wall"))
    assert "Ask an administrator to make you the owner" in text


async def test_a_fresh_house_shows_its_administrator_the_first_steps(pages):
    text = text_of(await (await pages.as_(ADA, administrator=True)).get("/admin"))
    assert "postroom profile add" in text
    assert "postroom mailbox add" in text


async def test_when_all_is_well_the_last_success_is_told(house):
    mia = await box(house)
    async with house.house.store.write() as tx:
        rows = schema.directions
        values = {"state": State.ACTIVE, "last_success_at": tx.now - timedelta(minutes=2, seconds=20)}
        await tx.connection.execute(rows.update().where(rows.c.id == mia.incoming.id).values(**values))
    text = text_of(await (await house.as_(MIA)).get("/wall"))
    assert "All is well" in text
    assert "Your mailbox is in step" in text
    assert "The last success was 2 min ago" in text


async def test_mailboxes_that_were_never_tested_are_not_called_well(house):
    mia = await box(house)
    async with house.house.store.write() as tx:
        rows = schema.directions
        await tx.connection.execute(rows.update().where(rows.c.mailbox_id == mia.id).values(state=State.UNTESTED))
    text = text_of(await (await house.as_(MIA)).get("/wall"))
    assert "All is well" not in text
    assert "Test & Enable" in text.replace("&amp;", "&")


# -- many of them --------------------------------------------------------------------------------------------------


@pytest.fixture
async def many(house):
    """60 of Mia's mailboxes with a wrong password, one of them busy too."""
    for number in range(60):
        one = await a_mailbox(house.house.store, f"box{number:02}@example.org", profile="office", owner=MIA)
        await raise_(house.house.store, PASSWORD, one, minutes_ago=number + 1)
    await raise_(house.house.store, BUSY, one)
    return house


async def test_a_wall_shows_the_newest_of_each_and_leads_to_all(many):
    answer = await (await many.as_(MIA)).get("/wall")
    assert answer.text.count("<article") == 16
    assert [f"box{n:02}@" in answer.text for n in (0, 14, 15, 16)] == [True, True, False, False]
    assert '<a href="/wall?severity=error">All 60' in answer.text
    assert len(answer.content) < 100_000


@pytest.mark.parametrize(("who", "path"), [(MIA, "/wall"), (ADA, "/admin"), (ADA, "/admin?severity=error")])
async def test_a_wall_of_the_longest_names_is_light(house, who, path):
    domain = ".".join(["mail-of-a-far-away-branch"] * 8) + ".example.org"
    await a_profile(house.house.store, "p" * 60, host=f"imap.{domain}"[:250])
    for number in range(31):
        one = await a_mailbox(house.house.store, f"box{number:02}.{'x' * 20}@{domain}", profile="p" * 60, owner=MIA)
        for code in (PASSWORD, BUSY, PASSED)[: 3 if number < 16 else 1]:
            await raise_(house.house.store, code, one, host=f"imap.{domain}"[:250], response="NO " + "no " * 90)
    answer = await (await house.as_(who)).get(path)
    assert answer.text.count("<article") == (30 if "severity" in path else 35)
    assert len(answer.content) < 100_000


async def test_what_asks_for_nothing_buries_no_other_line(house):
    for number in range(7):
        one = await a_mailbox(house.house.store, f"box{number}@example.org", profile="office", owner=MIA)
        await raise_(house.house.store, PASSED, one, minutes_ago=number)
    text = (await (await house.as_(MIA)).get("/wall")).text
    assert text.count("<article") == 5
    assert '<a href="/wall?severity=information">All 7' in text
    assert (await (await house.as_(MIA)).get("/wall?severity=information")).text.count("<article") == 7


async def test_all_of_a_severity_are_on_pages(many):
    browser = await many.as_(MIA)
    first, second = await browser.get("/wall?severity=error"), await browser.get("/wall?severity=error&page=2")
    assert [one.text.count("<article") for one in (first, second)] == [30, 30]
    assert len(first.content) < 100_000
    assert "/wall?severity=error&amp;page=2" in first.text
    assert (await browser.get("/wall?severity=error&page=99999999999")).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("severity=warning", 1, id="severity"),
        pytest.param(f"code={BUSY.lower()}", 1, id="a code as people write it"),
        pytest.param("profile=other", 0, id="another profile"),
        pytest.param("profile=office&code=IMAP-205", 1, id="both"),
        pytest.param("standing=over", 0, id="what is over"),
        pytest.param("standing=dismissed", 0, id="what was dismissed"),
        pytest.param("severity=purple&standing=%00&code=", 16, id="nonsense is no filter"),
    ],
)
async def test_a_wall_is_filtered(many, query, expected):
    answer = await (await many.as_(MIA)).get(f"/wall?{query}")
    assert answer.text.count("<article") == expected


async def test_what_was_filtered_by_stays_in_the_form(many):
    text = (await (await many.as_(MIA)).get("/wall?severity=warning&profile=gone&code=imap-205")).text
    assert '<option value="warning" selected>' in text
    assert '<option value="gone" selected>' in text
    assert 'name="code" value="IMAP-205"' in text


# -- what is done from it ------------------------------------------------------------------------------------------


async def test_an_alert_is_acknowledged_once(house):
    number = await raise_(house.house.store, PASSWORD, await box(house))
    mia, ada = await house.as_(MIA), await house.as_(ADA)
    answer = await mia.send_form(f"/alerts/{number}/acknowledge", back="/wall?severity=error")
    assert answer.headers["location"] == "/wall?severity=error&done=acknowledged"
    assert "others see that somebody knows" in text_of(await mia.get(answer.headers["location"]))
    again = await ada.send_form(f"/alerts/{number}/acknowledge", back="/admin")
    assert "before you" in text_of(await ada.get(again.headers["location"]))
    line = line_of(await ada.get("/admin"), number)
    assert f"by {MIA}" in line
    assert f"{number}/acknowledge" not in line
    assert await audited(house) == [(MIA, "acknowledged alert", f"{PASSWORD} {MIA}")]


async def test_acknowledging_what_is_over_is_answered_kindly(house):
    mia = await box(house)
    number = await raise_(house.house.store, PASSWORD, mia)
    async with house.house.store.write() as tx:
        await alerts.resolve_direction(tx, mia.id, Direction.INCOMING, "it works again")
    browser = await house.as_(MIA)
    answer = await browser.send_form(f"/alerts/{number}/acknowledge", back="/wall")
    assert "nothing is left to do" in text_of(await browser.get(answer.headers["location"]))
    assert await audited(house) == []


async def test_what_one_dismisses_others_see(house):
    number = await raise_(house.house.store, PASSWORD, await box(house))
    mia, ada = await house.as_(MIA), await house.as_(ADA)
    await mia.send_form(f"/alerts/{number}/dismiss", back="/wall")
    assert f"alert-{number}" not in (await mia.get("/wall")).text
    assert f"alert-{number}" in (await ada.get("/admin")).text
    assert f"/alerts/{number}/restore" in line_of(await mia.get("/wall?standing=dismissed"), number)
    await mia.send_form(f"/alerts/{number}/restore", back="/wall")
    assert f"alert-{number}" in (await mia.get("/wall")).text
    assert [did for _, did, _ in await audited(house)] == ["showed alert again", "dismissed alert"]


@pytest.mark.parametrize("verb", ["acknowledge", "dismiss", "restore"])
async def test_nothing_is_done_to_what_is_anothers(house, verb):
    number = await raise_(house.house.store, PASSWORD, await box(house, BO))
    answer = await (await house.as_(MIA)).send_form(f"/alerts/{number}/{verb}")
    assert answer.status_code == 404
    assert await audited(house) == []


async def test_whose_mailbox_is_on_a_profile_does_not_acknowledge_for_its_owner(house):
    number = await raise_(house.house.store, REFUSED, await profile(house))
    answer = await (await house.as_(MIA)).send_form(f"/alerts/{number}/acknowledge")
    assert answer.status_code == 404
    assert await audited(house) == []


@pytest.mark.parametrize("to", ["https://example.test/", "//example.test/", "/\\example.test", ""])
async def test_a_form_leads_back_to_nowhere_else(house, to):
    number = await raise_(house.house.store, PASSWORD, await box(house))
    answer = await (await house.as_(MIA)).send_form(f"/alerts/{number}/dismiss", back=to)
    assert answer.headers["location"] == f"/alerts/{number}?done=dismissed"


async def test_the_script_is_given_the_main_part_alone(house):
    browser = await house.as_(MIA)
    whole, part = await browser.get("/wall"), await browser.get("/wall", headers={"X-Live": "1"})
    assert "<nav" not in part.text
    assert "<header" not in part.text
    assert re.search(r"<main data-zone=\"UTC\" data-now=\"[^\"]+\" data-live=\"wall:\d+\">", part.text)
    assert text_of(part) == text_of(whole)


async def test_what_is_over_is_counted_to_a_bound_that_is_said(house, monkeypatch):
    monkeypatch.setattr(stored, "MOST_COUNTED", 16)
    async with house.house.store.write() as tx:
        for number in range(20):
            told = Raised(
                code=PASSED, nature=None, severity=Severity.INFORMATION, level=Level.MAILBOX, object_kind="mailbox",
                object_id=number, direction=Direction.INCOMING, who_acts=Actor.NOBODY, headline="passed", remedy="",
                at=tx.now,
            )  # fmt: skip
            await alerts.raise_(tx, told)
    seen = text_of(await (await house.as_(ADA)).get("/admin?standing=over"))
    assert "16+ information" in seen
    assert "More →" in seen
