"""An email's own page."""

from __future__ import annotations

import re

import pytest

from errors.model import Actor, Direction, Level, Nature, Severity
from store import alerts, audit, email_rows, mailboxes
from store.records import Raised
from tests.kit.kept_mail import keep
from tests.kit.statements import counting
from tests.kit.stores import NOON, a_mailbox, a_message, a_profile
from web import email_view, mail_switch
from web.pages import email as email_page

ANA, BO, ADA = "ana@example.org", "bo@example.org", "ada@example.org"
RAW = (
    b"Message-ID: <1@example.org>\r\nSubject: =?utf-8?q?A_secret_=E2=9C=93?=\r\nX-Odd: <b>bold</b>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\nDear Ana, <script>alert(1)</script>\r\n"
)


@pytest.fixture
async def store(pages):
    """Ana's email 1; 2 was set aside."""
    store = pages.house.store
    await a_profile(store)
    await a_mailbox(store, ANA, owner=ANA)
    await a_mailbox(store, BO, owner=BO)
    await keep(
        store,
        ANA,
        a_message(1, raw=RAW, subject="A secret ✓"),
        a_message(2, raw=b"", size=99, code="MSG-201", response="said \u202e<b>"),
    )
    return store


@pytest.fixture
def reading(monkeypatch):
    """The switch that lets administrators read mail is on."""

    async def on(_):
        return True

    monkeypatch.setattr(mail_switch, "administrators_read_mail", on)


async def log_of(store):
    async with store.read() as tx:
        return [(one.who, one.did, one.about) for one in await audit.listing(tx)]


def mailbox_alert(box, **changes) -> Raised:
    values = {
        "code": "IMAP-101", "nature": Nature.PERMANENT, "severity": Severity.ERROR, "level": Level.MAILBOX,
        "object_kind": "mailbox", "object_id": box.id, "direction": Direction.INCOMING,
        "who_acts": Actor.MAILBOX_OWNER, "headline": "The password is wrong", "remedy": "Give another", "at": NOON,
        **changes,
    }  # fmt: skip
    return Raised(**values)


async def raise_(store, **changes) -> int:
    async with store.write() as tx:
        return await alerts.raise_(tx, mailbox_alert(await mailboxes.get(tx, ANA), **changes))


async def test_its_owner_reads_its_headers_and_text_as_text(pages, store):
    answer = await (await pages.as_(ANA)).get("/emails/1")
    assert answer.status_code == 200
    assert "Dear Ana, &lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "A secret ✓" in answer.text
    assert "&lt;b&gt;bold&lt;/b&gt;" in answer.text
    assert 'data-live="email:1"' in answer.text
    assert await log_of(store) == []


async def test_an_administrator_reads_facts_and_no_words(pages, store):
    answer = await (await pages.as_(ADA, administrator=True)).get("/emails/1")
    assert answer.status_code == 200
    assert ANA in answer.text
    assert not re.search("secret|Dear Ana|bold|bo@example.test|/emails/1/raw", answer.text)


async def test_where_the_switch_allows_an_administrator_reads_it_and_that_is_written_down(pages, store, reading):
    ada = await pages.as_(ADA, administrator=True)
    assert "Dear Ana" in (await ada.get("/emails/1")).text
    assert (await ada.get("/emails/1/raw")).content == RAW
    about = f"email 1 of {ANA}"
    assert await log_of(store) == [(ADA, "downloaded an email", about), (ADA, "read an email", about)]


@pytest.mark.parametrize("path", ["/emails/1", "/emails/1/raw", "/emails/99", "/emails/99/raw"])
async def test_what_is_anothers_is_not_there(pages, store, path):
    bo = await pages.as_(BO)
    answer, nothing = await bo.get(path), await bo.get("/emails/98")
    assert answer.status_code == 404
    assert re.findall("<h1>.*?</main>", answer.text, re.DOTALL) == re.findall("<h1>.*?</main>", nothing.text, re.DOTALL)


async def test_the_raw_message_is_not_for_administrators_without_the_switch(pages, store):
    assert (await (await pages.as_(ADA, administrator=True)).get("/emails/1/raw")).status_code == 404


@pytest.mark.parametrize("id_", ["0", "-1", "x", "9" * 30, "9223372036854775808", "1e3", "%00"])
async def test_no_number_of_an_email_is_not_there(pages, store, id_):
    assert (await (await pages.as_(ANA)).get(f"/emails/{id_}")).status_code == 404


async def test_the_raw_message_is_a_file_to_be_saved_octet_for_octet(pages, store, monkeypatch):
    monkeypatch.setattr(email_page, "PIECE", 7)
    answer = await (await pages.as_(ANA)).get("/emails/1/raw")
    assert answer.content == RAW
    assert answer.headers["content-type"] == "message/rfc822"
    assert answer.headers["content-disposition"] == 'attachment; filename="email-1.eml"'
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_why_it_was_set_aside_is_told_to_its_owner_in_their_words(pages, store):
    text = (await (await pages.as_(ANA)).get("/emails/2")).text
    assert "Why it was set aside" in text
    assert "/errors/MSG-201" in text
    assert "For administrators" not in text
    assert "said �&lt;b&gt;" in text
    assert "Try again" in text
    assert "Try again" not in (await (await pages.as_(ANA)).get("/emails/1")).text


async def test_the_command_that_fetches_it_again_names_it(pages, store):
    text = (await (await pages.as_(ADA, administrator=True)).get("/emails/2")).text
    assert "<code>postroom email retry 2</code>" in text
    assert "retry ID" not in text


async def test_what_stops_its_mailbox_is_told_too_but_nothing_that_is_over_or_of_the_profile(pages, store):
    await raise_(store)
    await raise_(store, code="IMAP-103", direction=Direction.OUTGOING, headline="Of the other direction")
    await raise_(store, code="IMAP-201", level=Level.PROFILE, headline="Of the profile")
    over = await raise_(store, code="IMAP-104", headline="Over")
    async with store.write() as tx:
        await alerts._resolve(tx, alerts.alerts.c.id == over, "it is over")
    text = (await (await pages.as_(ANA)).get("/emails/1")).text
    assert "The password is wrong" in text
    assert not re.search("Of the other direction|Of the profile|>Over<", text)


async def test_what_a_removed_mailbox_left_behind_is_for_administrators_without_its_words(pages, store):
    async with store.write() as tx:
        await mailboxes.remove(tx, ANA, delete_mail=False)
    assert (await (await pages.as_(ANA)).get("/emails/1")).status_code == 404
    text = (await (await pages.as_(ADA, administrator=True)).get("/emails/2")).text
    assert "was removed" in text
    assert "Try again" not in text


async def test_only_what_was_set_aside_is_fetched_again(pages, store):
    answer = await (await pages.as_(ANA)).send_form("/emails/1/retry")
    assert (answer.status_code, "was not set aside" in answer.text) == (409, True)


async def test_a_server_that_can_not_be_reached_is_told_of_on_the_page(pages, store):
    """Nobody listens where this profile looks."""
    answer = await (await pages.as_(ANA)).send_form("/emails/2/retry")
    assert answer.status_code == 409
    assert re.search(r"still can(&#39;|')t be fetched \([A-Z]+-\d+\)", answer.text)
    assert (ANA, "had an email fetched again", f"email 2 of {ANA}") in await log_of(store)


@pytest.mark.parametrize("who", [pytest.param(BO, id="another owner"), pytest.param("cy@example.org", id="anybody")])
async def test_others_mail_is_not_fetched_again(pages, store, who):
    assert (await (await pages.as_(who)).send_form("/emails/2/retry")).status_code == 404
    assert await log_of(store) == []


async def test_a_form_of_another_site_fetches_nothing(pages, store):
    assert (await (await pages.as_(ANA)).post("/emails/2/retry")).status_code == 403
    assert await log_of(store) == []


async def test_a_page_of_the_worst_email_is_small(pages, store):
    wild = "😀" * 998
    header = b"".join(b"X-%d: %s\r\n" % (n, b'"' * 900) for n in range(300))
    attachments = b"".join(
        b'--b\r\nContent-Disposition: attachment; filename="' + b"'" * 300 + b'"\r\n\r\nx\r\n' for _ in range(100)
    )
    raw = (
        header
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
        + b'"' * 300_000
        + b"\r\n"
        + attachments
    )
    await keep(store, ANA, a_message(9, raw=raw, subject=wild, sender=wild, recipients=(wild,) * 100))
    for code in ("IMAP-101", "IMAP-102", "IMAP-103", "IMAP-104", "IMAP-105", "IMAP-106", "IMAP-107"):
        await raise_(store, code=code, headline='"' * 900)
    answer = await (await pages.as_(ANA)).get("/emails/3")
    assert answer.status_code == 200
    assert "more characters are not shown" in answer.text
    assert len(answer.content) < 100_000


async def test_of_a_large_email_only_the_start_is_read(pages, store, monkeypatch):
    asked = []
    whole = email_rows.piece

    async def noted(tx, email_id, start, most):
        asked.append((start, most))
        return await whole(tx, email_id, start, most)

    monkeypatch.setattr(email_view.email_rows, "piece", noted)
    await keep(store, ANA, a_message(9, raw=b"Subject: long\r\n\r\n" + b"hello\r\n" * 400_000))
    text = (await (await pages.as_(ANA)).get("/emails/3")).text
    assert asked == [(0, email_view.mail_text.READ)]
    assert "only its start was read" in text


@pytest.mark.parametrize(
    ("path", "most"),
    # the switches of the house are one of them
    [("/emails", 9), ("/emails?words=secret&state=set_aside", 10), ("/emails/1", 12), ("/emails/2", 12)],
)
async def test_it_asks_as_little_of_much_mail_as_of_little(pages, store, path, most):
    ana = await pages.as_(ANA)
    for code in ("IMAP-101", "IMAP-102", "IMAP-103"):
        await raise_(store, code=code)
    await keep(store, ANA, *[a_message(n) for n in range(10, 100)])
    with counting(store) as asked:
        assert (await ana.get(path)).status_code == 200
    assert len(asked) <= most
