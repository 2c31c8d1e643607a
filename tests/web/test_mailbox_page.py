"""One mailbox's page: how it stands, what to do first, its sign-in. Tests that go out to servers are in tests/flows."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest

from errors.machine import State
from errors.model import Direction, Policy, Stage
from store import alerts, attempts, audit, mailboxes
from store.records import Attempt, Tested
from tests.kit.statements import counting
from tests.kit.stores import a_mailbox, a_profile, put
from tests.kit.walls import raise_
from web import sign_in_form
from web.trials import NO_QUEUE

ADA, ANA, BO = "ada@example.org", "ana@example.org", "bo@example.test"
SECRET = "correct horse battery"
NASTY = '"><script>alert(1)</script>\u202e'


class Place:
    """Ana's mailbox, and how it is asked about."""

    def __init__(self, pages, box) -> None:
        self.pages, self.id, self.store = pages, box.id, pages.house.store
        self.row, self.address = box.incoming, box.address

    @property
    def path(self) -> str:
        return f"/mailboxes/{self.id}"

    async def stands(self, state: State, **columns: object) -> None:
        await put(self.store, self.row.id, state=state, **columns)

    async def text(self, address: str = ANA, query: str = "", *, administrator: bool = False) -> str:
        browser = await self.pages.as_(address, administrator=administrator)
        answer = await browser.get(self.path + query)
        assert answer.status_code == 200
        return answer.text

    async def box(self):
        async with self.store.read() as tx:
            return await mailboxes.get(tx, self.address)

    async def password(self) -> str:
        async with self.store.read() as tx:
            return (await mailboxes.passwords(tx, self.store, [self.id]))[self.id]

    async def did(self) -> list[tuple[str, str, str, str]]:
        async with self.store.read() as tx:
            return [(one.who, one.did, one.about, one.detail) for one in reversed(await audit.listing(tx))]


@pytest.fixture
async def place(pages):
    await a_profile(pages.house.store, policy=Policy(retry_limit=14))
    return Place(pages, await a_mailbox(pages.house.store, ANA, owner=ANA, outgoing=True))


def todo(text: str) -> str:
    """The box that says what to do first, as one reads it."""
    found = re.search(r'<div class="remedy[^>]*id="todo">(.*?)</div>\s*\n', text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


# -- whose -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["", "/test", "/sync", "/disable"])
async def test_what_is_not_ones_own_is_as_what_is_not_there(place, act):
    browser = await place.pages.as_(BO)
    foreign = await browser.send_form(f"{place.path}{act}", username="x", password="x")
    missing = await browser.send_form(f"/mailboxes/424242{act}", username="x", password="x")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert (await place.box()).username == ANA
    assert await place.did() == []


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "9" * 30, "x", "%00"])
async def test_an_id_that_none_can_have_is_no_mailbox(pages, number):
    assert (await (await pages.as_(ADA, administrator=True)).get(f"/mailboxes/{number}")).status_code == 404


async def test_a_mailbox_that_was_removed_meanwhile_is_gone_for_its_form_too(place):
    browser = await place.pages.as_(ANA)
    async with place.store.write() as tx:
        await mailboxes.remove(tx, ANA, delete_mail=False)
    assert (await browser.send_form(place.path, username=ANA, password="x")).status_code == 404


# -- how it stands ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "columns", "shown", "first"),
    [
        pytest.param(State.ACTIVE, {}, "Works.", "", id="all is well: nothing to do"),
        pytest.param(State.UNTESTED, {}, "Not tested yet.", "Test it", id="never tested"),
        pytest.param(State.RETRYING, {"streak": 3, "counted": 3, "last_code": "NET-202"}, "3 of 14 used, 11 left",
                     "Nothing to do: Postroom is trying again", id="it tries again by itself"),
        pytest.param(State.SUSPENDED, {}, "Waiting for the mail server.", "Nothing to do but wait", id="server down"),
        pytest.param(State.HALTED, {"last_code": "IMAP-101"}, "Stopped: somebody must act.",
                     "Give the new password", id="its password is refused"),
        pytest.param(State.HALTED, {"last_code": "NET-202", "halt_spent": True, "counted": 14, "streak": 14},
                     "14 of 14 used, 0 left", "Mend the cause, then test it", id="given up"),
        pytest.param(State.DISABLED, {}, "Switched off.", "It is switched off", id="switched off"),
    ],
)  # fmt: skip
async def test_each_state_is_told_in_words_with_what_to_do_first(place, state, columns, shown, first):
    await place.stands(state, **columns)
    text = await place.text()
    assert shown in text
    assert todo(text).startswith(first)
    assert bool(todo(text)) is bool(first)


async def test_the_alert_that_stopped_it_is_named_where_it_is_said_what_to_do(place):
    alert = await raise_(place.store, "IMAP-101", await place.box())
    await place.stands(State.HALTED, last_code="IMAP-101", halted_at=place.store.clock())
    text = await place.text()
    assert f'href="/alerts/{alert}"' in text.split('id="todo"')[1].split('id="test"')[0]
    assert 'href="#credentials"' in text
    assert "You can mend this." in text


async def test_a_profiles_alert_asks_nothing_of_the_mailboxs_owner(place):
    async with place.store.read() as tx:
        box = await mailboxes.get(tx, ANA)
    from store import profiles

    async with place.store.read() as tx:
        profile = await profiles.by_id(tx, box.profile_id)
    await raise_(place.store, "NET-202", profile)
    await place.stands(State.SUSPENDED)
    text = await place.text()
    assert "No action needed from you" in text
    assert "Nothing to do but wait" in todo(text)


async def test_what_this_version_can_not_do_is_said_and_not_offered(place):
    text = await place.text()
    assert "This version of Postroom sends no mail yet" in text
    assert 'name="direction" value="outgoing"' not in text


async def test_recent_attempts_show_what_the_server_said_as_text(place):
    async with place.store.write() as tx:
        await attempts.record(
            tx, Attempt(place.row.id, tx.now, ok=False, stage=Stage.AUTH, code="IMAP-101", response=f"NO {NASTY}",
                        took=timedelta(milliseconds=87), test=True)
        )  # fmt: skip
        await attempts.record(tx, Attempt(place.row.id, tx.now, ok=True, new_emails=7))
    text = await place.text()
    assert "alert(1)" in text
    assert "<script>alert" not in text
    assert "\u202e" not in text
    assert "87 ms" in text
    assert 'class="number">7</td>' in text


async def test_the_mail_of_it_is_a_link_away(place):
    text = await place.text()
    assert 'href="/emails?mailbox=ana%40example.org"' in text


async def test_a_page_takes_a_bounded_number_of_statements_whatever_hangs_on_it(place):
    browser = await place.pages.as_(ANA)
    with counting(place.store) as bare:
        await browser.get(place.path)
    box = await place.box()
    for code in ("IMAP-101", "NET-202", "IMAP-205"):
        await raise_(place.store, code, box)
    async with place.store.write() as tx:
        for _ in range(40):
            await attempts.record(tx, Attempt(place.row.id, tx.now, ok=False, response="NO"))
    with counting(place.store) as full:
        answer = await browser.get(place.path)
    assert len(answer.content) < 100_000
    assert len(bare) <= len(full) <= 18


# -- its sign-in -----------------------------------------------------------------------------------------------------


async def stored(place, browser, **fields: str):
    box = await place.box()
    return await browser.send_form(place.path, **{"username": box.username, "version": str(box.version), **fields})


async def test_a_password_is_stored_written_down_and_tested_at_once(place):
    browser = await place.pages.as_(ANA)
    answer = await stored(place, browser, password=SECRET)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{place.path}?done=stored")
    assert await place.password() == SECRET
    assert [one[:3] for one in await place.did()] == [
        (ANA, "stored a password of a mailbox", ANA), (ANA, "tested a mailbox", ANA),
    ]  # fmt: skip
    text = (await browser.get(answer.headers["location"])).text
    assert 'id="trial-incoming"' in text
    assert SECRET not in text
    assert SECRET not in str(await place.did())


async def test_a_password_is_kept_even_where_no_queue_is_there_to_test_it(place):
    """The pages of these tests have no Redis."""
    browser = await place.pages.as_(ANA)
    await stored(place, browser, password=SECRET)
    while place.pages.house.trials.get(f"mailbox:{place.id}", "incoming").running:
        await asyncio.sleep(0.01)
    assert NO_QUEUE.replace("'", "&#39;") in await place.text()
    assert await place.password() == SECRET


async def test_the_page_says_whether_a_password_is_there_and_never_how_long_it_is(place):
    first = await place.text()
    browser = await place.pages.as_(ANA)
    await stored(place, browser, password=SECRET * 3)
    assert "A password is stored." in first
    (field,) = re.findall(r'<input type="password"[^>]*>', await place.text())
    assert 'value=""' in field
    assert str(len(SECRET) * 3) not in field


async def test_a_user_name_is_stored_with_what_it_was(place):
    await stored(place, await place.pages.as_(ANA), username="ana.new")
    assert (await place.box()).username == "ana.new"
    assert (ANA, "changed the user name of a mailbox", ANA, f"{ANA} -> ana.new") in await place.did()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        pytest.param({}, "password", sign_in_form.NOTHING_NEW, id="nothing was typed"),
        pytest.param({"username": " ", "password": "x"}, "username", "at least one character", id="no user name"),
        pytest.param({"username": "a\tb", "password": "x"}, "username", "no control characters", id="a control"),
        pytest.param({"username": "u" * 1001}, "username", sign_in_form.TOO_LONG, id="a long user name"),
        pytest.param({"password": "p" * 1001}, "password", sign_in_form.TOO_LONG, id="a long password"),
        pytest.param({"password": "one\ntwo"}, "password", "more than one line", id="a password of two lines"),
    ],
)
async def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_stored(place, fields, field, words):
    before = await place.password()
    answer = await stored(place, await place.pages.as_(ANA), **fields)
    assert answer.status_code == 422
    told = re.search(rf'<span class="wrong" id="{field}-told">([^<]*)</span>', answer.text)
    assert told is not None
    assert words in told[1]
    assert ((await place.box()).username, await place.password(), await place.did()) == (ANA, before, [])
    assert "data-live" not in answer.text


async def test_what_was_typed_is_there_again_but_for_the_password_which_is_asked_for_again(place):
    answer = await stored(place, await place.pages.as_(ANA), username=f"a\t{NASTY}", password=SECRET)
    assert SECRET not in answer.text
    assert sign_in_form.AGAIN in answer.text
    assert 'value="a\t&#34;&gt;&lt;script&gt;' in answer.text


async def test_a_user_name_that_somebody_else_changed_meanwhile_is_not_written_over_unseen(place):
    browser, version = await place.pages.as_(ANA), str((await place.box()).version)
    async with place.store.write() as tx:
        await mailboxes.set_username(tx, ANA, "by another", of_version=int(version))
    answer = await browser.send_form(place.path, username="mine", password=SECRET, version=version)
    assert answer.status_code == 422
    assert "its user name is “by another” now" in answer.text
    assert 'value="mine"' in answer.text
    assert ((await place.box()).username, await place.password()) == ("by another", "open sesame")
    seen = re.search(r'name="version" value="(\d+)"', answer.text)
    assert seen is not None
    again = await browser.send_form(place.path, username="mine", password=SECRET, version=seen[1])
    assert again.status_code == 303
    assert ((await place.box()).username, await place.password()) == ("mine", SECRET)


async def test_of_two_passwords_that_are_stored_at_once_the_last_one_counts_and_both_are_written_down(place):
    version = str((await place.box()).version)
    for who, password in ((ANA, "first one"), (ADA, "second one")):
        browser = await place.pages.as_(who, administrator=who == ADA)
        answer = await browser.send_form(place.path, username=ANA, password=password, version=version)
        assert answer.status_code == 303
    assert await place.password() == "second one"
    assert [who for who, did, *_ in await place.did() if did.startswith("stored")] == [ANA, ADA]


# -- its buttons -----------------------------------------------------------------------------------------------------


async def test_without_the_script_the_page_loads_itself_anew_while_a_test_runs(place):
    async def never(_):
        await asyncio.Event().wait()

    place.pages.house.trials.begin(f"mailbox:{place.id}", Direction.INCOMING.value, ANA, never)
    assert '<noscript><meta http-equiv="refresh"' in await place.text()
    answer = await (await place.pages.as_(ANA)).send_form(f"{place.path}/test", direction="incoming")
    assert answer.headers["location"].endswith("?done=running")


async def test_a_direction_that_there_is_not_is_no_direction(place):
    browser = await place.pages.as_(ANA)
    assert (await browser.send_form(f"{place.path}/test", direction="sideways")).status_code == 404


async def test_what_is_halted_can_not_be_asked_for_mail(place):
    await place.stands(State.HALTED, test=Tested.FAILURE)
    answer = await (await place.pages.as_(ANA)).send_form(f"{place.path}/sync")
    assert answer.headers["location"].endswith("?done=cannot_sync")
    assert await place.did() == []
    assert "/sync" not in await place.text()


async def test_an_administrator_sees_what_is_anybodys_and_who_owns_it(place):
    await raise_(place.store, "IMAP-101", await place.box())
    text = await place.text(ADA, administrator=True)
    assert f"of <bdi>{ANA}</bdi>" in text
    assert "No action needed from you: the mailbox’s owner must act." in text


async def test_what_one_dismissed_from_the_wall_is_still_on_its_own_page(place):
    alert = await raise_(place.store, "IMAP-101", await place.box())
    async with place.store.write() as tx:
        await alerts.dismiss(tx, alert, ANA)
    assert f'id="alert-{alert}"' in await place.text()
