"""A profile's settings as they were typed: read, refused in words, and put beside what somebody else saved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from errors.model import Policy
from store.records import Profile
from tests.kit.certificates import issue
from web import profile_form, profile_settings

OFFICE = Profile(
    id=1, version=3, name="office", owner="pia@example.org", protocol="imap", host="imap.example.org",
    port=993, security="tls", ca=None, folders=("INBOX",), since=None, push=False,
    poll_interval=timedelta(seconds=300), max_sessions=None, max_sign_ins=10, timeout=timedelta(seconds=30),
    policy=Policy(), outgoing={}, max_message_size=50 * 2**20, keep_days=None,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip
SENDING = replace(
    OFFICE,
    outgoing={"smtp_host": "smtp.example.org", "smtp_port": 465, "smtp_security": "tls", "smtp_auth": "same"},
)
BIDI = "INBOX\u202e"


def sent(profile=OFFICE, *, administrator=True, unticked=(), **typed):
    """What a browser sends of this profile's page after these were typed into it."""
    stood = profile_settings.shown(profile)
    boxes = [one.name for one in profile_settings.fields(administrator=True) if one.kind == "checkbox"]
    fields = {name: text for name, text in stood.items() if name not in boxes or text == "yes"}
    fields |= typed | {"version": str(profile.version), "was": json.dumps(stood)}
    return profile_form.sent(
        {name: text for name, text in fields.items() if name not in unticked}, administrator=administrator
    )


def changed(profile=OFFICE, **typed):
    form = sent(profile, **typed)
    return profile_form.changed(profile, form.answers, administrator=True), form.answers.wrong


@pytest.mark.parametrize("profile", [pytest.param(OFFICE, id="as new"), pytest.param(SENDING, id="that sends")])
def test_what_is_sent_as_it_stood_changes_nothing(profile):
    assert changed(profile) == ({}, {})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param({"host": " mail.example.org "}, {"host": "mail.example.org"}, id="blanks around a host"),
        pytest.param({"security": "starttls"}, {"security": "starttls", "port": 143}, id="the usual port goes along"),
        pytest.param(
            {"security": "starttls", "port": "1143"}, {"security": "starttls", "port": 1143}, id="a port of one's own"
        ),
        pytest.param({"folders": "INBOX\r\n\r\nSent Mail \r\n"}, {"folders": ("INBOX", "Sent Mail ")}, id="folders"),
        pytest.param({"since": "2026-01-31"}, {"since": date(2026, 1, 31)}, id="a day"),
        pytest.param({"push": "yes"}, {"push": True}, id="a ticked box"),
        pytest.param({"max_sessions": "5"}, {"max_sessions": 5}, id="a limit"),
        pytest.param({"max_message_size": "10"}, {"max_message_size": 10 * 2**20}, id="MiB"),
        pytest.param({"keep_days": "30"}, {"keep_days": 30}, id="days"),
        pytest.param({"poll_interval": "0.5"}, {"poll_interval": timedelta(milliseconds=500)}, id="half a second"),
        pytest.param({"probe_halted": "never"}, {"policy": replace(Policy(), probe_halted=None)}, id="never"),
        pytest.param({"probe_halted": ""}, {"policy": replace(Policy(), probe_halted=None)}, id="empty is never"),
        pytest.param(
            {"retry_limit": "3", "warn_after": "2"},
            {"policy": replace(Policy(), retry_limit=3, warn_after=2)},
            id="two of the policy, the others stay",
        ),
        pytest.param({"owner": ""}, {"owner": None}, id="nobody's"),
        pytest.param({"owner": "bo@example.org"}, {"owner": "bo@example.org"}, id="another's"),
    ],
)
def test_what_is_typed_becomes_a_setting(typed, expected):
    assert changed(**typed) == (expected, {})


@pytest.mark.parametrize(
    ("kept", "typed", "expected"),
    [
        pytest.param({"port": 1993}, {"port": ""}, {"port": 993}, id="the port: the usual one"),
        pytest.param({"since": date(2026, 1, 1)}, {"since": ""}, {"since": None}, id="the day: all mail"),
        pytest.param({"max_sessions": 5}, {"max_sessions": ""}, {"max_sessions": None}, id="the limit: none"),
        pytest.param({"keep_days": 30}, {"keep_days": ""}, {"keep_days": None}, id="the days: for ever"),
        pytest.param({"push": True}, {"unticked": ("push",)}, {"push": False}, id="the tick: off"),
    ],
)
def test_what_is_emptied_is_as_if_never_said(kept, typed, expected):
    assert changed(replace(OFFICE, **kept), **typed) == (expected, {})


def test_a_server_to_send_by_brings_the_usual_settings_along():
    found, wrong = changed(smtp_host="smtp.example.org", smtp_security="starttls")
    assert wrong == {}
    assert found == {
        "outgoing": {
            "smtp_host": "smtp.example.org", "smtp_port": 587, "smtp_security": "starttls", "smtp_auth": "same",
            "save_sent": False,
        }
    }  # fmt: skip


def test_without_its_server_nothing_of_sending_is_left():
    assert changed(SENDING, smtp_host="") == ({"outgoing": {}}, {})


@pytest.mark.parametrize(
    "kept", [pytest.param(OFFICE, id="none was there"), pytest.param(SENDING, id="it was removed")]
)
def test_settings_of_sending_need_a_server(kept):
    assert changed(kept, smtp_host="", smtp_auth="none") == ({}, {"smtp_host": profile_form.NO_SERVER})


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        pytest.param({"host": ""}, "host", "is no host name", id="no host"),
        pytest.param({"port": "65536"}, "port", "from 1 to 65535", id="no such port"),
        pytest.param({"security": "rot13"}, "security", "none of the choices", id="a choice of nobody's"),
        pytest.param({"ca": "hello"}, "ca", "This holds no certificate", id="no certificate"),
        pytest.param({"folders": "\n \n"}, "folders", "name at least one folder", id="no folder"),
        pytest.param({"folders": "INBOX\nINBOX"}, "folders", "each once", id="a folder twice"),
        pytest.param({"folders": "all\nINBOX"}, "folders", "stands alone", id="all and one more"),
        pytest.param({"folders": "IN\x07BOX"}, "folders", "no control characters", id="a bell in a folder"),
        pytest.param({"folders": "\n".join(map(str, range(501)))}, "folders", "more than 500", id="too many folders"),
        pytest.param({"max_message_size": "1025"}, "max_message_size", "from 1 to 1024", id="too large"),
        pytest.param({"retry_base": "7200"}, "retry_base", "7200 s is longer than", id="longer than the longest"),
        pytest.param({"retry_cap": "1"}, "retry_base", "30 s is longer than", id="shorter than the first"),
        pytest.param({"owner": "bo"}, "owner", "is no email address", id="no address"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(typed, field, words):
    found, wrong = changed(**typed)
    assert found == {}
    assert list(wrong) == [field]
    assert words.lower() in wrong[field].lower()


def test_what_does_not_go_together_is_told_all_at_once():
    _, wrong = changed(folders="all\nINBOX", retry_base="7200", smtp_auth="none", port="many")
    assert set(wrong) == {"folders", "retry_base", "smtp_host", "port"}


def test_a_value_that_other_means_set_stays_until_it_is_typed_over():
    odd = replace(OFFICE, folders=(BIDI, BIDI), poll_interval=timedelta(days=60))
    assert changed(odd, timeout="31") == ({"timeout": timedelta(seconds=31)}, {})


# -- certificates --------------------------------------------------------------------------------------------------


def test_certificates_are_kept_replaced_or_removed_and_never_sent_back():
    old, new = issue("mail.example.org").ca, issue("mail.example.org").ca
    kept = replace(OFFICE, ca=old)
    assert profile_settings.shown(kept)["ca"] == ""
    assert changed(kept) == ({}, {})
    assert changed(kept, ca=new) == ({"ca": new.strip("\n")}, {})
    assert changed(kept, ca_removed="yes") == ({"ca": None}, {})
    assert changed(kept, ca=new, ca_removed="yes") == ({"ca": new.strip("\n")}, {})


def test_certificates_are_told_by_no_more_than_their_name():
    one, other = replace(OFFICE, ca="a"), replace(OFFICE, ca="b", timeout=timedelta(seconds=31))
    assert profile_form.in_words(OFFICE, one) == "ca: set"
    assert profile_form.in_words(one, other) == "timeout: 30 -> 31; ca: replaced"
    assert profile_form.in_words(one, OFFICE) == "ca: removed"


# -- two people ----------------------------------------------------------------------------------------------------


def merged(theirs, **typed):
    """The form of one who typed this, after somebody else saved theirs."""
    form = sent(**typed)
    profile_form.merge(form, theirs, administrator=True)
    return form


def test_what_somebody_else_saved_comes_into_the_fields_that_were_not_typed_in():
    form = merged(replace(OFFICE, version=4, folders=("INBOX", "Sent")), timeout="31")
    assert (form.answers.get("folders"), form.answers.get("timeout")) == ("INBOX\nSent", "31")
    assert form.told == {"folders": "Changed by somebody else meanwhile; it was “INBOX”."}
    assert form.answers.wrong == {}


def test_what_both_changed_is_kept_as_typed_and_the_others_is_told():
    form = merged(replace(OFFICE, version=4, timeout=timedelta(seconds=77)), timeout="31")
    assert form.answers.get("timeout") == "31"
    assert list(form.answers.wrong) == ["timeout"]
    assert "Somebody else made this “77” meanwhile" in form.answers.wrong["timeout"]


def test_what_both_made_the_same_is_no_matter():
    form = merged(replace(OFFICE, version=4, timeout=timedelta(seconds=31)), timeout="31")
    assert (form.told, form.answers.wrong) == ({}, {})


def test_sent_again_it_is_saved_over_what_was_told():
    theirs = replace(OFFICE, version=4, timeout=timedelta(seconds=77), host="new.example.org")
    form = merged(theirs, timeout="31")
    shown_again = {**form.answers.typed, "version": str(form.version), "was": json.dumps(form.was)}
    again = profile_form.sent(shown_again, administrator=True)
    assert again.version == theirs.version
    assert profile_form.changed(theirs, again.answers, administrator=True) == {"timeout": timedelta(seconds=31)}


def test_other_certificates_are_told_without_being_shown():
    form = merged(replace(OFFICE, version=4, ca="-----BEGIN CERTIFICATE-----"), timeout="31")
    assert form.told == {"ca": "Changed by somebody else meanwhile."}


def test_what_somebody_else_wrote_hides_nothing():
    form = merged(replace(OFFICE, version=4, folders=(BIDI,)), folders="Archive")
    assert "\u202e" not in form.answers.wrong["folders"]


@pytest.mark.parametrize(
    "was",
    [
        pytest.param("", id="nothing"),
        pytest.param("[]", id="a list"),
        pytest.param('{"host": [[', id="broken off"),
        pytest.param("[" * 100_000, id="very deep"),
        pytest.param('{"timeout": {"a": 1}}', id="no text"),
    ],
)
def test_a_form_that_tells_no_sense_of_what_stood_there_loses_nothing(was):
    form = profile_form.sent({"version": "-7", "was": was, "timeout": "31"}, administrator=True)
    assert form.version != OFFICE.version
    profile_form.merge(form, OFFICE, administrator=True)
    assert form.answers.get("timeout") == "31"
    assert "timeout" in form.answers.wrong


def test_an_owner_gives_a_profile_to_nobody_else():
    form = sent(administrator=False, owner="bo@example.org")
    assert profile_form.changed(OFFICE, form.answers, administrator=False) == {}
