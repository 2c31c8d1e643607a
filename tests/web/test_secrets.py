"""Passwords and links are in no log, no exception and no page, whatever becomes of them."""

from __future__ import annotations

import logging

import httpx
import pytest
from structlog.testing import capture_logs

from config.logging import LOUD
from store import people
from store.faults import StoreUnavailable
from store.invitations import Purpose, make
from tests.kit.people import quick_passwords, send, sign_in, with_password  # noqa: F401
from web.passwords import Passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")

ANA = "ana@example.org"
HEARD = logging.WARNING  # of libraries: config.logging sees to it
SECRET = "a password that is nowhere"
NEWER = "a newer one that is nowhere"


@pytest.fixture
def said(caplog, capfd):
    """All that was logged and printed, but by httpx, which is the test's own browser."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:

        def whole() -> str:
            printed = capfd.readouterr()
            heard = [one for one in caplog.records if one.name not in LOUD or one.levelno >= HEARD]
            ours = [one for one in heard if one.name != "httpx"]
            records = [record.getMessage() + str(record.exc_info or "") for record in ours]
            return "\n".join([str(logs), *records, printed.out, printed.err])

        yield whole


async def test_whatever_is_done_with_a_password_it_is_written_nowhere(pages, said):
    await with_password(pages, ANA, SECRET)
    browser = await pages.nobody()
    answers = [await sign_in(browser, ANA, NEWER), await sign_in(browser, SECRET, SECRET)]
    assert (await sign_in(browser, ANA, SECRET)).status_code == 303
    for old, new, again in ((NEWER, NEWER, NEWER), (SECRET, NEWER, SECRET), (SECRET, NEWER, NEWER)):
        fields = {"old_password": old, "new_password": new, "new_password_again": again}
        answers.append(await send(browser, "/account", "/account/password", **fields))
    assert answers[-1].status_code == 303
    answers.append(await browser.get("/account"))
    words = said()
    assert "sign_in.refused" in words
    for secret in (SECRET, NEWER):
        assert secret not in words
        # an address is given back as it was typed, also by who typed a password there
        assert not any(secret in answer.text.replace(f'name="address" value="{secret}"', "") for answer in answers)


async def test_a_link_is_written_nowhere_but_where_it_was_asked_for(pages, said):
    async with pages.house.store.write() as tx:
        token = await make(tx, Purpose.PASSWORD, person_id=(await people.mention(tx, ANA)).id)
    browser = await pages.nobody()
    await send(browser, f"/welcome/{token}", new_password="short", new_password_again="short")
    await send(browser, f"/welcome/{token}", new_password=SECRET, new_password_again=SECRET)
    await browser.get(f"/welcome/{token}")
    assert token not in said()
    assert SECRET not in said()


async def test_a_bug_or_a_lost_database_while_a_password_is_at_hand_tells_nothing_of_it(pages, said, monkeypatch):
    await with_password(pages, ANA, SECRET)
    transport = httpx.ASGITransport(app=pages.app, raise_app_exceptions=False)
    for error, status in ((ZeroDivisionError("a bug"), 500), (StoreUnavailable("the disk is full"), 503)):
        browser = await pages.nobody()
        browser._transport = transport

        async def broken(*_, error=error):
            raise error

        monkeypatch.setattr(Passwords, "right", broken)
        answer = await sign_in(browser, ANA, SECRET)
        assert answer.status_code == status
        assert SECRET not in answer.text
    assert SECRET not in said()


def test_what_holds_a_secret_does_not_print_it():
    account = people.Account(None, "$argon2id$hidden")
    assert "hidden" not in repr(account)
