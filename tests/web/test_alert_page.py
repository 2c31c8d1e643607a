"""The page of one alert."""

from __future__ import annotations

import pytest

from errors.model import Nature
from store import alerts
from tests.kit.walls import (
    ADA,
    BO,
    BROKEN,
    BUSY,
    MIA,
    PASSWORD,
    PIA,
    REFUSED,
    box,
    profile,
    raise_,
    text_of,
)


async def page_of(house, who, number):
    return await (await house.as_(who)).get(f"/alerts/{number}")


async def test_it_says_what_is_wrong_what_to_do_and_what_was_tried(house):
    number = await raise_(house.house.store, PASSWORD, await box(house), response="NO [AUTHENTICATIONFAILED] <b>no</b>")
    answer = await page_of(house, MIA, number)
    text = text_of(answer)
    for words in ("You can mend this", "Give the new password", "auth failed", "the mailbox’s owner", "First seen"):
        assert words in text
    assert "NO [AUTHENTICATIONFAILED] &lt;b&gt;no&lt;/b&gt;" in answer.text
    assert f'href="/errors/{PASSWORD}"' in answer.text


@pytest.mark.parametrize("number", ["0", "-1", "999", "99999999999999999999", "one", "1.5", "%00"])
async def test_what_is_not_there_is_not_there(house, number):
    assert (await page_of(house, ADA, number)).status_code == 404


async def test_what_is_anothers_is_as_if_it_were_not_there(house):
    number = await raise_(house.house.store, PASSWORD, await box(house, BO))
    theirs, none = await page_of(house, MIA, number), await page_of(house, MIA, 999)
    assert (theirs.status_code, none.status_code) == (404, 404)
    assert text_of(theirs) == text_of(none)


async def test_each_reader_is_told_in_their_own_words(house):
    number = await raise_(house.house.store, REFUSED, await profile(house), nature=Nature.PERMANENT)
    impacted, owner = await page_of(house, MIA, number), await page_of(house, PIA, number)
    assert "No action needed from you: the profile’s owner must act" in text_of(impacted)
    assert "<code>" not in impacted.text
    assert "You can mend this" in text_of(owner)


async def test_a_warning_and_the_error_that_it_became_lead_to_each_other(house):
    mia = await box(house)
    old = await raise_(house.house.store, BUSY, mia)
    new = await raise_(house.house.store, BUSY, mia, nature=Nature.PERMANENT)
    async with house.house.store.write() as tx:
        await alerts.supersede(tx, old, new)
    assert f'Became the error <a href="/alerts/{new}">' in (await page_of(house, MIA, old)).text
    assert f'Began as the warning <a href="/alerts/{old}">' in (await page_of(house, MIA, new)).text


async def test_emails_that_were_set_aside_are_led_to(house):
    number = await raise_(house.house.store, BROKEN, await box(house), nature=Nature.PERMANENT)
    assert "/emails?mailbox=mia%40example.org&amp;state=set_aside" in (await page_of(house, MIA, number)).text


async def test_it_is_dismissed_and_shown_again_from_its_page(house):
    number = await raise_(house.house.store, PASSWORD, await box(house))
    browser = await house.as_(MIA)
    answer = await browser.send_form(f"/alerts/{number}/dismiss", back=f"/alerts/{number}")
    assert "Show on my wall again" in text_of(await browser.get(answer.headers["location"]))
    await browser.send_form(f"/alerts/{number}/restore", back=f"/alerts/{number}")
    assert "Dismiss from my wall" in text_of(await browser.get(f"/alerts/{number}"))
