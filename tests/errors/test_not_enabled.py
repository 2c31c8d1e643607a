"""What is said of a mailbox that was never enabled promises nothing that does not happen, and names what comes next."""

from __future__ import annotations

import re

import pytest

from errors.advice import READERS, advice
from errors.catalogue import CATALOGUE, ENTRIES
from errors.model import Actor, Level, Nature
from errors.not_enabled import until_enabled

OWNER, PROFILE_OWNER, ADMINISTRATOR = READERS
PROMISE = re.compile(r"(?i)nothing to do|keeps trying|\b(tried|asked|fetched) again\b|\bby itself\b|nothing is asked")
EVERY = [
    pytest.param(entry, reader, id=f"{entry.code}-{reader}")
    for entry in ENTRIES
    if entry.level in {Level.MAILBOX, Level.PROFILE} and entry.nature is not None
    for reader in READERS
]


@pytest.mark.parametrize(("entry", "reader"), EVERY)
def test_nobody_is_promised_what_does_not_happen(entry, reader):
    words = until_enabled(entry, reader, None, others=False)
    if reader is not PROFILE_OWNER or entry.who_acts is not Actor.MAILBOX_OWNER:
        assert not PROMISE.search(words.replace("nothing is tried by itself", ""))
    assert words.endswith(".")
    assert "  " not in words
    assert set(re.findall(r"\{(.*?)\}", words)) <= {"host", "mailbox", "profile"}


@pytest.mark.parametrize(
    "entry", [one for one in ENTRIES if one.level in {Level.MAILBOX, Level.PROFILE} and one.nature]
)
def test_each_reader_is_told_what_comes_next(entry):
    assert "`postroom mailbox test {mailbox}`" in until_enabled(entry, ADMINISTRATOR, None, others=False)
    owners = until_enabled(entry, OWNER, None, others=False)
    assert "not enabled yet" in owners
    assert "`postroom" not in owners
    if entry.nature is Nature.TRANSIENT:
        assert "Test & Enable" in owners


def test_where_others_run_what_is_said_of_them_stays_and_the_rest_is_added():
    entry = CATALOGUE["NET-202"]
    for reader in READERS:
        words = until_enabled(entry, reader, Nature.TRANSIENT, others=True)
        assert words.startswith(advice(entry, reader, Nature.TRANSIENT))
        assert "not enabled yet" in words[len(advice(entry, reader, Nature.TRANSIENT)) :]
