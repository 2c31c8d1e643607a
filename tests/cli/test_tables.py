"""Tables in the width of a terminal: words are wrapped; ids, codes, addresses and URLs are never cut."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta

import pytest

from cli import say, tables
from cli.tables import Cell
from errors.memory import signal_document
from errors.model import Actor, Direction, Level, Nature, Protocol, Severity, Signal, Stage
from store import alerts, attempts, mailboxes
from store.records import Attempt, Raised
from tests.kit.stores import NOON, a_mailbox, a_profile

LONG = "a.rather.long.name.of.somebody@mail.department.example.org"
URL = (
    "https://support.example.org/mail/answer/185833?hl=en&topic=a-page-whose-address-is-longer-than-a-terminal-is-wide"
)
SAID = f"NO [XFROB] the quux is out of order, as {URL} explains at length to whoever reads it to its end"
FINGERPRINT = "0123456789ab"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def lines_of(headers, rows, **options):
    told = tables.table(headers, [[Cell(text) for text in row] for row in rows], **options)
    return ["".join(text for text, _ in line) for line in told]


def test_words_are_wrapped_beside_whole_columns_where_there_is_room():
    shown = lines_of(
        ("id", "what", "act"), [("1", "one two three four five six seven", "you")], width=34, prose=("what",)
    )
    assert shown == [
        "id  what                       act",
        "1   one two three four five    you",
        "    six seven",
    ]


def test_words_stand_below_their_row_where_there_is_none():
    shown = lines_of(("id", "where", "what"), [("1", LONG, "one two three")], width=70, prose=("what",))
    assert shown == ["id  where", f"1   {LONG}", "    one two three"]


def test_columns_that_do_not_fit_are_folded_with_their_names_and_empty_ones_left_out():
    rows = [("ana@example.org", "active", "", "12"), ("bo@example.org", "halted", "IMAP-101", "0")]
    shown = lines_of(("address", "incoming", "code", "emails"), rows, width=26)
    assert shown == [
        "address          incoming",
        "ana@example.org  active",
        "    emails 12",
        "bo@example.org   halted",
        "    code IMAP-101",
        "    emails 0",
    ]


def test_without_a_width_every_row_is_one_line_for_grep():
    shown = lines_of(("id", "what"), [("1", "word " * 100 + "end")], width=None, prose=("what",))
    assert [line.count("word") for line in shown] == [0, 100]


def test_wide_letters_count_as_wide_as_they_are():
    (header, row) = lines_of(("name", "x"), [("受信箱", "1")], width=80)
    assert (header, row) == ("name    x", "受信箱  1")


@pytest.mark.parametrize("width", [1, 7, 80])
def test_no_word_is_ever_cut(width):
    text = f"see {URL} and {LONG}"
    assert " ".join(tables.wrapped(text, width)) == text


@pytest.mark.parametrize("width", [10, 80])
def test_facts_keep_their_values_whole(width):
    told = tables.facts([("help", Cell(URL)), ("owner", Cell(LONG))], width)
    shown = "\n".join("".join(text for text, _ in line) for line in told)
    assert URL in shown
    assert LONG in shown


def test_a_time_of_today_is_a_time_and_another_a_date():
    now = datetime.now(UTC)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", say.short(now))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", say.short(now - timedelta(days=2)))


def test_a_command_stays_on_one_line_where_it_fits():
    text = "When this is over, `postroom mailbox test ana@example.org` tests and enables it."
    assert tables.wrapped(text, 44) == [
        "When this is over,",
        "`postroom mailbox test ana@example.org`",
        "tests and enables it.",
    ]


def test_prose_with_a_long_word_stands_below_its_row():
    shown = lines_of(("id", "where", "what"), [("1", LONG, f"for {LONG}")], width=100, prose=("what",))
    assert shown == ["id  where", f"1   {LONG}", f"    for {LONG}"]


# -- at a terminal -------------------------------------------------------------------------------------------------


@pytest.fixture(params=[80, 120])
def terminal(request, run, monkeypatch):
    """terminal(...): what is shown on a terminal of this width, without colours."""

    def show(*arguments: str) -> str:
        monkeypatch.setenv("COLUMNS", str(request.param))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        ran = run(*arguments)
        assert ran.code == 0, ran.err
        shown = ESCAPES.sub("", ran.out)
        long = [line for line in shown.splitlines() if len(line) > request.param and URL not in line]
        assert long == []
        assert "…" not in shown
        return shown

    return show


@pytest.fixture
def trouble(in_store):
    """A mailbox with a long address, whose alert tells a long URL."""

    async def fill(store):
        await a_profile(store, "a-profile-with-a-name", owner="pia@example.org")
        box = await a_mailbox(store, LONG, profile="a-profile-with-a-name", owner=LONG)
        signal = Signal(Protocol.IMAP, Stage.POLL, SAID, "NO", "XFROB")
        seen = {"at": NOON.isoformat(), "stage": "auth", "response": SAID, "code": "IMAP-104", "help": URL}
        async with store.write() as tx:
            await attempts.record(
                tx,
                Attempt(
                    (await mailboxes.get(tx, LONG)).incoming.id, NOON, ok=False, stage=Stage.POLL, code="UNK-901",
                    response=SAID, fingerprint=FINGERPRINT, signal=signal_document(signal, text=False),
                ),
            )  # fmt: skip
            await alerts.raise_(
                tx,
                Raised(
                    "IMAP-104", Nature.PERMANENT, Severity.ERROR, Level.MAILBOX, "mailbox", box.id, Direction.INCOMING,
                    Actor.MAILBOX_OWNER, f"imap.example.org wants an app password for {LONG}", "make one", NOON, seen,
                ),
            )  # fmt: skip

    in_store(fill)


@pytest.mark.parametrize(
    ("arguments", "whole"),
    [
        pytest.param(("alert", "list"), ("IMAP-104", LONG, "mailbox owner", "error"), id="alert list"),
        pytest.param(("alert", "show", "1"), ("IMAP-104", LONG, URL), id="alert show"),
        pytest.param(("mailbox", "list"), (LONG, "active", "a-profile-with-a-name"), id="mailbox list"),
        pytest.param(("mailbox", "show", LONG), (LONG, URL, "UNK-901"), id="mailbox show"),
        pytest.param(("errors", "unclassified"), (FINGERPRINT, "UNK-901", URL), id="errors unclassified"),
        pytest.param(("errors", "list"), ("IMAP-104", "OAUTH-101"), id="errors list"),
        pytest.param(("profile", "list"), ("a-profile-with-a-name", "imap.example.org:993"), id="profile list"),
    ],
)
def test_what_people_copy_is_whole_at_every_width(terminal, trouble, arguments, whole):
    shown = terminal(*arguments)
    assert [one for one in whole if one not in shown] == []


def test_a_wall_shows_what_its_reader_must_do(terminal, trouble):
    shown = " ".join(terminal("alert", "list", "--wall", LONG).split())
    assert "-> Sign in at your provider's web site" in shown
    assert "then give it to Postroom: it is tested at once, and mail goes on." in shown
    assert "->" not in terminal("alert", "list")  # another one must act
