"""The catalogue itself: unique, ordered, complete, and in words for people."""

from __future__ import annotations

import re
from itertools import groupby

import pytest

from errors.catalogue import CATALOGUE, ENTRIES, FAMILIES, UNKNOWN
from errors.classify import RULES, UNFETCHABLE
from errors.model import Actor, Kind, Level, Nature, Protocol

TOLD_BY_THE_WORKER = {"INFO-201", "INFO-202", "INFO-203"}
TOLD_OF_MANY = {"BOX-301"}  # no signal of one mailbox says it
HUNDREDS = {
    "1": {Actor.MAILBOX_OWNER},
    "2": {Actor.NOBODY},
    "3": {Actor.PROFILE_OWNER, Actor.ADMINISTRATOR},
    "4": {Actor.SENDER},
    "9": {Actor.ADMINISTRATOR, Actor.NOBODY},
}


# What resumes a mailbox that was halted, and the mailboxes of a profile that was down.
GOES_ON = {
    Level.MAILBOX: {"mailbox enable", "mailbox password"},
    Level.PROFILE: {"profile test", "profile set"},
    Level.EMAIL: {"email retry"},
}


def named(entries):
    return [pytest.param(entry, id=entry.code) for entry in entries]


def test_every_code_is_there_once():
    assert len(CATALOGUE) == len(ENTRIES)


def test_codes_stand_in_order_within_their_family():
    for family, entries in groupby(ENTRIES, key=lambda entry: entry.code.partition("-")[0]):
        codes = [entry.code for entry in entries]
        assert codes == sorted(codes), family


def test_every_family_stands_in_one_place_and_has_a_name():
    families = [name for name, _ in groupby(ENTRIES, key=lambda entry: entry.code.partition("-")[0])]
    assert sorted(families) == sorted(FAMILIES)


@pytest.mark.parametrize("entry", named(ENTRIES))
def test_the_hundreds_say_who_must_act(entry):
    assert re.fullmatch(r"[A-Z]+-\d{3}", entry.code)
    assert entry.who_acts in HUNDREDS[entry.code.partition("-")[2][0]]


@pytest.mark.parametrize("entry", named(ENTRIES))
def test_headline_and_remedy_are_sentences_for_people(entry):
    for words in (entry.headline, entry.remedy):
        assert words[0].isupper() or words[0] == "{"
        assert "Exception" not in words
        assert set(re.findall(r"\{(.*?)\}", words)) <= {"host", "mailbox", "profile"}
        assert "\n" not in words
        assert "  " not in words
    assert entry.remedy.endswith(".")
    assert not entry.headline.endswith(".")
    assert len(entry.headline) <= 110


@pytest.mark.parametrize(
    "entry", named(entry for entry in ENTRIES if entry.who_acts in {Actor.MAILBOX_OWNER, Actor.SENDER})
)
def test_owners_and_senders_are_spoken_to_and_need_no_command_line(entry):
    assert "`" not in entry.remedy
    assert "postroom " not in entry.remedy
    assert not re.search(r"\b[Oo]wner (?:should|must)\b|--\w", entry.remedy)


@pytest.mark.parametrize("entry", named(entry for entry in ENTRIES if entry.who_acts is Actor.NOBODY))
def test_where_nobody_acts_it_is_said_first(entry):
    assert entry.remedy.startswith("Nothing to do")


@pytest.mark.parametrize(
    "entry",
    named(
        entry
        for entry in ENTRIES
        if entry.nature is Nature.PERMANENT and entry.who_acts in HUNDREDS["3"] and entry.code.partition("-")[2] < "900"
    ),
)
def test_who_looks_after_it_reads_how_work_goes_on(entry):
    assert GOES_ON[entry.level] & set(re.findall(r"`postroom (\w+ \w+)", entry.remedy))


@pytest.mark.parametrize("entry", named(entry for entry in ENTRIES if entry.level is Level.SYSTEM))
def test_our_own_faults_count_against_nobody(entry):
    assert not entry.counts
    assert entry.who_acts is Actor.ADMINISTRATOR


@pytest.mark.parametrize("entry", named(entry for entry in ENTRIES if entry.nature is not Nature.PERMANENT))
def test_only_what_is_permanent_needs_proofs(entry):
    assert entry.proofs == 1


@pytest.mark.parametrize(
    "entry", named(entry for entry in ENTRIES if entry.kind in {Kind.THROTTLED, Kind.TOO_MANY_CONNECTIONS})
)
def test_throttling_spends_no_budget(entry):
    assert entry.nature is Nature.TRANSIENT
    assert not entry.counts


@pytest.mark.parametrize("entry", named(entry for entry in ENTRIES if entry.level is Level.MAILBOX))
def test_a_mailboxs_trouble_is_for_its_owner_or_an_administrator(entry):
    assert entry.who_acts in {Actor.MAILBOX_OWNER, Actor.ADMINISTRATOR, Actor.NOBODY}


@pytest.mark.parametrize("entry", named(entry for entry in ENTRIES if entry.level is Level.PROFILE))
def test_no_profile_is_judged_by_one_look(entry):
    assert entry.nature is not Nature.PERMANENT or entry.proofs >= 2


def test_every_rule_names_a_catalogued_code():
    assert {rule.code for rule in RULES} <= set(CATALOGUE)


def test_every_code_is_reached_by_a_rule_or_told_by_the_worker():
    reached = {rule.code for rule in RULES} | {entry.code for entry in UNKNOWN.values()} | {UNFETCHABLE}
    assert set(CATALOGUE) - reached == TOLD_BY_THE_WORKER | TOLD_OF_MANY


def test_what_has_no_name_has_one_per_protocol():
    assert set(UNKNOWN) == set(Protocol)
    assert all(entry.nature is Nature.TRANSIENT and entry.counts for entry in UNKNOWN.values())


def test_what_the_worker_tells_is_information():
    assert all(CATALOGUE[code].nature is None for code in TOLD_BY_THE_WORKER)
