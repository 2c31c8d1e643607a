"""Before anything was added: a list is an empty list, what makes a database is said, and nothing is made by looking."""

from __future__ import annotations

import sqlite3

import pytest

LISTS = [
    pytest.param(words.split(), id=words)
    for words in (
        "profile list", "mailbox list", "email list", "alert list", "alert list --wall ana@example.org", "failed list",
        "errors unclassified", "errors rejudge", "errors rejudge --apply", "failed requeue --code IMAP-101",
    )
]  # fmt: skip
MADE_BY = "made by the first command that writes, such as `postroom profile add`"


@pytest.mark.parametrize("arguments", LISTS)
def test_a_list_is_empty_and_that_is_no_trouble(run, home, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (0, "")
    assert MADE_BY in ran.err
    scripts = run(*arguments, "--json")
    assert (scripts.code, scripts.json) == (0, [])
    assert not home.exists()


def test_doctor_says_the_same_of_what_makes_it(run):
    checks = {one["check"]: one for one in run("doctor", "--json").json}
    assert MADE_BY in checks["database"]["advice"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("mailbox", "list", "--profile", "office"), id="the mailboxes of a profile"),
        pytest.param(("mailbox", "test", "ana@example.org"), id="a mailbox"),
        pytest.param(("alert", "show", "1"), id="an alert"),
        pytest.param(("failed", "show", "retry-1-1"), id="a failed job"),
        pytest.param(("failed", "requeue", "retry-1-1"), id="a failed job to be tried again"),
    ],
)
def test_what_asks_for_a_named_thing_is_a_no_that_says_the_same(run, home, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert MADE_BY in ran.err
    assert not home.exists()


def test_an_older_database_is_no_empty_list(run, office, home):
    with sqlite3.connect(home / "postroom.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    ran = run("alert", "list", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "older" in ran.err
