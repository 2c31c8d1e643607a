"""Decisions over all cases that can be drawn: what must hold whatever happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from errors.catalogue import ENTRIES
from errors.decide import THROTTLE_CAP, decide
from errors.evidence import is_shared
from errors.model import (
    Case,
    Direction,
    Fault,
    Halt,
    HandBack,
    Health,
    Kind,
    Level,
    Nature,
    Policy,
    Protocol,
    Refresh,
    Retry,
    SetAside,
    Signal,
    Stage,
    Suspend,
)
from errors.refused_together import REFUSED_TOGETHER, is_refusal
from tests.kit.cases import NOON

HOURS = st.integers(0, 100).map(lambda hours: timedelta(hours=hours))
DICE = st.floats(0, 1, exclude_max=True)
WAITS = st.integers(0, 10**9 - 1).map(lambda seconds: timedelta(seconds=seconds))


MAYBE_WAITS = st.none() | WAITS


def faults(entries=ENTRIES, waits=MAYBE_WAITS):
    return st.builds(
        lambda entry, stage, message, wait: Fault(
            entry, Signal(Protocol.IMAP, stage, message=message), "any", "", wait
        ),
        st.sampled_from([*entries]),
        st.sampled_from(Stage),
        st.none() | st.just("INBOX 7"),
        waits,
    )


POLICIES = st.builds(
    lambda limit, base, cap: Policy(retry_limit=limit, retry_base=base, retry_cap=base * cap),
    st.integers(1, 100),
    st.integers(1, 600).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(1, 200),
)


def cases(seen):
    return st.builds(
        lambda fault, policy, dice, streak, counted, proofs, ago, health, flags: Case(
            fault, Direction.INCOMING, policy, NOON, dice, streak, min(counted, streak), min(proofs, streak),
            NOON - ago, None, None, health, *flags,
        ),
        seen, POLICIES, DICE, st.integers(1, 10_000), st.integers(0, 10_000), st.integers(1, 9), HOURS,
        st.sampled_from(Health), st.tuples(*[st.booleans()] * 4),
    )  # fmt: skip


CASES = cases(faults())
UNCOUNTED = [entry for entry in ENTRIES if not entry.counts and entry.nature is not Nature.PERMANENT]


def planned(decision):
    match decision:
        case Retry(at) | HandBack(at) | Suspend(at):
            return at
        case _:
            return None


@given(CASES)
def test_the_same_case_gets_the_same_decision(case):
    assert decide(case) == decide(case)


@given(CASES)
def test_every_decision_carries_the_code_of_its_fault_unless_it_is_doubted(case):
    sick = case.health in {Health.DOWN, Health.RECOVERING}
    named = sick and (is_shared(case.fault) or not is_refusal(case.fault))  # an outage has its own name
    doubted = case.doubted and isinstance(decide(case), Suspend) and not named
    assert decide(case).code == (REFUSED_TOGETHER if doubted else case.fault.code)


@given(CASES)
def test_what_is_tried_again_is_tried_later_and_within_reason(case):
    at = planned(decide(case))
    if at is None:
        return
    most = max(case.policy.retry_cap, case.policy.probe_cap, THROTTLE_CAP, case.policy.retry_base) * 1.1
    assert timedelta() < at - case.now <= most


@given(cases(faults(UNCOUNTED)))
def test_a_fault_that_does_not_count_halts_nobody_before_three_days(case):
    if case.now - case.failing_since < case.policy.silence:
        assert not isinstance(decide(case), Halt)


@given(CASES)
def test_a_fault_of_ours_is_always_handed_back_and_nothing_else_is(case):
    assert isinstance(decide(case), HandBack) == (case.fault.entry.level is Level.SYSTEM)


@given(CASES)
def test_a_down_profile_never_halts_for_what_any_mailbox_would_have_met(case):
    if case.health in {Health.DOWN, Health.RECOVERING} and is_shared(case.fault):
        assert isinstance(decide(case), Suspend)
    elif not case.doubted:
        assert not isinstance(decide(case), Suspend)


@given(CASES)
def test_what_is_doubted_halts_nobody_and_spends_no_try_whatever_else_is_known(case):
    if case.doubted and case.fault.entry.level in {Level.MAILBOX, Level.PROFILE}:
        assert isinstance(decide(case), Suspend | Refresh)


@given(CASES)
def test_a_token_is_refreshed_only_where_it_can_be_and_was_not(case):
    if isinstance(decide(case), Refresh):
        assert case.refreshable
        assert not case.refreshed
        assert case.fault.entry.kind is Kind.TOKEN_EXPIRED


@given(CASES)
def test_only_a_known_email_is_set_aside(case):
    if isinstance(decide(case), SetAside):
        assert case.fault.signal.message is not None
        assert case.fault.entry.level is Level.EMAIL


@given(CASES)
def test_an_explicit_refusal_and_a_spent_budget_are_told_apart(case):
    decision = decide(case)
    if isinstance(decision, Halt) and not decision.spent:
        assert case.fault.entry.nature is Nature.PERMANENT
        assert case.proofs >= case.fault.entry.proofs


@given(CASES, st.integers(1, 30), DICE)
def test_pauses_grow_with_the_streak_whatever_the_dice_say(case, streak, other_dice):
    entry = replace(case.fault.entry, nature=Nature.TRANSIENT, level=Level.MAILBOX, counts=False)
    fault = replace(case.fault, entry=entry, signal=Signal(Protocol.IMAP, Stage.POLL), retry_after=None)
    early = replace(case, fault=fault, failing_since=NOON, streak=streak, doubted=False)
    late = replace(early, streak=streak + 1, dice=other_dice)
    longer, shorter = decide(late).at - NOON, decide(early).at - NOON
    capped = case.policy.retry_cap / 2
    assert longer >= min(shorter, capped)


@given(cases(faults(waits=WAITS)))
def test_a_server_is_never_called_before_the_wait_that_it_named_unless_that_is_beyond_belief(case):
    decision = decide(case)
    if isinstance(decision, Retry):
        assert decision.at - case.now >= min(case.fault.retry_after, timedelta(hours=1))
