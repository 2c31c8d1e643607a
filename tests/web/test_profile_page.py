"""A profile's pages: whose, how its server is, and its settings, which two people may change at once."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from errors.model import Direction, Health, Nature
from store import health, profiles
from tests.kit.stores import a_profile
from tests.kit.walls import (  # noqa: F401
    ADA,
    BO,
    MIA,
    PASSWORD,
    PIA,
    REFUSED,
    audited,
    box,
    house,
    profile,
    raise_,
    text_of,
)

HOSTILE = '<script>alert(1)</script>" onmouseover="x'


async def opened(house, who, name="office"):  # noqa: F811
    return await (await house.as_(who)).get(f"/profiles/{(await profile(house, name)).id}")


def filled_in(answer) -> dict[str, str]:
    """The settings form as a browser would send it."""
    form = re.search(r'<form[^>]*id="settings-form".*?</form>', answer.text, re.DOTALL)
    assert form is not None
    fields = {}
    for name, value in re.findall(r'<input type="(?!checkbox)\w+"[^>]*name="(\w+)" value="([^"]*)"', form[0]):
        fields[name] = html.unescape(value)
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]):
        fields[name] = html.unescape(value)
    for name, text in re.findall(r'<textarea id="\w+" name="(\w+)"[^>]*>\n?(.*?)</textarea>', form[0], re.DOTALL):
        fields[name] = html.unescape(text)
    for name, options in re.findall(r'<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        fields[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    for name in re.findall(r'<input type="checkbox" id="\w+" name="(\w+)" value="yes" checked', form[0]):
        fields[name] = "yes"
    fields.pop("csrf")
    return fields


async def send(house, who, fields, name="office"):  # noqa: F811
    return await (await house.as_(who)).send_form(f"/profiles/{(await profile(house, name)).id}", **fields)


async def test_its_owner_and_administrators_open_it_and_others_find_nothing(house):  # noqa: F811
    assert [(await opened(house, who)).status_code for who in (PIA, ADA, MIA, BO)] == [200, 200, 404, 404]
    assert (await (await house.as_(PIA)).get("/profiles/999")).status_code == 404


async def test_an_owner_reads_how_many_mailboxes_stand_how_and_no_address(house):  # noqa: F811
    theirs, every = await opened(house, PIA), await opened(house, ADA)
    assert MIA not in theirs.text
    assert 'href="/mailboxes?profile=office&amp;state=active"' in every.text
    assert "/mailboxes?profile" not in theirs.text


async def test_a_mailboxs_own_trouble_is_not_told_there_and_the_profiles_is(house):  # noqa: F811
    await raise_(house.house.store, PASSWORD, await box(house))
    await raise_(house.house.store, REFUSED, await profile(house), nature=Nature.PERMANENT)
    for who in (PIA, ADA):
        told = text_of(await opened(house, who))
        assert PASSWORD not in told
        assert REFUSED in told
    assert "You can mend this." in text_of(await opened(house, PIA))


async def is_down(house, **seen):  # noqa: F811
    async with house.house.store.write() as tx:
        row = await health.get(tx, (await profiles.get(tx, "office")).id, Direction.INCOMING)
        down = replace(
            row, health=Health.DOWN, since=tx.now, next_probe_at=tx.now, probes_failed=3, probe_started=tx.now
        )
        await health.put(tx, replace(down, **seen))


async def test_a_server_that_is_down_is_told_with_what_was_seen(house):  # noqa: F811
    await is_down(house, code=REFUSED, signal_text=HOSTILE)
    answer = await opened(house, PIA)
    assert "Probes failed 3" in text_of(answer)
    assert "Becomes an error in" in text_of(answer)
    assert "<script>alert" not in answer.text
    assert ">down<" in answer.text


async def test_no_budget_is_told_of_what_is_an_error_already(house):  # noqa: F811
    await is_down(house, code=REFUSED)
    await raise_(house.house.store, REFUSED, await profile(house), nature=Nature.PERMANENT)
    assert "Becomes an error" not in text_of(await opened(house, PIA))


async def test_a_budget_that_is_spent_is_told_as_spent(house):  # noqa: F811
    five_hours_ago = house.house.store.clock() - timedelta(hours=5)
    await is_down(house, probe_started=five_hours_ago)
    told = text_of(await opened(house, PIA))
    assert "after 4 h without a probe that passed" in told
    assert "Becomes an error" not in told


async def test_what_is_saved_unchanged_changes_nothing(house):  # noqa: F811
    fields = filled_in(await opened(house, PIA))
    answer = await send(house, PIA, fields)
    assert answer.headers["location"].endswith("?done=same")
    assert (await profile(house)).version == int(fields["version"])
    assert await audited(house) == []


async def test_settings_are_saved_and_written_down_with_what_they_were(house):  # noqa: F811
    fields = filled_in(await opened(house, PIA)) | {"poll_interval": "60", "folders": "INBOX\r\nArchive", "port": ""}
    answer = await send(house, PIA, fields)
    assert answer.headers["location"].endswith("?done=saved"), text_of(answer)
    after = await profile(house)
    assert (after.poll_interval.total_seconds(), after.folders) == (60, ("INBOX", "Archive"))
    assert (PIA, "changed a profile", "office") in await audited(house)
    settings = (await (await house.as_(PIA)).get(answer.headers["location"])).text.split('id="settings"')[1]
    assert "Saved. Mailboxes that were suspended are tried again now." in settings


async def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_lost(house):  # noqa: F811
    wrong = {"host": "not a host", "timeout": "-1", "since": "yesterday", "retry_limit": "many", "poll_interval": "45"}
    answer = await send(house, PIA, filled_in(await opened(house, PIA)) | wrong)
    assert answer.status_code == 422
    told = text_of(answer)
    for words in ("is no host name", "a number of seconds above 0", "is no date", "Nothing was saved yet"):
        assert words in told
    for typed in wrong.values():
        assert typed in html.unescape(answer.text)
    assert (await profile(house)).poll_interval.total_seconds() != 45


async def test_two_who_change_it_see_each_other_and_lose_nothing(house):  # noqa: F811
    fields = filled_in(await opened(house, PIA))
    async with house.house.store.write() as tx:
        await profiles.change(tx, "office", timeout=timedelta(seconds=77), host="new.example.org")
    answer = await send(house, PIA, fields | {"timeout": "55"})
    assert answer.status_code == 422
    told = text_of(answer)
    assert "Somebody else made this “77” meanwhile" in told
    assert "Changed by somebody else meanwhile; it was" in told
    assert (await profile(house)).timeout.total_seconds() == 77
    again = await send(house, PIA, filled_in(answer))
    assert again.headers["location"].endswith("?done=saved"), text_of(again)
    after = await profile(house)
    assert (after.timeout.total_seconds(), after.host) == (55, "new.example.org")


async def test_only_an_administrator_gives_it_to_somebody_else(house):  # noqa: F811
    fields = filled_in(await opened(house, PIA))
    assert "owner" not in fields
    await send(house, PIA, fields | {"owner": BO})
    assert (await profile(house)).owner == PIA
    await send(house, ADA, filled_in(await opened(house, ADA)) | {"owner": BO})
    assert (await profile(house)).owner == BO


@pytest.mark.parametrize("path", ["", "/test"])
async def test_others_can_change_nothing(house, path):  # noqa: F811
    mia, found = await house.as_(MIA), await profile(house)
    answer = await mia.send_form(f"/profiles/{found.id}{path}", version=str(found.version), host="evil.example.org")
    assert answer.status_code == 404
    assert (await profile(house)).host == found.host


async def test_a_test_without_a_queue_ends_in_words(house):  # noqa: F811
    pia, found = await house.as_(PIA), await profile(house)
    answer = await pia.send_form(f"/profiles/{found.id}/test")
    assert answer.headers["location"].endswith("?done=testing")
    for task in list(house.house.trials._tasks.values()):
        await task
    told = html.unescape(text_of(await pia.get(answer.headers["location"])))
    assert "The queue can't be reached" in told
    assert "is being tested" not in told


async def test_names_are_text(house):  # noqa: F811
    await a_profile(house.house.store, HOSTILE.replace("/", "|"), owner=PIA)
    assert "<script>alert" not in (await opened(house, PIA, HOSTILE.replace("/", "|"))).text
