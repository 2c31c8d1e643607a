"""A profile's health from the votes of its mailboxes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.evidence import (
    Vote,
    got_beyond,
    is_shared,
    judge,
    own_network,
    probe_pause,
    profile_spent,
    tells_of_the_server,
)
from errors.model import Health, Policy, Stage
from tests.kit.cases import HOUR, NOON, fault

POLICY = Policy()


def votes(*said):
    """(mailbox, seconds before noon, "bad" or "good")"""
    cast = [Vote(mailbox, NOON - timedelta(seconds=ago), word == "bad") for mailbox, ago, word in said]
    return sorted(cast, key=lambda vote: vote.at)


def judged(*said, voters, first_bad_ago=None):
    cast = votes(*said)
    first = min((vote.at for vote in cast if vote.shared_bad), default=None)
    if first_bad_ago is not None:
        first = NOON - timedelta(seconds=first_bad_ago)
    return judge(cast, voters, first, POLICY, NOON)


def test_nobody_who_complains_is_a_healthy_profile():
    assert judged(voters=9) is Health.HEALTHY
    assert judged((1, 5, "good"), (2, 3, "good"), voters=9) is Health.HEALTHY


# -- three mailboxes and more


def test_three_and_half_of_those_tried_bring_a_profile_down():
    outage = [(1, 3, "bad"), (2, 2, "bad"), (3, 1, "bad")]
    assert judged(*outage, voters=3) is Health.DOWN
    assert judged(*outage, (4, 9, "good"), (5, 9, "good"), (6, 9, "good"), voters=500) is Health.DOWN


def test_three_among_many_who_got_through_before_are_suspicious_only():
    good = [(mailbox, 60, "good") for mailbox in range(10, 14)]
    assert judged((1, 3, "bad"), (2, 2, "bad"), (3, 1, "bad"), *good, voters=9) is Health.SUSPECT


def test_two_of_many_are_not_enough_however_long():
    assert judged((1, 100, "bad"), (2, 90, "bad"), (1, 3, "bad"), (2, 2, "bad"), voters=9) is Health.SUSPECT


def test_a_single_one_makes_a_profile_suspect():
    assert judged((2, 60, "good"), (1, 0, "bad"), voters=9) is Health.SUSPECT


def test_one_sick_mailbox_never_keeps_a_large_profile_suspect():
    met_again = [(1, 30, "bad"), (2, 20, "good"), (1, 0, "bad")]
    assert judged(*met_again, voters=9) is Health.HEALTHY


def test_suspicion_ends_when_another_mailbox_gets_through():
    assert judged((1, 30, "bad"), (2, 0, "good"), voters=9) is Health.HEALTHY


def test_a_mailbox_that_got_through_in_between_begins_anew():
    assert judged((1, 50, "bad"), (2, 40, "good"), (1, 20, "good"), (1, 0, "bad"), voters=9) is Health.SUSPECT


def test_the_latest_word_of_a_mailbox_counts():
    back = [(n, 60, "bad") for n in (1, 2, 3)] + [(n, 10, "good") for n in (1, 2, 3)]
    assert judged(*back, voters=3) is Health.HEALTHY


def test_what_is_older_than_the_window_is_forgotten():
    assert judged((1, 121, "bad"), (2, 121, "bad"), (3, 121, "bad"), voters=3) is Health.HEALTHY


# -- fewer


def test_a_profile_of_one_mailbox_is_down_after_its_second_try():
    assert judged((1, 0, "bad"), voters=1) is Health.SUSPECT
    assert judged((1, 19, "bad"), (1, 0, "bad"), voters=1) is Health.SUSPECT
    assert judged((1, 20, "bad"), (1, 0, "bad"), voters=1) is Health.DOWN


def test_where_only_the_latest_votes_are_at_hand_the_first_bad_one_is_remembered():
    assert judged((1, 0, "bad"), voters=1, first_bad_ago=25) is Health.DOWN


def test_getting_through_in_between_starts_the_clock_again():
    assert judged((1, 60, "bad"), (1, 30, "good"), (1, 0, "bad"), voters=1) is Health.SUSPECT
    assert judged((1, 60, "bad"), (1, 50, "good"), (1, 40, "bad"), (1, 0, "bad"), voters=1) is Health.DOWN


def test_a_profile_of_two_is_down_when_both_are():
    assert judged((1, 40, "bad"), (1, 10, "bad"), voters=2) is Health.SUSPECT
    assert judged((1, 40, "bad"), (2, 0, "bad"), voters=2) is Health.DOWN
    assert judged((1, 40, "bad"), (2, 5, "good"), (1, 0, "bad"), voters=2) is Health.HEALTHY


def test_where_nobody_runs_nobody_is_suspended():
    assert judged((1, 60, "bad"), (1, 0, "bad"), voters=0) is Health.SUSPECT


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 200), st.sampled_from(["bad", "good"])), max_size=30),
    st.integers(0, 8),
)
def test_a_profile_is_never_down_while_most_get_through_and_never_sick_without_a_complaint(said, voters):
    verdict = judged(*said, voters=voters)
    latest = {vote.mailbox_id: vote.shared_bad for vote in votes(*said) if NOON - vote.at <= POLICY.outage_window}
    bad = sum(latest.values())
    if verdict is Health.DOWN:
        assert bad * 2 >= len(latest)
        assert bad >= min(3, voters)
    if not bad:
        assert verdict is Health.HEALTHY


# -- what is shared


@pytest.mark.parametrize(
    ("code", "stage", "shared"),
    [
        pytest.param("NET-202", Stage.CONNECT, True, id="refused"),
        pytest.param("NET-201", Stage.DNS, True, id="DNS"),
        pytest.param("TLS-301", Stage.TLS, True, id="certificate"),
        pytest.param("IMAP-201", Stage.SELECT, True, id="unavailable, at any stage"),
        pytest.param("UNK-906", Stage.CONNECT, True, id="unnamed, but before the sign-in"),
        pytest.param("IMAP-101", Stage.AUTH, False, id="a wrong password"),
        pytest.param("IMAP-103", Stage.TOKEN, False, id="an account that the token endpoint refuses by name"),
        pytest.param("IMAP-207", Stage.TOKEN, True, id="a token endpoint that stumbles"),
        pytest.param("IMAP-205", Stage.POLL, False, id="a throttle of one mailbox"),
        pytest.param("IMAP-202", Stage.AUTH, False, id="a mailbox's own connections"),
        pytest.param("OWN-901", Stage.CONNECT, False, id="our database"),
        pytest.param("BUG-901", Stage.GREETING, False, id="our bug, wherever it hit"),
        pytest.param("MSG-401", Stage.FETCH, False, id="one email"),
        pytest.param("NET-205", Stage.FETCH, False, id="a copy cut short"),
    ],
)
def test_what_any_mailbox_would_have_met_is_shared(code, stage, shared):
    assert is_shared(fault(code, stage)) is shared


@pytest.mark.parametrize(
    ("code", "stage", "tells"),
    [
        pytest.param("IMAP-101", Stage.AUTH, True, id="a wrong password"),
        pytest.param("NET-202", Stage.CONNECT, True, id="refused"),
        pytest.param("BOX-101", Stage.AUTH, False, id="no password to sign in with"),
        pytest.param("BOX-102", Stage.AUTH, False, id="a password that can't be sent"),
        pytest.param("OWN-904", Stage.POLL, False, id="workers that died"),
        pytest.param("OWN-901", Stage.STORE, False, id="our database"),
    ],
)
def test_what_was_said_without_a_word_from_the_server_tells_nothing_of_it(code, stage, tells):
    assert tells_of_the_server(fault(code, stage)) is tells


@pytest.mark.parametrize(
    ("reached", "refused_at", "beyond"),
    [
        pytest.param(None, Stage.AUTH, True, id="a success is beyond everything"),
        pytest.param(None, Stage.POLL, True, id="whatever it was"),
        pytest.param(Stage.SELECT, Stage.AUTH, True, id="signed in"),
        pytest.param(Stage.FETCH, Stage.SELECT, True, id="its folder is open"),
        pytest.param(Stage.AUTH, Stage.AUTH, False, id="just as far"),
        pytest.param(Stage.GREETING, Stage.AUTH, False, id="greeted only"),
        pytest.param(Stage.AUTH, Stage.TOKEN, True, id="it has a token"),
        pytest.param(Stage.FETCH, Stage.POLL, False, id="with an open folder nothing is further"),
        pytest.param(Stage.MAIL_FROM, Stage.AUTH, True, id="SMTP: signed in"),
    ],
)
def test_how_far_an_attempt_got(reached, refused_at, beyond):
    assert got_beyond(reached, refused_at) is beyond


# -- beyond one profile, and in time


@pytest.mark.parametrize(
    ("sick", "all_profiles", "ours"),
    [
        pytest.param(2, 2, False, id="two of two: chance"),
        pytest.param(3, 6, False, id="half"),
        pytest.param(3, 5, True, id="three, and more than half"),
        pytest.param(400, 900, False, id="many, but fewer than half"),
    ],
)
def test_when_most_profiles_turn_sick_together_it_is_our_network(sick, all_profiles, ours):
    assert own_network(sick, all_profiles) is ours


def test_probing_gets_slower_and_never_stops():
    pauses = [probe_pause(failed, POLICY, 0.5) for failed in range(60)]
    assert pauses == sorted(pauses)
    assert pauses[0] < POLICY.probe_base
    assert pauses[-1] == POLICY.probe_cap * 0.75


def test_a_profile_has_a_budget_of_its_own():
    assert not profile_spent(NOON - 4 * HOUR + timedelta(seconds=1), POLICY, NOON)
    assert profile_spent(NOON - 4 * HOUR, POLICY, NOON)
