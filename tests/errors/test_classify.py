"""Naming: what wins over what, and what is left without a name."""

from __future__ import annotations

import json
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.catalogue import CATALOGUE
from errors.classify import UNCLASSIFIED, classify, classify_message
from errors.explain import verdict
from errors.model import Level, Nature, Protocol, Signal, Stage


def imap(text, stage=Stage.AUTH, status="NO", code=None, **more):
    return Signal(Protocol.IMAP, stage, text, status=status, response_code=code, **more)


def test_an_explicit_wrong_password_halts_at_the_first_look():
    fault = classify(imap("NO [AUTHENTICATIONFAILED] Authentication failed.", code="AUTHENTICATIONFAILED"))
    assert (fault.code, fault.entry.nature, fault.entry.proofs) == ("IMAP-101", Nature.PERMANENT, 1)
    assert fault.matched == "AUTHENTICATIONFAILED"


def test_a_refusal_without_a_code_takes_two_looks():
    assert classify(imap("NO Login failed.")).entry.proofs == 2


def test_a_refusal_that_says_nothing_takes_three():
    assert classify(imap("NO nope")).entry.proofs == 3


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        pytest.param("NO [UNAVAILABLE] Maximum number of connections", "UNAVAILABLE", "IMAP-202", id="a full house"),
        pytest.param("NO [OVERQUOTA] exceeded bandwidth limits", "OVERQUOTA", "IMAP-205", id="a throttle, no quota"),
        pytest.param("NO [ALERT] Too many simultaneous connections", "ALERT", "IMAP-202", id="no wrong password"),
    ],
)  # fmt: skip
def test_words_that_tell_more_win_over_the_code(text, code, expected):
    assert classify(imap(text, code=code)).code == expected


def test_the_code_wins_over_misleading_words():
    assert classify(imap("NO [TEMPFAIL] SELECT completed", Stage.SELECT, code="TEMPFAIL")).code == "IMAP-211"


@pytest.mark.parametrize("protocol", list(Protocol))
def test_what_no_rule_knows_is_unclassified_and_transient(protocol):
    fault = classify(Signal(protocol, Stage.AUTH, "gizmo"))
    assert (fault.rule, fault.matched, fault.entry.nature) == (UNCLASSIFIED, "", Nature.TRANSIENT)
    assert fault.code.startswith("UNK-")


@pytest.mark.parametrize("protocol", list(Protocol))
def test_a_fault_of_our_own_is_one_whatever_the_protocol(protocol):
    assert classify(Signal(protocol, Stage.STORE, exception="StoreUnavailable")).entry.level is Level.SYSTEM


def test_a_bug_inside_one_message_is_that_messages():
    assert classify(imap("", exception="Bug", message="INBOX 7")).entry.level is Level.EMAIL
    assert classify(imap("", exception="Bug")).entry.level is Level.SYSTEM


def test_a_message_that_lost_the_connection_each_time_is_set_aside_as_unfetchable_with_the_words_kept():
    lost = Signal(Protocol.NETWORK, Stage.FETCH, "reset", exception="ConnectionResetError", message="INBOX 7")
    fault = classify_message(lost)
    assert (fault.code, fault.entry.level, fault.signal) == ("MSG-204", Level.EMAIL, lost)


def test_a_message_that_is_too_large_is_set_aside_as_that():
    seen = imap("", Stage.FETCH, None, exception="MessageTooLarge", message="INBOX 7")
    assert classify_message(seen) == classify(seen)


@given(
    st.builds(
        Signal, st.sampled_from(Protocol), st.sampled_from(Stage), st.text(max_size=200),
        status=st.none() | st.sampled_from(["NO", "BAD", "BYE", "+", "535"]),
        response_code=st.none() | st.sampled_from(["ALERT", "LIMIT", "WHATEVER"]),
        exception=st.none() | st.text(max_size=9), message=st.none() | st.text(max_size=9),
    )
)  # fmt: skip
def test_whatever_was_seen_gets_a_name_and_a_verdict_in_json(seen):
    fault = classify(seen)
    assert fault.entry is CATALOGUE[fault.code]
    assert json.loads(json.dumps(verdict(fault)))["code"] == fault.code


HOSTILE = {
    "words of rules": "too many connections administrator imap is disabled quota exceeded spam blocked ",
    "no words": " ",
    "one word": "a",
    "numbers": "550 5.7.1 ",
    "brackets": "[<({",
    "quotation marks": '"',
    "lines": "\r\n",
    "no letters at all": "\ud800\x00\u202e",
    "other letters": "Слишком много подключений 连接过多 zu viele Verbindungen ",
}


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_megabyte_is_named_in_no_time(protocol, piece):
    seen = Signal(protocol, Stage.AUTH, piece * (1_000_000 // len(piece)), status="NO")
    classify(seen)  # what is compiled when first needed is compiled
    assert min(_seconds(seen) for _ in range(3)) < 0.05


def _seconds(seen):
    began = thread_time()
    classify(seen)
    return thread_time() - began


@pytest.mark.parametrize("protocol", list(Protocol))
def test_ten_times_as_long_an_answer_takes_no_longer_than_its_window(protocol):
    short, long = (Signal(protocol, Stage.SELECT, "user " * length) for length in (5_000, 50_000))
    classify(short)
    assert min(_seconds(long) for _ in range(5)) < 3 * min(_seconds(short) for _ in range(5)) + 0.001
