"""Words for people, and strangers' words made safe."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.advice import advice
from errors.catalogue import CATALOGUE
from errors.model import Actor, Nature, Severity
from errors.render import LONGEST, filled, headline, remedy, safe, severity_of

WRONG = CATALOGUE["IMAP-101"]
NAMES = {"host": "mail.example.org", "mailbox": "ana@example.org", "profile": "example"}


def test_a_headline_names_host_and_mailbox():
    assert headline(WRONG, **NAMES) == "mail.example.org does not accept the user name or password of ana@example.org"


def test_what_an_administrator_is_told_names_the_command_that_mends_it():
    told = filled(advice(WRONG, Actor.ADMINISTRATOR), **NAMES)
    assert "`postroom mailbox password ana@example.org --password-stdin`" in told


def test_a_remedy_is_what_the_one_who_must_act_is_told():
    assert remedy(WRONG, **NAMES) == WRONG.remedy
    assert "`postroom profile set example --security starttls`" in remedy(CATALOGUE["IMAP-304"], **NAMES)


@pytest.mark.parametrize("name", ["{host}", "{0}", "{", "}", "{mailbox!r}", "%s", "\\1"])
def test_braces_in_a_name_stay_what_they_are(name):
    assert f"password of {name}" in headline(WRONG, host="h", mailbox=name, profile="p")


def test_a_name_with_controls_is_made_safe():
    assert headline(WRONG, host="a\nb", mailbox="c\x1b[31m", profile="") == (
        "a b does not accept the user name or password of c�[31m"
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        pytest.param("NO [ALERT] so", "NO [ALERT] so", id="plain words stay"),
        pytest.param("one\r\ntwo\tthree", "one two three", id="one line"),
        pytest.param("a\x1b[2Jb\x00", "a�[2Jb�", id="no controls"),
        pytest.param("a\u202eb\u2066c", "a�b�c", id="no bidi overrides"),
        pytest.param("a\u200bb", "a�b", id="nothing invisible"),
        pytest.param("a\u2028b", "a b", id="no hidden line ends"),
        pytest.param("a\ud800b", "a�b", id="no half characters"),
        pytest.param("Grüße, 日本", "Grüße, 日本", id="other scripts stay"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_servers_words_are_made_safe_to_show(said, shown):
    assert safe(said) == shown


def test_long_words_are_cut_visibly():
    assert safe("x" * 501) == "x" * 499 + "…"
    assert safe("x" * 500) == "x" * 500


@given(st.text(max_size=3000))
def test_whatever_was_said_is_shown_on_one_bounded_line(said):
    shown = safe(said)
    assert len(shown) <= LONGEST
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_severity_follows_nature():
    assert [severity_of(nature) for nature in (Nature.PERMANENT, Nature.TRANSIENT, None)] == [
        Severity.ERROR, Severity.WARNING, Severity.INFORMATION
    ]  # fmt: skip
