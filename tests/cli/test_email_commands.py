"""`postroom email`: what is stored is listed, shown, and given back byte for byte."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from store import emails, leases
from store.records import CursorRow
from tests.kit.stores import a_mailbox, a_message, a_profile, leased

ROOT = Path(__file__).resolve().parents[2]

NASTY = b"Message-ID: <3@example.org>\r\nSubject: \xff\x00 \x1b[31mred\r\n\r\n\x00\x01\xff no newline at the end"


@pytest.fixture
def stored(in_store):
    """Two of Ana's that are whole, one set aside; one of Bo's."""

    async def fill(store):
        await a_profile(store)
        await a_mailbox(store, "ana@example.org")
        await a_mailbox(store, "bo@example.test")
        cursor = CursorRow(uid_validity=7, low=1, high=9, messages=None)
        for address, messages in (
            ("ana@example.org", [a_message(1), a_message(2, subject="\u202eevil\nsubject")]),
            ("bo@example.test", [a_message(1, message_id="<bo@example.test>", recipients=("bo@example.test",))]),
            ("ana@example.org", [a_message(3, raw=NASTY, code="MSG-201", response="NO broken")]),
        ):
            held = await leased(store, address)
            async with store.write() as tx:
                await emails.store(tx, held, "INBOX", messages, cursor)
            async with store.write() as tx:
                await leases.release(tx, held.direction.id, held.direction.fence)

    in_store(fill)


def test_a_list_is_the_newest_first_with_all_that_scripts_rely_on(run, stored):
    listed = run("email", "list", "--json").json
    assert [(one["mailbox"], one["uid"], one["state"]) for one in listed] == [
        ("ana@example.org", 3, "set_aside"),
        ("bo@example.test", 1, "received"),
        ("ana@example.org", 2, "received"),
        ("ana@example.org", 1, "received"),
    ]
    first = listed[-1]
    raw = a_message(1).raw
    wanted = {
        "mailbox": "ana@example.org", "direction": "incoming", "state": "received", "message_id": "<1@example.org>",
        "subject": "number 1", "from": "bo@example.test", "to": ["ana@example.org"], "size": len(raw),
        "sha256": hashlib.sha256(raw).hexdigest(), "received_at": "2026-03-01T12:00:01Z", "gone_at": None,
        "folder": "INBOX", "uid": 1,
    }  # fmt: skip
    assert {key: first[key] for key in wanted} == wanted
    assert run("email", "show", str(first["id"]), "--json").json == first


def test_with_after_new_mail_is_followed_in_the_order_of_seq(run, stored):
    every = sorted(one["seq"] for one in run("email", "list", "--json").json)
    followed = [one["seq"] for one in run("email", "list", "--after", str(every[0]), "--limit", "2", "--json").json]
    assert followed == every[1:3]
    assert run("email", "list", "--after", str(every[-1]), "--json").json == []


def test_a_list_can_be_of_one_mailbox_and_one_state(run, stored):
    listed = run("email", "list", "--mailbox", "ANA@example.org", "--state", "set_aside", "--json").json
    assert [one["uid"] for one in listed] == [3]
    assert listed[0]["code"] == "MSG-201"
    assert run("email", "list", "--state", "sent", "--json").json == []


def test_raw_is_byte_for_byte(run, stored):
    aside = run("email", "list", "--state", "set_aside", "--json").json[0]
    command = [sys.executable, "-m", "postroom", "email", "raw", str(aside["id"])]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout == NASTY


def test_strangers_words_are_made_safe_for_the_terminal(run, stored):
    listed = run("email", "list").out
    assert "\u202e" not in listed
    assert "\x1b" not in listed
    assert len(listed.splitlines()) == 5


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        pytest.param(("show", "99"), 1, "99", id="show: not there"),
        pytest.param(("raw", "99"), 1, "99", id="raw: not there"),
        pytest.param(("retry", "99"), 1, "99", id="retry: not there"),
        pytest.param(("show", "0"), 2, "ID", id="no id"),
        pytest.param(("show", "9" * 30), 2, "ID", id="no id of ours"),
        pytest.param(("list", "--mailbox", "nobody@example.org"), 1, "nobody@example.org", id="no such mailbox"),
        pytest.param(("list", "--mailbox", "nobody"), 2, "--mailbox", id="no address"),
        pytest.param(("list", "--state", "lost"), 2, "--state", id="no such state"),
        pytest.param(("list", "--after", "-1"), 2, "--after", id="before the beginning"),
        pytest.param(("list", "--limit", "0"), 2, "--limit", id="no limit"),
    ],
)
def test_what_cannot_be_asked_is_named(run, stored, arguments, code, named):
    ran = run("email", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err


def test_mail_of_a_removed_mailbox_stays_and_is_its_own_again_after_an_import(run, stored, tmp_path, in_store):
    assert run("mailbox", "remove", "ana@example.org", "--yes").code == 0
    assert len(run("email", "list", "--json").json) == 4
    (tmp_path / "again.csv").write_text("address,profile,owner,username,password\nAna@example.org,office,,,pw\n")
    assert run("mailbox", "import", str(tmp_path / "again.csv")).code == 0
    assert run("mailbox", "show", "ana@example.org", "--json").json["emails_stored"] == 2
    assert len(run("email", "list", "--mailbox", "ana@example.org", "--json").json) == 3


def test_remove_with_delete_mail_deletes_its_mail_and_no_other(run, stored):
    assert run("mailbox", "remove", "ana@example.org", "--delete-mail", "--yes").code == 0
    assert [one["mailbox"] for one in run("email", "list", "--json").json] == ["bo@example.test"]
