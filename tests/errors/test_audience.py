"""Who sees what: DESIGN's table, row by row."""

from __future__ import annotations

import pytest

from errors.audience import Surface, View, view
from errors.catalogue import ENTRIES
from errors.model import Actor, Level, Nature

S = Surface
COLUMNS = (S.EMAIL_PAGE, S.MAILBOX_PAGE, S.PROFILE_PAGE, S.MAILBOX_OWNER_WALL, S.PROFILE_OWNER_WALL,
           S.ADMINISTRATOR_WALL)  # fmt: skip
TABLE = {
    Level.EMAIL:   ("yes", "grouped", "no", "grouped", "no", "grouped"),
    Level.MAILBOX: ("yes", "yes", "no", "yes", "no", "yes"),
    Level.PROFILE: ("no", "yes", "yes", "yes", "yes", "yes"),
    Level.SYSTEM:  ("no", "no", "no", "no", "no", "yes"),
}  # fmt: skip


def as_word(seen: View | None) -> str:
    return "no" if seen is None else "grouped" if seen.grouped else "yes"


def acting(level, nature, who):
    views = {surface: view(level, nature, who, surface) for surface in Surface}
    return {surface for surface, seen in views.items() if seen and seen.action_needed}


@pytest.mark.parametrize("nature", [Nature.TRANSIENT, Nature.PERMANENT, None])
@pytest.mark.parametrize("level", list(Level))
def test_each_level_is_shown_where_the_design_says(level, nature):
    shown = tuple(as_word(view(level, nature, Actor.NOBODY, surface)) for surface in COLUMNS)
    assert shown == TABLE[level]


@pytest.mark.parametrize("level", [Level.EMAIL, Level.MAILBOX, Level.PROFILE])
@pytest.mark.parametrize("who", list(Actor))
def test_nobody_acts_on_what_is_transient_or_only_to_know(level, who):
    assert acting(level, Nature.TRANSIENT, who) == set()
    assert acting(level, None, who) == set()


@pytest.mark.parametrize(
    ("level", "who", "expected"),
    [
        pytest.param(Level.EMAIL, Actor.SENDER, {S.EMAIL_PAGE}, id="an email's sender"),
        pytest.param(Level.EMAIL, Actor.NOBODY, set(), id="an email that nobody can mend"),
        pytest.param(Level.MAILBOX, Actor.MAILBOX_OWNER, {S.MAILBOX_PAGE, S.MAILBOX_OWNER_WALL}, id="a wrong password"),
        pytest.param(Level.MAILBOX, Actor.ADMINISTRATOR, {S.ADMINISTRATOR_WALL}, id="a closed account"),
        pytest.param(Level.MAILBOX, Actor.NOBODY, {S.ADMINISTRATOR_WALL}, id="a spent budget"),
        pytest.param(Level.PROFILE, Actor.NOBODY, {S.PROFILE_PAGE, S.PROFILE_OWNER_WALL}, id="a long outage"),
        pytest.param(Level.PROFILE, Actor.ADMINISTRATOR, {S.PROFILE_PAGE, S.PROFILE_OWNER_WALL, S.ADMINISTRATOR_WALL},
                     id="an expired certificate"),
    ],
)  # fmt: skip
def test_a_permanent_fault_calls_on_the_one_who_must_act(level, who, expected):
    assert acting(level, Nature.PERMANENT, who) == expected


@pytest.mark.parametrize("who", list(Actor))
def test_a_profiles_fault_needs_no_action_of_a_mailbox_owner(who):
    for nature in (Nature.TRANSIENT, Nature.PERMANENT):
        assert view(Level.PROFILE, nature, who, S.MAILBOX_OWNER_WALL) == View(grouped=False, action_needed=False)


def test_our_own_fault_calls_on_the_administrator_alone():
    assert acting(Level.SYSTEM, Nature.TRANSIENT, Actor.ADMINISTRATOR) == {S.ADMINISTRATOR_WALL}


HALTING = [pytest.param(entry, id=entry.code) for entry in ENTRIES if entry.level in {Level.MAILBOX, Level.PROFILE}]


@pytest.mark.parametrize("entry", HALTING)
def test_every_halt_calls_on_somebody_who_sees_it(entry):
    """Also where evidence says that what is a profile's by its catalogue was met by one mailbox alone."""
    assert acting(Level.MAILBOX, Nature.PERMANENT, entry.who_acts)
    assert acting(entry.level, Nature.PERMANENT, entry.who_acts)
