"""When a refusal proves what the one before said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from errors.catalogue import CATALOGUE
from errors.model import Stage
from errors.proofs import REFUSALS, Observed, proofs, same_cause
from tests.kit.cases import NOON, fault

APART = timedelta(seconds=20)
SECOND = timedelta(seconds=1)


def observed(code, proofs=1, ago=30 * SECOND, stage=Stage.AUTH):
    return Observed(CATALOGUE[code], proofs, NOON - ago if ago is not None else None, stage)


def proven(code, before, *, fresh=True, stage=Stage.AUTH):
    return proofs(fault(code, stage), before, NOON, fresh=fresh, apart=APART)


def test_the_first_of_its_kind_is_one():
    assert proven("IMAP-102", None) == 1


@pytest.mark.parametrize(
    ("before", "fresh", "stands"),
    [
        pytest.param(observed("IMAP-102"), True, 2, id="said again to a fresh sign-in"),
        pytest.param(observed("IMAP-102", 2), True, 3, id="and again"),
        pytest.param(observed("IMAP-102"), False, 1, id="said again in the same session: the same word"),
        pytest.param(observed("IMAP-102", ago=19 * SECOND), True, 1, id="said again in one breath"),
        pytest.param(observed("IMAP-102", ago=APART), True, 2, id="just far enough apart"),
        pytest.param(observed("IMAP-102", ago=None), True, 2, id="nobody knows when, but before"),
        pytest.param(observed("IMAP-102", 0), False, 1, id="never less than itself"),
        pytest.param(observed("IMAP-111"), True, 2, id="in other words: the same cause"),
        pytest.param(observed("IMAP-207", 7), True, 1, id="another cause between: anew"),
        pytest.param(observed("IMAP-201", 3), True, 1, id="an outage between: anew"),
        pytest.param(observed("IMAP-112", 2, stage=Stage.SELECT), True, 1, id="another refusal between: anew"),
    ],
)
def test_proofs_are_independent_observations_of_one_cause_in_a_row(before, fresh, stands):
    assert proven("IMAP-102", before, fresh=fresh) == stands


def test_an_attempt_that_got_further_shows_that_the_refusal_before_it_did_not_hold():
    assert proven("IMAP-302", observed("IMAP-302", 2, stage=Stage.AUTH), stage=Stage.SELECT) == 1
    assert proven("IMAP-302", observed("IMAP-302", 2, stage=Stage.SELECT), stage=Stage.SELECT) == 3
    assert proven("IMAP-302", observed("IMAP-302", 2, stage=None), stage=Stage.SELECT) == 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("IMAP-102", "IMAP-102", True, id="the same code"),
        pytest.param("IMAP-101", "IMAP-111", True, id="a clear and an unclear refusal of the password"),
        pytest.param("IMAP-108", "IMAP-209", False, id="a token refused for good, and one that ran out"),
        pytest.param("IMAP-110", "IMAP-214", False, id="locked, and locked for a while"),
        pytest.param("IMAP-303", "IMAP-311", False, id="IMAP off for one, and off for all"),
        pytest.param("IMAP-307", "IMAP-313", False, id="two of the many that are called configuration"),
        pytest.param("IMAP-207", "IMAP-312", False, id="two faults of a server"),
        pytest.param("IMAP-101", "IMAP-103", False, id="a wrong password and an old one"),
    ],
)
def test_a_refusal_is_the_same_whatever_its_code(one, other, same):
    assert same_cause(CATALOGUE[one], CATALOGUE[other]) is same
    assert same_cause(CATALOGUE[other], CATALOGUE[one]) is same


def test_what_is_no_refusal_proves_only_itself():
    for one in CATALOGUE.values():
        for other in CATALOGUE.values():
            assert one.code == other.code or one.kind in REFUSALS or not same_cause(one, other)
