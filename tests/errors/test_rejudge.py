"""Whether today's rules would have halted what was halted before: the same case, judged anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from errors.catalogue import CATALOGUE
from errors.classify import classify
from errors.decide import decide
from errors.memory import Saw, saw_document, saw_of
from errors.model import Direction, Halt, Health, Kind, Policy, Protocol, Signal, Stage
from errors.rejudge import Halted, Standing, rejudge, retold
from tests.kit.cases import HOUR, NOON, case

POLICY = Policy()
SPENT = Saw(NOON, streak=14, counted=14, proofs=14, failing_since=NOON - 5 * HOUR)
ONCE = Saw(NOON, failing_since=NOON)
TWICE = replace(ONCE, streak=2, proofs=2)
SILENT = replace(SPENT, failing_since=NOON - 72 * HOUR)

THROTTLE = Signal(
    Protocol.IMAP, Stage.AUTH, "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded", "NO",
    "UNAVAILABLE",
)  # fmt: skip
REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
EXPIRED = Signal(Protocol.IMAP, Stage.AUTH, "NO [EXPIRED] password expired", "NO", "EXPIRED")
WORDLESS = Signal(Protocol.IMAP, Stage.AUTH, "NO LOGIN failed", "NO")
STUMBLED = Signal(Protocol.IMAP, Stage.POLL, "NO [SERVERBUG] internal error", "NO", "SERVERBUG")
LAPSED = Signal(Protocol.EWS, Stage.AUTH, "the grant was refused", exception="InvalidGrantError")
RIDDLE = Signal(Protocol.IMAP, Stage.POLL, "NO [XFROB] quux", "NO", "XFROB")


def halted(signal: Signal | None, saw: Saw = ONCE, code: str = "IMAP-101", *, as_retold: bool = False) -> Halted:
    return Halted(Direction.INCOMING, code, saw, signal, NOON - 1000 * HOUR, as_retold)


@pytest.mark.parametrize(
    ("halt", "standing"),
    [
        pytest.param(halted(THROTTLE), Standing.FREED, id="a throttle that was taken for a bad password"),
        pytest.param(halted(REFUSED), Standing.STANDS, id="a refused password is one still"),
        pytest.param(halted(EXPIRED), Standing.STANDS, id="another permanent code halts as well"),
        pytest.param(halted(WORDLESS), Standing.FREED, id="one proof, where today's rules want more"),
        pytest.param(halted(WORDLESS, replace(TWICE, proofs=3)), Standing.STANDS, id="proven often enough"),
        pytest.param(halted(THROTTLE, SPENT, "IMAP-202"), Standing.FREED, id="a budget spent by what no longer counts"),
        pytest.param(halted(STUMBLED, SPENT, "IMAP-202"), Standing.STANDS, id="a budget spent by what counts"),
        pytest.param(halted(THROTTLE, SILENT, "IMAP-202"), Standing.STANDS, id="silent for three days, whatever it is"),
        pytest.param(
            halted(LAPSED, replace(ONCE, refreshable=True, proofs=3)), Standing.FREED, id="before a fresh token"
        ),
        pytest.param(
            halted(LAPSED, replace(ONCE, refreshable=True, refreshed=True, proofs=3)),
            Standing.STANDS,
            id="with a fresh token too",
        ),
        pytest.param(halted(REFUSED, replace(ONCE, wary=True)), Standing.FREED, id="once, though others were refused"),
        pytest.param(halted(RIDDLE), Standing.FREED, id="no rule knows it any more"),
        pytest.param(halted(None), Standing.UNTOLD, id="nothing is known of it"),
        pytest.param(halted(None, code="OWN-904"), Standing.STANDS, id="our own word: no server was asked"),
        pytest.param(halted(RIDDLE, as_retold=True), Standing.UNTOLD, id="its words alone tell nothing"),
        pytest.param(halted(RIDDLE, SPENT, "UNK-901", as_retold=True), Standing.STANDS, id="it had no name then"),
        pytest.param(halted(THROTTLE, as_retold=True), Standing.FREED, id="its words alone tell enough"),
    ],
)
def test_a_halt_is_judged_by_today_s_rules(halt, standing):
    verdict = rejudge(halt, POLICY)
    assert verdict.standing is standing
    assert (verdict.fault is None) == (verdict.decision is None)
    assert isinstance(verdict.decision, Halt) == (standing is Standing.STANDS and verdict.decision is not None)


def test_the_new_verdict_says_what_it_is_called_now():
    verdict = rejudge(halted(THROTTLE), POLICY)
    assert verdict.fault is not None
    assert (verdict.fault.entry.kind, verdict.fault.entry.counts) == (Kind.TOO_MANY_CONNECTIONS, False)


def test_a_budget_is_measured_by_the_profile_s_present_limit():
    assert rejudge(halted(STUMBLED, SPENT), replace(POLICY, retry_limit=15)).standing is Standing.FREED


@pytest.mark.parametrize("code", [code for code in CATALOGUE if code.startswith(("NET-", "TLS-", "OAUTH-"))])
def test_words_are_read_as_those_of_whoever_spoke(code):
    signal = retold("imap", code, Stage.CONNECT, "connection refused")
    assert signal is not None
    assert signal.protocol in (Protocol.NETWORK, Protocol.OAUTH)


def test_the_words_of_an_attempt_are_taken_apart_as_an_adapter_does():
    assert retold("imap", "IMAP-101", Stage.AUTH, REFUSED.text) == REFUSED


@pytest.mark.parametrize(
    ("code", "stage", "response"),
    [
        pytest.param("IMAP-101", None, "NO no", id="without a stage"),
        pytest.param("IMAP-101", Stage.AUTH, "", id="without words"),
        pytest.param("BOX-101", Stage.AUTH, "no password is stored", id="in our own words"),
    ],
)
def test_an_attempt_that_says_too_little_is_not_retold(code, stage, response):
    assert retold("imap", code, stage, response) is None


@pytest.mark.parametrize(
    ("signal", "more"),
    [
        pytest.param(REFUSED, {}, id="a refusal"),
        pytest.param(WORDLESS, {"proofs": 3}, id="a proven one"),
        pytest.param(STUMBLED, {"streak": 14, "counted": 14}, id="a spent budget"),
        pytest.param(THROTTLE, {"failing_since": NOON - timedelta(days=4)}, id="a long silence"),
        pytest.param(THROTTLE, {"failing_since": NOON - timedelta(days=4), "health": Health.SUSPECT}, id="suspected"),
    ],
)
def test_what_halts_today_is_not_taken_back_today(signal, more):
    """What is remembered is enough to decide the same again."""
    given = case(classify(signal), **more)
    assert isinstance(decide(given), Halt)
    saw = saw_of(saw_document(given), NOON)
    assert rejudge(halted(signal, saw, given.fault.code), POLICY).decision == decide(given)
