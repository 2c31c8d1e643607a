"""The version of the rules: the same everywhere, and another one as soon as a verdict may be another."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace
from time import thread_time

import pytest

from errors.catalogue import ENTRIES
from errors.classify import RULES
from errors.model import Actor, Kind, Level, Protocol, Stage
from errors.rules.shape import Rank, Rule
from errors.version import JUDGEMENT, WORDING, catalogue_version, digest


def in_a_process(seed: str) -> str:
    asking = [sys.executable, "-c", "from errors.version import catalogue_version; print(catalogue_version())"]
    return subprocess.check_output(asking, env=os.environ | {"PYTHONHASHSEED": seed}, text=True).strip()


def test_every_process_with_the_same_rules_has_the_same_version():
    assert {in_a_process("1"), in_a_process("2"), catalogue_version()} == {catalogue_version()}
    assert len(catalogue_version()) == 12


def with_first(rows, **changes):
    return (replace(rows[0], **changes), *rows[1:])


@pytest.mark.parametrize(
    "changes", [{"headline": "Other words"}, {"remedy": "Do so."}, {"reference": "RFC 1"}], ids=str
)
def test_other_words_for_people_are_no_other_version(changes):
    assert digest(RULES, with_first(ENTRIES, **changes)) == digest(RULES, ENTRIES)


MEANINGS = {
    "code": "XXX-101", "kind": Kind.NOTHING_WRONG, "nature": None, "level": Level.SYSTEM, "who_acts": Actor.SENDER,
    "counts": None, "proofs": 7,
}  # fmt: skip


@pytest.mark.parametrize("name", [each.name for each in fields(ENTRIES[0]) if each.name not in WORDING])
def test_an_entry_that_means_something_else_is_another_version(name):
    changed = with_first(ENTRIES, **{name: MEANINGS[name]})
    assert digest(RULES, changed) != digest(RULES, ENTRIES)


ASKED = {
    "id": "x", "code": "XXX-101", "rank": Rank.LAST, "protocol": Protocol.OAUTH, "stages": frozenset({Stage.IDLE}),
    "statuses": frozenset({None, "NO"}), "codes": frozenset({"A"}), "exceptions": frozenset({"A"}), "text": "a",
    "unless": "a", "about_message": True, "http_statuses": frozenset({1}), "inner": frozenset({"A"}),
    "families": frozenset({"5.7"}), "unless_http": frozenset({1}),
}  # fmt: skip


@pytest.mark.parametrize("name", [each.name for each in fields(Rule)])
def test_a_rule_that_asks_for_something_else_is_another_version(name):
    plain = Rule("plain", "IMAP-101", Rank.OWN)
    assert digest([replace(plain, **{name: ASKED[name]})], ENTRIES) != digest([plain], ENTRIES)


def test_the_order_of_rules_has_a_meaning_and_that_of_entries_has_none():
    assert digest(RULES[::-1], ENTRIES) != digest(RULES, ENTRIES)
    assert digest(RULES, ENTRIES[::-1]) == digest(RULES, ENTRIES)


def test_another_way_of_judging_is_another_version_though_the_rules_are_the_same():
    assert digest(RULES, ENTRIES, JUDGEMENT + 1) != digest(RULES, ENTRIES) == catalogue_version()


def test_a_version_takes_no_time():
    began = thread_time()
    digest(RULES, ENTRIES)
    assert thread_time() - began < 0.05  # 5 ms where the machine is idle
