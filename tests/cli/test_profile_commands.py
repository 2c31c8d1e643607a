"""`postroom profile`: what is said is kept, what is not allowed is named, the first command makes the database."""

import sqlite3

import pytest

from tests.kit.certificates import issue

ADD = ("profile", "add", "office", "--protocol", "imap", "--host", "imap.example.org")


def test_the_first_profile_makes_the_database_and_is_shown_as_scripts_expect_it(run, home):
    added = run(*ADD, "--owner", "Bo@example.org", "--json").json
    assert home.stat().st_mode & 0o777 == 0o700
    assert added == run("profile", "show", "office", "--json").json
    assert [added] == run("profile", "list", "--json").json
    assert {key: added[key] for key in ("name", "protocol", "owner", "health", "next_probe_at")} == {
        "name": "office",
        "protocol": "imap",
        "owner": "Bo@example.org",
        "health": {"incoming": "healthy", "outgoing": "healthy"},
        "next_probe_at": None,
    }
    assert (added["port"], added["security"], added["folders"]) == (993, "tls", ["INBOX"])
    assert set(added["mailboxes"]) == {"untested", "active", "retrying", "suspended", "halted", "disabled"}


def test_before_there_is_a_database_a_named_thing_is_not_there_and_what_makes_one_is_said(run):
    ran = run("profile", "show", "office", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "postroom profile add" in ran.err


def test_a_database_of_an_older_program_is_not_upgraded_by_the_way(run, home):
    run(*ADD)
    with sqlite3.connect(home / "postroom.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    ran = run("profile", "add", "other", "--protocol", "imap", "--host", "imap.example.org")
    assert (ran.code, ran.out) == (1, "")
    with sqlite3.connect(home / "postroom.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]


def test_every_setting_is_kept_as_it_was_said(run, tmp_path):
    ca = tmp_path / "ca.pem"
    ca.write_text(issue("imap.example.org").ca)
    said = run(
        *ADD, "--port", "1143", "--security", "starttls", "--ca-file", str(ca), "--folder", "INBOX",
        "--folder", "Архив",
        "--since", "2026-01-31", "--push", "--poll-interval", "60", "--max-sessions", "20", "--max-sign-ins", "2",
        "--timeout", "12.5", "--retry-limit", "3", "--retry-base", "1", "--retry-cap", "10", "--warn-after", "2",
        "--probe-halted", "12", "--max-message-size", "10", "--keep-days", "90", "--smtp-host", "smtp.example.org",
        "--smtp-security", "starttls", "--smtp-auth", "none", "--save-sent", "--json",
    ).json  # fmt: skip
    wanted = {
        "port": 1143, "security": "starttls", "private_ca": True, "folders": ["INBOX", "Архив"], "since": "2026-01-31",
        "push": True, "poll_interval_s": 60, "max_sessions": 20, "max_sign_ins": 2, "timeout_s": 12.5, "retry_limit": 3,
        "retry_base_s": 1, "retry_cap_s": 10, "warn_after": 2, "probe_halted_s": 12 * 3600,
        "max_message_size": 10 * 1024 * 1024, "keep_days": 90,
    }  # fmt: skip
    assert {key: said[key] for key in wanted} == wanted
    assert said["outgoing"] == {
        "smtp_host": "smtp.example.org", "smtp_port": 587, "smtp_security": "starttls", "smtp_auth": "none",
        "save_sent": True,
    }  # fmt: skip


def test_set_changes_what_is_named_and_nothing_else(run):
    before = run(
        *ADD, "--since", "2026-01-31", "--max-sessions", "9", "--keep-days", "9", "--retry-limit", "3", "--json"
    ).json
    after = run(
        "profile", "set", "office", "--since", "none", "--max-sessions", "unlimited", "--keep-days", "forever",
        "--probe-halted", "never", "--json",
    ).json  # fmt: skip
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"since", "max_sessions", "keep_days", "probe_halted_s"}
    assert all(after[key] is None for key in changed)


def test_the_usual_port_follows_the_security_another_one_stays(run):
    run(*ADD)
    assert run("profile", "set", "office", "--security", "starttls", "--json").json["port"] == 143
    run("profile", "set", "office", "--port", "1143")
    assert run("profile", "set", "office", "--security", "tls", "--json").json["port"] == 1143


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--port", "0"),
        ("--port", "65536"),
        ("--port", "imap"),
        ("--host", "mail example.org"),
        ("--host", "-mail.example.org"),
        ("--host", "a..b"),
        ("--host", "x" * 64 + ".org"),
        ("--security", "ssl"),
        ("--ca-file", "nowhere.pem"),
        ("--ca-file", "not-a-certificate.pem"),
        ("--owner", "ana"),
        ("--since", "31.1.2026"),
        ("--since", "2026-02-30"),
        ("--poll-interval", "0"),
        ("--poll-interval", "-1"),
        ("--poll-interval", "nan"),
        ("--poll-interval", "1e400"),
        ("--poll-interval", "soon"),
        ("--timeout", "0"),
        ("--max-sessions", "0"),
        ("--max-sign-ins", "0"),
        ("--retry-limit", "0"),
        ("--retry-base", "0"),
        ("--retry-base", "7200"),
        ("--retry-cap", "-5"),
        ("--warn-after", "0"),
        ("--probe-halted", "sometimes"),
        ("--probe-halted", "0"),
        ("--keep-days", "0"),
        ("--max-message-size", "0"),
        ("--folder", ""),
        ("--smtp-port", "0"),
        ("--smtp-security", "ssl"),
    ],
)
def test_each_option_that_is_not_allowed_is_named_and_nothing_is_kept(run, tmp_path, option, value):
    (tmp_path / "not-a-certificate.pem").write_text("-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n")
    ran = run(*ADD, option, value)
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err
    assert "Traceback" not in ran.err
    assert run("profile", "show", "office").code == 1


@pytest.mark.parametrize("protocol", ["graph", "ews"])
def test_a_protocol_of_a_later_version_is_called_that(run, protocol):
    ran = run("profile", "add", "office", "--protocol", protocol)
    assert (ran.code, ran.out) == (2, "")
    assert f"{protocol!r} is not in this version" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        pytest.param(("add", "office", "--protocol", "imap"), 2, "--host", id="no host"),
        pytest.param(("add", "office", "--protocol", "pop3"), 2, "--protocol", id="no such protocol"),
        pytest.param(ADD[1:], 1, "office", id="twice the same"),
        pytest.param(("set", "office"), 2, "nothing to change", id="nothing to change"),
        pytest.param(("set", "nowhere", "--push"), 1, "nowhere", id="set: no such profile"),
        pytest.param(("show", "nowhere"), 1, "nowhere", id="show: no such profile"),
        pytest.param(("remove", "nowhere", "--yes"), 1, "nowhere", id="remove: no such profile"),
        pytest.param(("set", "office", "--save-sent"), 2, "--smtp-host", id="sending without a server"),
        pytest.param(("set", "office", "--folder", "all", "--folder", "INBOX"), 2, "--folder", id="all and one"),
    ],
)
def test_what_cannot_be_is_told(run, arguments, code, named):
    run(*ADD)
    ran = run("profile", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert named in ran.err


def test_remove_asks_who_can_be_asked_and_is_refused_while_it_has_mailboxes(run):
    run(*ADD)
    asked = run("profile", "remove", "office", answers=b"n\n")
    assert (asked.code, "Remove the profile office?" in asked.err) == (1, True)
    run("mailbox", "add", "ana@example.org", "--profile", "office", "--password-stdin", stdin=b"x")
    refused = run("profile", "remove", "office")
    assert refused.code == 1
    assert "1" in refused.err
    run("mailbox", "remove", "ana@example.org", "--yes")
    assert run("profile", "remove", "office").code == 0
    assert run("profile", "list", "--json").json == []
