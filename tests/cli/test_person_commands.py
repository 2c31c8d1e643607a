"""`postroom person`: who signs in to the pages. Passwords come in by standard input, a file, a terminal; never out."""

from __future__ import annotations

import asyncio
import getpass

import pytest

from store import audit, invitations, people, sessions
from tests.kit.stores import a_mailbox, a_profile
from web.passwords import Passwords

ADA, BO = "ada@example.org", "bo@example.org"
PASSWORD = "wonderful tea at noon"
ADMINISTRATOR = ("person", "add", ADA, "--administrator", "--password-stdin")


@pytest.fixture
def asked(in_store):
    """What the store says: asked(question)."""

    def ask(question):
        async def work(store):
            async with store.read() as tx:
                return await question(tx)

        return in_store(work)

    return ask


@pytest.fixture
def signs_in_by(asked):
    def ask(address: str, password: str) -> bool:
        kept = asked(lambda tx: people.account(tx, address)).password
        return asyncio.run(Passwords().right(kept, password))

    return ask


@pytest.fixture
def noted(asked):
    """What the audit log holds, the newest first."""
    return lambda: [(one.did, one.about) for one in asked(audit.listing)]


def test_a_person_is_added_with_a_password_and_listed_as_scripts_expect(run, signs_in_by):
    ran = run(*ADMINISTRATOR, "--json", stdin=f"{PASSWORD}\n".encode())
    expected = {"address": ADA, "administrator": True, "signs_in": True, "mailboxes": 0, "profiles": 0}
    assert (ran.code, ran.json) == (0, {**expected, "link": None})
    assert run("person", "list", "--json").json == [expected]
    assert signs_in_by(ADA, PASSWORD)


def test_a_password_is_nowhere_in_what_is_said_or_noted(run, in_store, asked):
    said = [
        run(*ADMINISTRATOR, stdin=PASSWORD.encode()),
        run("person", "password", ADA, "--password-stdin", stdin=PASSWORD.encode()),
        run("person", "add", BO, "--password-stdin", stdin=b"tiny secret"),
        run("person", "list"),
        run("person", "list", "--json"),
    ]
    entries = asked(audit.listing)
    for text in (*(one.out + one.err for one in said), repr(entries), repr(asked(lambda tx: people.account(tx, ADA)))):
        assert not any(part in text for part in (PASSWORD, "tiny secret", "$argon2"))


def test_what_is_changed_is_noted_with_the_user_who_did_it(run, asked, noted):
    run(*ADMINISTRATOR, stdin=PASSWORD.encode())
    run("person", "add", BO, "--link")
    run("person", "remove", BO)
    assert noted() == [
        ("removed a person", BO),
        ("made a link to set a password", BO),
        ("added a person", BO),
        ("set the password of a person", ADA),
        ("made a person an administrator", ADA),
        ("added a person", ADA),
    ]
    assert {one.who for one in asked(audit.listing)} == {f"command line ({getpass.getuser()})"}


@pytest.mark.parametrize(
    ("password", "words"),
    [
        pytest.param("short", "at least 12", id="too short"),
        pytest.param("x" * 1025, "at most 1024", id="too long"),
        pytest.param(ADA, "your address", id="the address itself"),
        pytest.param(" Password1234", "first that are guessed", id="one of the commonest"),
        pytest.param("abababababab", "first that are guessed", id="two letters over and over"),
        pytest.param("", "empty", id="empty"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused_with_why(run, password, words):
    ran = run(*ADMINISTRATOR, stdin=password.encode())
    assert ran.code == 2
    assert words in ran.err


def test_one_way_to_give_a_password_is_enough(run):
    assert run(*ADMINISTRATOR, "--link", stdin=PASSWORD.encode()).code == 2


def test_who_was_added_without_a_password_can_not_sign_in(run, noted):
    ran = run("person", "add", BO)
    assert ran.out == f"{BO}: can't sign in yet\n"
    assert run("person", "list", "--json").json[0]["signs_in"] is False


def test_a_link_works_for_that_person_once(run, in_store, asked):
    ran = run("person", "add", BO, "--link")
    token = ran.out.splitlines()[-1].removeprefix("/welcome/")

    async def take(store):
        async with store.write() as tx:
            return await invitations.take(tx, token), await invitations.take(tx, token)

    first, second = in_store(take)
    assert (first.purpose, first.person.address, second) == (invitations.Purpose.PASSWORD, BO, None)


def test_a_new_password_signs_a_person_out_everywhere_and_voids_links(run, in_store, signs_in_by):
    run(*ADMINISTRATOR, stdin=PASSWORD.encode())
    link = run("person", "password", ADA, "--link").out.strip()

    async def begin(store):
        async with store.write() as tx:
            return await sessions.begin(tx, (await people.get(tx, ADA)).id)

    token = in_store(begin)
    assert run("person", "password", ADA, "--password-stdin", stdin=b"a quite different one").code == 0
    assert signs_in_by(ADA, "a quite different one")

    async def left(store):
        async with store.read() as tx:
            return await sessions.whose(tx, token), await invitations.look(tx, link.removeprefix("/welcome/"))

    assert in_store(left) == (None, None)


def test_at_a_terminal_the_password_is_typed_twice(run, monkeypatch, signs_in_by):
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "something else then"])
    monkeypatch.setattr("cli.people.getpass", lambda _: next(typed))
    assert run("person", "add", ADA, answers=b"").code == 0
    assert signs_in_by(ADA, PASSWORD)
    refused = run("person", "password", ADA, answers=b"")
    assert (refused.code, "not the same" in refused.err) == (2, True)


def test_for_scripts_a_new_password_must_come_from_somewhere(run):
    run("person", "add", BO)
    assert run("person", "password", BO).code == 2


@pytest.mark.parametrize("verb", [("password", "--link"), ("remove",)])
def test_who_is_not_there_is_told_of(run, verb):
    run("person", "add", ADA)
    ran = run("person", verb[0], "nobody@example.org", *verb[1:])
    assert (ran.code, "there is no person nobody@example.org" in ran.err) == (1, True)


def test_people_are_there_from_the_first_mention_with_what_they_own(run, office, in_store):
    in_store(lambda store: a_mailbox(store, "a@example.org", owner="Bo@Example.org"))
    in_store(lambda store: a_mailbox(store, "b@example.org", owner=BO))
    in_store(lambda store: a_profile(store, "other", owner=BO))
    (listed,) = run("person", "list", "--json").json
    assert (listed["address"], listed["mailboxes"], listed["profiles"]) == ("Bo@Example.org", 2, 1)


def test_who_owns_something_is_removed_only_after_a_yes_and_it_stays_nobodys(run, office, in_store):
    in_store(lambda store: a_mailbox(store, "a@example.org", owner=BO))
    assert run("person", "remove", BO).code == 2
    asked = run("person", "remove", BO, answers=b"n\n")
    assert (asked.code, "1 mailbox will be nobody's" in asked.err) == (1, True)
    assert run("person", "remove", BO, "--yes").code == 0
    assert run("mailbox", "show", "a@example.org", "--json").json["owner"] is None
    assert run("person", "list", "--json").json == []


@pytest.mark.parametrize("command", [("remove", ADA), ("add", ADA, "--no-administrator")])
def test_the_last_administrator_goes_only_after_a_yes(run, command):
    run(*ADMINISTRATOR, stdin=PASSWORD.encode())
    refused = run("person", *command)
    assert (refused.code, "say --yes" in refused.err) == (2, True)
    run("person", "add", BO, "--administrator")
    assert run("person", *command).code == 2, "one who can't sign in does not count"
    assert run("person", *command, "--yes").code == 0
    assert not any(one["administrator"] for one in run("person", "list", "--json").json if one["address"] == ADA)


def test_one_administrator_of_two_goes_without_a_question(run):
    run(*ADMINISTRATOR, stdin=PASSWORD.encode())
    run("person", "add", BO, "--administrator", "--password-stdin", stdin=b"another fine sentence")
    assert run("person", "add", ADA, "--no-administrator").out == f"{ADA}: signs in\n"
    assert run("person", "remove", ADA).code == 0


def test_to_add_a_person_again_changes_only_what_is_said(run, signs_in_by):
    run(*ADMINISTRATOR, stdin=PASSWORD.encode())
    again = run("person", "add", "ADA@example.org", "--json").json
    assert (again["address"], again["administrator"], again["signs_in"]) == (ADA, True, True)
    assert signs_in_by(ADA, PASSWORD)
