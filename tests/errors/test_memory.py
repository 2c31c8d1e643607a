"""What is kept of signals and cases: all that is judged, and nothing that must stay secret."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from errors.classify import classify
from errors.memory import Saw, saw_document, saw_of, signal_document, signal_of
from errors.model import Health, Protocol, Signal, Stage
from errors.window import HEAD, TAIL, window
from tests.kit import corpus
from tests.kit.cases import HOUR, NOON, case

FULL = Signal(
    Protocol.GRAPH,
    Stage.POLL,
    '{"error": {}}\n\u202e\ud800\0',
    status="429",
    response_code="TooManyRequests",
    http_status=429,
    headers={"retry-after": "30", "date": "Tue, 24 Nov 2026 12:00:00 GMT"},
    exception="ClientError",
    message="INBOX 7",
    observed_at=NOON,
    inner_codes=("outer", "inner"),
)


def through_json(document):
    return json.loads(json.dumps(document))


@pytest.mark.parametrize(
    "signal",
    [
        pytest.param(FULL, id="with everything"),
        pytest.param(Signal(Protocol.IMAP, Stage.AUTH), id="with next to nothing"),
    ],
)
def test_a_signal_comes_back_as_it_was_kept(signal):
    assert signal_of(through_json(signal_document(signal))) == signal


def test_its_words_may_be_kept_beside_it():
    kept = through_json(signal_document(FULL, text=False))
    assert "text" not in kept
    assert signal_of(kept, FULL.text) == FULL


def test_no_more_is_kept_than_is_judged():
    long = Signal(Protocol.IMAP, Stage.POLL, "x" * 10 * (HEAD + TAIL))
    kept = signal_of(signal_document(long))
    assert kept is not None
    assert kept.text == window(long.text) == window(kept.text)


@pytest.mark.parametrize("row", corpus.ANSWERS, ids=corpus.caption)
def test_what_is_kept_is_judged_alike(row):
    signal = corpus.signal_of(row)
    kept = signal_of(through_json(signal_document(signal)))
    assert kept is not None
    first, second = classify(signal), classify(kept)
    assert (first.code, first.rule, first.retry_after) == (second.code, second.rule, second.retry_after)


def test_headers_that_tell_nothing_are_not_kept():
    headers = {"Authorization": "Bearer hidden", "Set-Cookie": "hidden", "Retry-After": "5", "X-Other": "hidden"}
    kept = signal_document(Signal(Protocol.EWS, Stage.POLL, headers=headers))
    assert kept["headers"] == {"retry-after": "5"}


@pytest.mark.parametrize(
    ("challenge", "kept"),
    [
        pytest.param('Bearer realm="r", error="invalid_token", nonce="hidden"',
                     'Bearer realm="r", error="invalid_token"', id="an error is kept, a nonce is not"),
        pytest.param("Negotiate aGlkZGVuIHRva2Vu", "Negotiate", id="a token is not kept"),
        pytest.param("", None, id="none was given"),
    ],
)  # fmt: skip
def test_of_a_challenge_only_what_it_tells_is_kept(challenge, kept):
    document = signal_document(Signal(Protocol.GRAPH, Stage.AUTH, headers={"WWW-Authenticate": challenge}))
    assert document.get("headers", {}).get("www-authenticate") == kept


def test_a_signal_of_a_protocol_that_is_not_known_is_no_signal():
    assert signal_of({"protocol": "pop3", "stage": "auth"}) is None
    assert signal_of({}) is None


@pytest.mark.parametrize(
    ("kept", "back"),
    [
        pytest.param({"http_status": True}, None, id="true is no status"),
        pytest.param({"http_status": 503}, 503, id="a number is one"),
        pytest.param({"observed_at": "yesterday"}, None, id="no moment"),
        pytest.param({"observed_at": "2026-11-24T12:00:00"}, None, id="nobody knows in which zone"),
        pytest.param({"observed_at": NOON.isoformat()}, NOON, id="a moment"),
    ],
)
def test_what_was_kept_wrongly_is_not_known(kept, back):
    signal = signal_of({"protocol": "ews", "stage": "poll", **kept})
    assert signal is not None
    assert (signal.http_status or signal.observed_at) == back


def test_what_a_decision_saw_comes_back():
    given = case("IMAP-101", streak=3, counted=2, proofs=2, failing_since=NOON - HOUR, last_success_at=NOON - 2 * HOUR,
                 health=Health.SUSPECT, wary=True, refreshable=True, refreshed=True)  # fmt: skip
    kept = saw_of(through_json(saw_document(given)), NOON + HOUR)
    assert kept == Saw(NOON, 3, 2, 2, NOON - HOUR, NOON - 2 * HOUR, Health.SUSPECT, True, True, True)


def test_what_is_missing_is_the_least_there_can_be():
    assert saw_of({}, NOON) == Saw(NOON)
    assert saw_of({"streak": 0, "proofs": 0, "counted": 0}, NOON) == Saw(NOON, counted=0)
    assert saw_of({"health": "unheard of"}, NOON + timedelta()) == Saw(NOON)
    assert saw_of({"at": "then", "failing_since": "before", "streak": True, "proofs": False}, NOON) == Saw(NOON)
