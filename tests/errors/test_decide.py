"""Decisions, claim by claim of the error model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from errors.decide import decide, spends
from errors.model import Halt, HandBack, Health, Level, Policy, Retry, SetAside, Stage, Suspend
from tests.kit.cases import HOUR, MINUTE, NOON, case, fault

SECOND = timedelta(seconds=1)
REFUSED = fault("NET-202", Stage.CONNECT)


# -- transient


@pytest.mark.parametrize(
    ("streak", "pause"),
    [
        pytest.param(1, 30 * SECOND, id="first: the base"),
        pytest.param(2, MINUTE, id="second: twice that"),
        pytest.param(3, 2 * MINUTE, id="third: doubled again"),
        pytest.param(8, HOUR / 2, id="late: the lower half of the cap"),
        pytest.param(500, HOUR / 2, id="however late"),
    ],
)
def test_a_failing_mailbox_is_tried_ever_more_slowly(streak, pause):
    assert decide(case("IMAP-207", streak=streak)) == Retry(NOON + pause, "IMAP-207")


def test_the_dice_spread_a_pause_to_twice_its_least():
    assert decide(case("IMAP-207", dice=0.5)).at == NOON + 45 * SECOND


@pytest.mark.parametrize("dice", [0.0, 0.5, 0.999])
def test_the_default_budget_lasts_four_to_eight_hours_so_that_a_nights_backup_halts_nobody(dice):
    spent = sum((decide(case("IMAP-207", streak=n, dice=dice)).at - NOON for n in range(1, 14)), timedelta())
    assert 4 * HOUR <= spent <= 8.1 * HOUR


def test_a_spent_budget_halts_with_the_same_code():
    assert decide(case("IMAP-207", streak=14, counted=14)) == Halt("IMAP-207", spent=True)
    assert isinstance(decide(case("IMAP-207", streak=14, counted=13)), Retry)


def test_throttling_never_spends_the_budget():
    assert isinstance(decide(case("IMAP-205", streak=100, counted=14)), Retry)


def test_one_email_that_is_put_off_again_and_again_halts_no_mailbox():
    greylisted = fault("SMTP-213", Stage.RCPT_TO)
    assert greylisted.entry.level is Level.EMAIL
    assert not spends(greylisted, Health.HEALTHY)
    assert isinstance(decide(case(greylisted, streak=50, counted=50)), Retry)


@pytest.mark.parametrize(
    ("code", "health", "costs"),
    [
        pytest.param("IMAP-207", Health.HEALTHY, True, id="a mailbox's own trouble costs a try"),
        pytest.param("IMAP-207", Health.SUSPECT, False, id="not while the profile is suspected"),
        pytest.param("IMAP-205", Health.HEALTHY, False, id="nor does a throttle"),
    ],
)
def test_a_try_is_spent_only_on_what_counts(code, health, costs):
    assert spends(fault(code), health) is costs


@pytest.mark.parametrize("code", ["IMAP-205", "IMAP-207", "IMAP-202", "UNK-901", "MSG-202"])
def test_three_days_without_one_success_escalate_whatever_the_reason(code):
    since = NOON - 72 * HOUR
    assert decide(case(code, streak=9, failing_since=since)) == Halt(code, spent=True)
    assert isinstance(decide(case(code, streak=9, failing_since=since + SECOND)), Retry)


def test_silence_is_measured_from_the_first_failure_so_that_a_week_switched_off_is_no_week_of_failing():
    week = NOON - 168 * HOUR
    assert isinstance(decide(case("IMAP-207", failing_since=NOON, last_success_at=week, created_at=week)), Retry)
    assert isinstance(decide(case("IMAP-207", failing_since=None, last_success_at=week)), Halt)
    assert isinstance(decide(case("IMAP-207", failing_since=None, last_success_at=None, created_at=week)), Halt)
    assert isinstance(decide(case("IMAP-207", failing_since=None)), Retry)


# -- a server's own word


@pytest.mark.parametrize(
    ("code", "told", "waits"),
    [
        pytest.param("IMAP-205", 5 * MINUTE, 5 * MINUTE, id="obeyed"),
        pytest.param("IMAP-205", 2 * SECOND, 30 * SECOND, id="never sooner than our own first pause"),
        pytest.param("IMAP-205", 6 * HOUR, 6 * HOUR, id="a throttle may last for hours"),
        pytest.param("IMAP-205", 90 * HOUR, 24 * HOUR, id="at most a day"),
        pytest.param("IMAP-201", 6 * HOUR, HOUR, id="what is no throttle: an hour"),
    ],
)
def test_a_servers_own_wait_wins_over_the_back_off(code, told, waits):
    assert decide(case(fault(code, retry_after=told), streak=6)) == Retry(NOON + waits, code)


def test_those_who_were_told_the_same_wait_come_back_one_by_one_and_none_early():
    late = decide(case(fault("IMAP-205", retry_after=10 * MINUTE), dice=0.5)).at
    assert NOON + 10 * MINUTE < late <= NOON + 11 * MINUTE


# -- permanent


def test_an_explicit_refusal_halts_at_once():
    assert decide(case("IMAP-101")) == Halt("IMAP-101", spent=False)


def test_an_unclear_refusal_is_tried_again_until_it_is_proven():
    assert isinstance(decide(case("IMAP-102", proofs=1)), Retry)
    assert decide(case("IMAP-102", proofs=2)) == Halt("IMAP-102", spent=False)


def test_what_is_not_proven_yet_waits_long_enough_to_be_a_fresh_proof():
    quick = Policy(retry_base=SECOND, retry_cap=2 * SECOND)
    assert decide(case("IMAP-102", policy=quick)).at == NOON + quick.suspect_pause


# -- email


def test_one_bad_email_is_set_aside():
    assert decide(case(fault("MSG-401", Stage.FETCH, message="INBOX 7"))) == SetAside("MSG-401")
    assert decide(case(fault("OWN-905", Stage.PARSE, message="INBOX 7"))) == SetAside("OWN-905")


def test_where_nobody_knows_which_email_there_is_nothing_to_set_aside():
    assert isinstance(decide(case(fault("MSG-301", Stage.FETCH), proofs=9, counted=14)), Retry)


def test_a_message_that_vanished_is_neither_set_aside_nor_counted():
    assert isinstance(decide(case(fault("MSG-202", Stage.FETCH, message="INBOX 7"), counted=14)), Retry)


# -- profile


@pytest.mark.parametrize("health", [Health.DOWN, Health.RECOVERING])
def test_a_profile_that_is_down_suspends_and_halts_nobody(health):
    for seen in (REFUSED, fault("TLS-301", Stage.TLS)):
        decision = decide(case(seen, health=health, counted=14, proofs=9, failing_since=NOON - 99 * HOUR))
        assert decision == Suspend(NOON + 15 * SECOND, seen.code)


def test_a_wrong_password_halts_its_mailbox_even_while_its_profile_is_down():
    assert decide(case(fault("IMAP-101", Stage.AUTH), health=Health.DOWN)) == Halt("IMAP-101", spent=False)


def test_a_suspected_profile_gets_a_second_fresh_try_after_twenty_seconds():
    assert decide(case(REFUSED, health=Health.SUSPECT, counted=14)) == Retry(NOON + 20 * SECOND, "NET-202")
    assert decide(case(REFUSED, health=Health.SUSPECT, dice=0.5)).at == NOON + 25 * SECOND


def test_a_suspected_server_that_names_a_wait_gets_it():
    busy = fault("IMAP-206", Stage.GREETING, retry_after=5 * MINUTE)
    assert decide(case(busy, health=Health.SUSPECT)).at == NOON + 5 * MINUTE


def test_suspicion_does_not_last_for_ever():
    assert decide(case(REFUSED, health=Health.SUSPECT, failing_since=NOON - 72 * HOUR)) == Halt("NET-202", spent=True)


def test_what_others_do_not_meet_is_the_mailboxs_own_trouble():
    assert isinstance(decide(case(REFUSED, health=Health.HEALTHY, counted=13)), Retry)
    assert decide(case(REFUSED, health=Health.HEALTHY, counted=14)) == Halt("NET-202", spent=True)


def test_a_permanent_fault_of_the_profile_is_believed_of_one_mailbox_only_when_proven():
    expired = fault("TLS-301", Stage.TLS)
    assert isinstance(decide(case(expired, proofs=1)), Retry)
    assert decide(case(expired, proofs=2)) == Halt("TLS-301", spent=False)


# -- our own


@pytest.mark.parametrize("code", ["OWN-901", "OWN-902", "OWN-903", "OWN-906", "OWN-907"])
def test_a_fault_of_our_own_is_handed_back_unjudged(code):
    seen = fault(code, Stage.STORE)
    for health in Health:
        decision = decide(case(seen, health=health, counted=99, proofs=99, failing_since=NOON - 999 * HOUR))
        assert decision == HandBack(NOON + MINUTE, code)


def test_a_bug_waits_for_the_cap():
    assert decide(case(fault("BUG-901"))) == HandBack(NOON + HOUR, "BUG-901")


def test_the_pause_after_our_own_fault_is_never_above_the_cap():
    assert decide(case("OWN-901", policy=Policy(retry_cap=2 * SECOND))).at == NOON + 2 * SECOND


def test_the_third_death_over_a_mailbox_halts_it_for_the_administrator():
    assert decide(case("OWN-904")) == Halt("OWN-904", spent=False)


def test_a_decision_looks_at_nothing_but_its_case():
    given = case("IMAP-207", streak=3, dice=0.25)
    assert decide(given) == decide(replace(given))
