"""When an alert opens, and when people hear of it."""

from __future__ import annotations

import pytest

from errors.alerts import notifies, opens
from errors.decide import decide
from errors.model import Halt, HandBack, Health, Nature, Policy, SetAside, Stage, Suspend
from tests.kit.cases import case, fault


def opened(given):
    return opens(given, decide(given))


def test_an_alert_opens_with_the_first_failure():
    assert opened(case("IMAP-207"))


def test_warn_after_raises_that_for_transient_ones():
    patient = Policy(warn_after=3)
    assert [opened(case("IMAP-207", policy=patient, streak=streak)) for streak in (1, 2, 3, 4)] == [
        False, False, True, True
    ]  # fmt: skip


def test_warn_after_never_delays_a_permanent_one():
    assert opened(case("IMAP-101", policy=Policy(warn_after=9)))


@pytest.mark.parametrize(
    ("given", "decision"),
    [
        pytest.param(case(fault("NET-202", Stage.CONNECT), health=Health.DOWN), Suspend, id="a profile that is down"),
        pytest.param(case("OWN-901"), HandBack, id="our own fault"),
        pytest.param(case(fault("MSG-401", message="INBOX 7")), SetAside, id="an email set aside"),
        pytest.param(case("IMAP-207", streak=14, counted=14), Halt, id="a spent budget"),
    ],
)
def test_what_is_more_than_a_retry_opens_one_at_once(given, decision):
    assert isinstance(decide(given), decision)
    assert opened(given)


def test_where_nothing_is_wrong_no_alert_opens():
    assert not opened(case("MSG-202", streak=9))


@pytest.mark.parametrize(
    ("nature", "told"),
    [
        pytest.param(Nature.PERMANENT, [True, False, False], id="permanent: at once, and once"),
        pytest.param(Nature.TRANSIENT, [False, True, False], id="transient: from the second in a row, and once"),
        pytest.param(None, [False, False, False], id="information: never"),
    ],
)
def test_people_are_notified_of_what_matters_and_only_once(nature, told):
    assert [notifies(nature, count) for count in (1, 2, 3)] == told
