"""What is written down of a halt, of a test that failed, and of what no rule knew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.classify import classify
from errors.fingerprint import fingerprint
from errors.memory import saw_of, signal_document, signal_of
from errors.model import Direction, Health, Policy, Protocol, Signal, Stage
from errors.rejudge import Halted, Standing, rejudge
from errors.version import catalogue_version
from store.directions import WRITABLE
from store.halts import FORGOTTEN
from store.records import Attempt
from tests.kit.cases import NOON, case
from worker.remembering import confirmed, marked, remembered

REFUSED = Signal(Protocol.IMAP, Stage.AUTH, "NO [AUTHENTICATIONFAILED] no", "NO", "AUTHENTICATIONFAILED")
WORDLESS = Signal(Protocol.IMAP, Stage.AUTH, "NO LOGIN failed", "NO")
THROTTLE = Signal(Protocol.IMAP, Stage.AUTH, "NO [LIMIT] Too many simultaneous connections", "NO", "LIMIT")
UNTRUSTED = Signal(
    Protocol.NETWORK, Stage.TLS, "certificate verify failed: certificate has expired",
    exception="SSLCertVerificationError",
)  # fmt: skip
RIDDLE = Signal(Protocol.IMAP, Stage.POLL, "NO [XFROB] quux", "NO", "XFROB")


def test_a_halt_is_written_with_its_rule_its_version_and_its_signal():
    fault = classify(REFUSED)
    written = remembered(case(fault, proofs=2))
    assert (written["halt_code"], written["halt_rule"]) == (fault.code, fault.rule)
    assert written["halt_catalogue"] == catalogue_version()
    assert written["halt_signal"] == signal_document(REFUSED)
    assert written["halt_saw"]["proofs"] == 2


def test_what_is_remembered_is_forgotten_whole():
    assert set(remembered(case(classify(REFUSED)))) < set(FORGOTTEN) <= WRITABLE


@pytest.mark.parametrize(
    ("signal", "health"),
    [
        pytest.param(THROTTLE, Health.HEALTHY, id="what passes by itself"),
        pytest.param(UNTRUSTED, Health.SUSPECT, id="what may be the whole profile's"),
        pytest.param(RIDDLE, Health.HEALTHY, id="what has no name"),
        pytest.param(WORDLESS, Health.HEALTHY, id="a refusal that is not clear, seen once"),
    ],
)
def test_a_test_that_tells_nothing_of_the_halt_leaves_it_as_it_was(signal, health):
    assert confirmed(case(classify(signal), health=health)) == {}


def test_what_all_are_refused_for_confirms_no_halt():
    assert confirmed(case(classify(REFUSED), doubted=True)) == {}


@pytest.mark.parametrize(
    ("signal", "proofs"), [pytest.param(REFUSED, 1, id="clearly"), pytest.param(WORDLESS, 2, id="for the second time")]
)
def test_a_test_that_is_refused_is_why_it_stays_halted(signal, proofs):
    """With the proofs that there are: today's rules would halt it for them."""
    written = confirmed(case(classify(signal), proofs=proofs))
    assert written["halt_saw"]["proofs"] == proofs
    saw = saw_of(written["halt_saw"], NOON + timedelta(days=1))
    halted = Halted(Direction.INCOMING, "", saw, signal_of(written["halt_signal"]))
    assert rejudge(halted, Policy()).standing is Standing.STANDS


def test_only_what_no_rule_knew_is_kept_with_its_fingerprint():
    tried = Attempt(1, NOON, ok=False, response=RIDDLE.text)
    assert marked(tried, classify(REFUSED), frozenset()) == tried
    kept = marked(tried, classify(RIDDLE), frozenset({"ana"}))
    assert kept.fingerprint == fingerprint(RIDDLE, {"ana"})
    assert signal_of(kept.signal or {}, kept.response) == RIDDLE
