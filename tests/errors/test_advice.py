"""What each reader is told: something to act on, or that they need not act."""

from __future__ import annotations

import re

import pytest

from errors.advice import ADMINISTRATOR_HELPS, FOR_GOOD, READERS, acting, advice
from errors.catalogue import CATALOGUE, ENTRIES
from errors.model import Actor, Level, Nature

OWNER, PROFILE_OWNER, ADMINISTRATOR = READERS
EVERY = [pytest.param(entry, reader, id=f"{entry.code}-{reader}") for entry in ENTRIES for reader in READERS]


@pytest.mark.parametrize(("entry", "reader"), EVERY)
def test_every_reader_of_every_code_gets_sentences_without_loose_ends(entry, reader):
    for nature in {entry.nature, Nature.PERMANENT}:
        words = advice(entry, reader, nature)
        assert words.endswith(".")
        assert "  " not in words
        assert set(re.findall(r"\{(.*?)\}", words)) <= {"host", "mailbox", "profile"}


@pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=entry.code) for entry in ENTRIES if entry.who_acts is Actor.MAILBOX_OWNER]
)
def test_what_the_owner_must_do_is_said_differently_to_each_reader(entry):
    words = [advice(entry, reader) for reader in READERS]
    assert words[0] == entry.remedy == acting(entry)
    assert len(set(words)) == 3
    assert words[2].startswith("The owner of {mailbox} must ")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=entry.code)
        for entry in ENTRIES
        if entry.nature is not None and entry.who_acts in {Actor.PROFILE_OWNER, Actor.ADMINISTRATOR, Actor.NOBODY}
    ],
)
def test_a_mailbox_owner_is_told_when_nothing_is_asked_of_them(entry):
    assert advice(entry, OWNER).startswith("Nothing is asked of you")
    assert "`postroom" not in advice(entry, OWNER)


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=entry.code)
        for entry in ENTRIES
        if entry.nature is Nature.TRANSIENT and entry.level in {Level.MAILBOX, Level.PROFILE}
    ],
)
def test_what_was_tried_for_too_long_is_never_nothing_to_do(entry):
    told = advice(entry, ADMINISTRATOR, Nature.PERMANENT)
    assert "Nothing to do" not in told
    assert "`postroom mailbox enable {mailbox}`" in told or "`postroom profile test {profile}`" in told


@pytest.mark.parametrize("reader", [PROFILE_OWNER, ADMINISTRATOR])
def test_what_helps_if_it_lasts_is_said_when_it_has_lasted(reader):
    told = advice(CATALOGUE["IMAP-202"], reader, Nature.PERMANENT)
    assert "If it lasts" not in told
    assert "Close other programs that use this mailbox" in told


def test_an_email_that_was_tried_for_too_long_stops_nothing_else():
    told = {reader: advice(CATALOGUE["SMTP-216"], reader, Nature.PERMANENT) for reader in READERS}
    assert "reach the recipient by other means" in told[OWNER]
    assert all("other mail goes on" in words for words in told.values())
    assert all("postroom mailbox enable" not in words for words in told.values())


def test_every_cause_that_an_owner_must_mend_has_words_for_administrators_and_no_other_has():
    assert set(ADMINISTRATOR_HELPS) == {entry.kind for entry in ENTRIES if entry.who_acts is Actor.MAILBOX_OWNER}
    assert {CATALOGUE[code].who_acts for code in FOR_GOOD} == {Actor.MAILBOX_OWNER}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.value) for kind in ADMINISTRATOR_HELPS])
def test_an_administrator_reads_who_must_act_and_how_to_go_on(kind):
    words = ADMINISTRATOR_HELPS[kind]
    assert words.startswith("The owner of {mailbox} must ")
    assert re.search(r"`postroom mailbox (?:enable \{mailbox\}|password \{mailbox\} --password-stdin)`", words)


def test_an_administrator_hears_what_mends_it_for_good():
    assert "redirect address" in advice(CATALOGUE["OAUTH-110"], ADMINISTRATOR)


def test_the_owner_hears_of_the_code_to_ask_about():
    assert "IMAP-301" in advice(CATALOGUE["IMAP-301"], OWNER)


def test_the_owner_of_a_crowded_mailbox_hears_what_helps():
    assert "fewer of them help" in advice(CATALOGUE["IMAP-202"], OWNER)


def test_a_profiles_owner_reads_what_its_administrator_reads():
    entry = CATALOGUE["IMAP-304"]
    assert advice(entry, PROFILE_OWNER) == advice(entry, ADMINISTRATOR) == entry.remedy


def test_what_is_only_to_know_is_the_same_to_all():
    assert {advice(CATALOGUE["INFO-203"], reader) for reader in READERS} == {CATALOGUE["INFO-203"].remedy}
