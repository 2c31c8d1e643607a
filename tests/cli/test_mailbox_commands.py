"""`postroom mailbox`: adding, listing, removing; passwords come in by standard input or a file and never come out."""

import pytest

from errors.model import Direction
from store.keys import new_key
from tests.kit.stores import leased

PASSWORD = 'p\u00e4ss w\u00f6rd " \\ {}'
ADD = ("mailbox", "add", "Ana@Example.org", "--profile", "office")


@pytest.fixture
def kept_password(in_store):
    """What the store would sign in with."""

    def read(address: str) -> str | None:
        async def ask(store):
            return (await leased(store, address)).password

        return in_store(ask)

    return read


def test_a_new_mailbox_is_untested_and_shown_as_scripts_expect_it(run, office):
    ran = run(*ADD, "--owner", "bo@example.test", "--username", "ana", "--password-stdin", "--json", stdin=b"pw\n")
    added = ran.json
    assert (added["address"], added["profile"], added["owner"], added["username"]) == (
        "Ana@Example.org", "office", "bo@example.test", "ana",
    )  # fmt: skip
    for direction in Direction:
        assert {key: added[direction][key] for key in ("state", "test", "streak", "budget_left", "last_code")} == {
            "state": "untested", "test": "not_run", "streak": 0, "budget_left": 14, "last_code": None,
        }  # fmt: skip
        assert added[direction]["next_attempt_at"] is added[direction]["last_success_at"] is None
    assert (added["emails_stored"], added["emails_set_aside"], added["last_email_at"]) == (0, 0, None)
    assert [added] == run("mailbox", "list", "--json").json
    shown = run("mailbox", "show", "ANA@example.ORG", "--json").json
    assert {key: shown[key] for key in added} == added
    assert shown["attempts"] == []


def test_people_are_told_what_comes_next(run, office):
    ran = run(*ADD, "--password-stdin", stdin=b"pw\n")
    assert "postroom mailbox test Ana@Example.org" in ran.err
    shown = run("mailbox", "show", "ana@example.org").out
    assert "untested" in shown
    assert "14" in shown


@pytest.mark.parametrize(
    ("arguments", "none", "untested"),
    [
        pytest.param(("--no-incoming",), "incoming", "outgoing", id="only sends"),
        pytest.param(("--no-outgoing",), "outgoing", "incoming", id="only receives"),
    ],
)
def test_a_direction_that_is_not_wanted_is_none(run, office, arguments, none, untested):
    added = run(*ADD, *arguments, "--password-stdin", "--json", stdin=b"pw").json
    assert (added[none]["state"], added[untested]["state"]) == ("none", "untested")


@pytest.mark.parametrize(
    ("octets", "password"),
    [
        pytest.param(b"pw", "pw", id="no newline"),
        pytest.param(b"pw\n", "pw", id="one newline"),
        pytest.param(b"pw\r\n", "pw", id="a newline of another kind"),
        pytest.param(b" pw \n", " pw ", id="blanks belong to it"),
        pytest.param(f"{PASSWORD}\n".encode(), PASSWORD, id="special characters"),
    ],
)
@pytest.mark.parametrize("way", ["stdin", "file"])
def test_a_password_loses_its_last_newline_and_nothing_else(
    run, office, kept_password, tmp_path, octets, password, way
):
    (tmp_path / "pw").write_bytes(octets)
    given = ("--password-stdin",) if way == "stdin" else ("--password-file", str(tmp_path / "pw"))
    ran = run(*ADD, *given, stdin=octets if way == "stdin" else b"")
    assert ran.code == 0
    assert password not in ran.out + ran.err
    assert kept_password("ana@example.org") == password


@pytest.mark.parametrize(
    ("given", "octets", "named"),
    [
        pytest.param((), b"pw", "--password-stdin", id="neither"),
        pytest.param(("--password-stdin", "--password-file", "pw"), b"pw", "--password-file", id="both"),
        pytest.param(("--password-file", "nowhere"), b"", "nowhere", id="no such file"),
        pytest.param(("--password-stdin",), b"", "empty", id="empty"),
        pytest.param(("--password-stdin",), b"\n", "empty", id="a newline alone"),
        pytest.param(("--password-stdin",), b"one\ntwo\n", "line", id="two lines"),
        pytest.param(("--password-stdin",), b"hunter2\x00", "NUL", id="a NUL"),
        pytest.param(("--password-stdin",), b"hunter2\xff", "UTF-8", id="not UTF-8"),
        pytest.param(("hunter2", "--password-stdin"), b"pw", "argument", id="on the command line"),
    ],
)
def test_a_password_that_cannot_be_is_told_without_showing_it(run, office, given, octets, named):
    ran = run(*ADD, *given, stdin=octets)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err
    assert "hunter2" not in ran.err or "hunter2" in given
    assert run("mailbox", "list", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        pytest.param(("ana", "--profile", "office"), 2, "ADDRESS", id="no address"),
        pytest.param(("ana@", "--profile", "office"), 2, "ADDRESS", id="no domain"),
        pytest.param(("a na@example.org", "--profile", "office"), 2, "ADDRESS", id="a blank"),
        pytest.param(("ana@exa_mple..org", "--profile", "office"), 2, "ADDRESS", id="a domain that is none"),
        pytest.param(("ana@example.org",), 2, "--profile", id="no profile"),
        pytest.param(("ana@example.org", "--profile", "nowhere"), 1, "nowhere", id="no such profile"),
        pytest.param(("ana@example.org", "--profile", "office", "--owner", "bo"), 2, "--owner", id="no person"),
        pytest.param(("ana@example.org", "--profile", "office", "--username", "a\tb"), 2, "--username", id="a tab"),
        pytest.param(
            ("ana@example.org", "--profile", "office", "--no-incoming", "--no-outgoing"), 2, "--no-", id="none"
        ),
    ],
)
def test_what_cannot_be_added_is_named(run, office, arguments, code, named):
    ran = run("mailbox", "add", *arguments, "--password-stdin", stdin=b"pw")
    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err


def test_twice_the_same_address_is_refused_whatever_its_case(run, office):
    run(*ADD, "--password-stdin", stdin=b"pw")
    again = run("mailbox", "add", "ana@example.ORG", "--profile", "office", "--password-stdin", stdin=b"pw")
    assert again.code == 1
    assert "ana@example.org" in again.err.lower()


def test_the_list_can_be_of_one_profile(run, office):
    run("profile", "add", "other", "--protocol", "imap", "--host", "imap.example.test")
    run(*ADD, "--password-stdin", stdin=b"pw")
    run("mailbox", "add", "bo@example.test", "--profile", "other", "--password-stdin", stdin=b"pw")
    listed = run("mailbox", "list", "--profile", "other", "--json").json
    assert [one["address"] for one in listed] == ["bo@example.test"]
    assert run("mailbox", "list", "--profile", "nowhere").code == 1
    table = run("mailbox", "list").out
    assert "Ana@Example.org" in table
    assert "bo@example.test" in table


@pytest.mark.parametrize("verb", ["show", "remove", "disable", "test", "enable"])
def test_a_mailbox_that_is_not_there_is_a_no(run, office, verb):
    yes = ("--yes",) if verb == "remove" else ()
    ran = run("mailbox", verb, "nobody@example.org", *yes)
    assert (ran.code, ran.out) == (1, "")
    assert "nobody@example.org" in ran.err


def test_remove_asks_unless_told_not_to(run, office):
    run(*ADD, "--password-stdin", stdin=b"pw")
    asked = run("mailbox", "remove", "ana@example.org")
    assert asked.code == 2
    assert "--yes" in asked.err
    assert run("mailbox", "remove", "ana@example.org", "--yes").code == 0
    assert run("mailbox", "list", "--json").json == []


@pytest.mark.parametrize(
    ("answers", "code", "left"),
    [
        pytest.param(b"y\n", 0, 0, id="yes"),
        pytest.param(b"n\n", 1, 1, id="no"),
        pytest.param(b"\n", 1, 1, id="nothing is no"),
        pytest.param(b"", 130, 1, id="no answer"),
    ],
)
def test_at_a_terminal_remove_asks_and_obeys(run, office, answers, code, left):
    run(*ADD, "--password-stdin", stdin=b"pw")
    ran = run("mailbox", "remove", "ana@example.org", answers=answers)
    assert ran.code == code
    assert "keep its 0 stored emails" in ran.out + ran.err
    assert len(run("mailbox", "list", "--json").json) == left


@pytest.mark.parametrize("verb", ["test", "enable"])
def test_sending_cannot_be_tested_in_this_version_and_is_not_enabled_by_the_way(run, office, verb):
    run(*ADD, "--password-stdin", stdin=b"pw")
    ran = run("mailbox", verb, "ana@example.org", "--direction", "outgoing")
    assert (ran.code, ran.out) == (2, "")
    assert "--direction" in ran.err
    assert run("mailbox", "show", "ana@example.org", "--json").json["outgoing"]["state"] == "untested"


def test_reencrypting_lets_an_old_key_go(run, office, monkeypatch):
    old, new = new_key(), new_key()
    monkeypatch.setenv("POSTROOM_SECRET_KEY", old)
    assert run(*ADD, "--password-stdin", stdin=b"pw\n").code == 0
    monkeypatch.setenv("POSTROOM_SECRET_KEY", new)
    assert run("mailbox", "reencrypt").code == 2  # the new key alone reads nothing
    monkeypatch.setenv("POSTROOM_SECRET_KEY", f"{new},{old}")
    assert run("mailbox", "reencrypt").out.startswith("encrypted 1 password anew")
    assert run("mailbox", "reencrypt").out.startswith("encrypted 0 passwords anew")
    monkeypatch.setenv("POSTROOM_SECRET_KEY", new)
    assert run("mailbox", "reencrypt").code == 0
