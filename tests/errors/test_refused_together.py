"""Refusals that many mailboxes meet at once: whose fault they are."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.catalogue import ENTRIES
from errors.decide import decide
from errors.model import Halt, Health, Kind, Policy, Refresh, Retry, Stage, Suspend
from errors.refused_together import (
    REFUSED_TOGETHER,
    Tried,
    calmed,
    commonest,
    doubted,
    is_refusal,
    outlived,
    tells,
    turned,
)
from tests.kit.cases import HOUR, MINUTE, NOON, case, fault

SECOND = timedelta(seconds=1)
REFUSED = fault("IMAP-101", Stage.AUTH)
HERE, THERE = 1, 2  # profiles


def tried(*said):
    """(mailbox, seconds before noon, "no" | "ok" | the stage that it got to, profile)"""
    cast = []
    for mailbox, ago, word, *profile in said:
        code = "IMAP-101" if word == "no" else None
        stage = None if word == "ok" else Stage.AUTH if word == "no" else Stage(word)
        cast.append(Tried(mailbox, profile[0] if profile else HERE, NOON - ago * SECOND, stage, code))
    return sorted(cast, key=lambda one: one.at)


def judged(*said, profile=HERE, **policy):
    return profile in doubted(tried(*said), profile, Policy(**policy), NOON)


# -- how many


@pytest.mark.parametrize(
    ("said", "together"),
    [
        pytest.param([], False, id="nobody was refused"),
        pytest.param([(1, 0, "no")], False, id="one is its own fault"),
        pytest.param([(1, 5, "no"), (2, 0, "no")], False, id="two are chance, even if they are all there are"),
        pytest.param([(1, 9, "no"), (2, 5, "no"), (3, 0, "no")], True, id="three, and nobody else"),
        pytest.param([(1, 9, "no"), (1, 5, "no"), (1, 0, "no")], False, id="one mailbox thrice is one"),
        pytest.param(
            [(4, 99, "ok"), (5, 98, "ok"), (6, 97, "ok"), (7, 96, "ok"), (1, 9, "no"), (2, 5, "no"), (3, 0, "no")],
            True, id="three in a row: who got in before them says nothing of now",
        ),
        pytest.param(
            [(1, 9, "no"), (4, 8, "ok"), (5, 7, "ok"), (6, 6, "ok"), (2, 5, "no"), (3, 0, "no")],
            True, id="three of six since the first: half",
        ),
        pytest.param(
            [(1, 9, "no"), (4, 8, "ok"), (2, 7, "no"), (5, 6, "ok"), (6, 5, "ok"), (7, 4, "ok"), (3, 0, "no")],
            False, id="three of seven since the first: their own fault",
        ),
        pytest.param(
            [(9, 800, "no"), *((n, 700, "ok") for n in range(20, 40)), (1, 9, "no"), (2, 5, "no"), (3, 0, "no")],
            True, id="one refused long before, then three in a row: the three count by themselves",
        ),
        pytest.param([(1, 901, "no"), (2, 5, "no"), (3, 0, "no")], False, id="one of the three was before the window"),
        pytest.param([(1, 899, "no"), (2, 5, "no"), (3, 0, "no")], True, id="within a quarter of an hour"),
        pytest.param(
            [(1, 9, "no"), (1, 7, "ok"), (2, 5, "no"), (3, 0, "no")], False, id="one of the three got in again since"
        ),
        pytest.param(
            [(1, 9, "no"), (2, 8, "no"), *((n, 7, "ok") for n in range(10, 14)), (1, 3, "no"), (3, 0, "no")],
            False, id="refused again counts from the first time on",
        ),
    ],
)  # fmt: skip
def test_three_that_turned_and_half_of_those_tried_since_make_a_refusal_doubtful(said, together):
    assert judged(*said) is together


@pytest.mark.parametrize(
    ("reached", "together"),
    [
        pytest.param("ok", False, id="to the end"),
        pytest.param("select", False, id="signed in, then met trouble of its own"),
        pytest.param("auth", True, id="throttled at the sign-in: no further than the refused"),
        pytest.param("greeting", True, id="not even there"),
    ],
)
def test_only_who_got_further_than_the_refused_speaks_for_the_server(reached, together):
    others = [(n, 4, reached) for n in range(10, 14)]
    assert judged((1, 9, "no"), (2, 5, "no"), *others, (3, 0, "no")) is together


def test_profiles_that_share_a_server_share_what_it_says():
    assert judged((1, 9, "no", THERE), (2, 5, "no", THERE), (3, 0, "no", HERE))
    assert not judged((1, 9, "no"), (2, 5, "no"), (3, 0, "no"), *((n, 4, "ok", THERE) for n in range(9, 15)), profile=7)


def test_a_profile_that_is_refused_as_a_whole_is_doubted_though_its_server_takes_others():
    others = [(n, 4, "ok", THERE) for n in range(10, 30)]
    assert judged((1, 9, "no"), (2, 5, "no"), *others, (3, 0, "no"))


@pytest.mark.parametrize(
    ("said", "profile", "concerned"),
    [
        pytest.param([(1, 9, "no", 1), (2, 5, "no", 2), (3, 0, "no", 3)], 3, {1, 2, 3}, id="one of each of three"),
        pytest.param(
            [(8, 300, "no", 2), (9, 200, "ok", 2), (1, 9, "no"), (2, 5, "no"), (3, 0, "no")], 1, {1, 2},
            id="a profile of which one was refused and one got in: it may be",
        ),
        pytest.param(
            [(8, 300, "no", 2), (9, 200, "ok", 2), (10, 200, "ok", 2), (1, 9, "no"), (2, 5, "no"), (3, 0, "no")],
            1, {1}, id="one that mostly gets in is left alone",
        ),
        pytest.param(
            [(1, 9, "no", 2), (2, 8, "no", 2), (4, 7, "no", 2), (5, 6, "ok"), (6, 5, "ok"), (3, 0, "no")], 1, set(),
            id="and is not doubted for the others' sake",
        ),
        pytest.param(
            [(1, 9, "no"), (2, 8, "no"), (7, 7, "no", 2), *((n, 6, "ok", 2) for n in range(9, 20)), (3, 0, "no")],
            1, {1}, id="a profile that is refused as a whole goes down alone",
        ),
    ],
)  # fmt: skip
def test_the_profiles_that_are_concerned_are_those_in_the_same_trouble(said, profile, concerned):
    assert doubted(tried(*said), profile, Policy(), NOON) == concerned


def test_the_window_is_the_profiles_own():
    assert not judged((1, 61, "no"), (2, 5, "no"), (3, 0, "no"), refusal_window=MINUTE)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1200), st.sampled_from(["no", "ok"])), max_size=40))
def test_a_refusal_is_never_doubted_of_fewer_than_three_nor_against_a_majority(said):
    cast = [one for one in tried(*said) if NOON - one.at <= Policy().refusal_window]
    latest = {one.mailbox_id: one for one in cast}
    refused = [one for one in latest.values() if one.code]
    if judged(*said):
        assert len(refused) >= 3
        last = sorted(refused, key=lambda one: one.at)[-1]
        assert sum(one.code is None and one.at > last.at for one in latest.values()) <= len(refused)
    if len(refused) == len(latest) >= 3:
        assert judged(*said)


def test_many_votes_are_judged_in_no_time():
    many = tried(*((n, 600 - n, "no" if n % 3 else "ok") for n in range(500)))
    began = time.perf_counter()
    doubted(many, HERE, Policy(), NOON)
    assert time.perf_counter() - began < 0.05


# -- until how many get in again


def over(*said, mailboxes=6, refused_at=Stage.AUTH):
    return calmed(tried(*said), HERE, mailboxes, refused_at, Policy(), NOON)


@pytest.mark.parametrize(
    ("said", "mailboxes", "enough"),
    [
        pytest.param([(1, 0, "ok")], 6, False, id="one may have met the one good server of many"),
        pytest.param([(1, 5, "ok"), (1, 3, "ok"), (1, 0, "ok")], 6, False, id="nor that one thrice"),
        pytest.param([(1, 5, "ok"), (2, 0, "ok")], 6, False, id="two are chance"),
        pytest.param([(9, 9, "no"), (1, 5, "ok"), (2, 3, "ok"), (3, 0, "ok")], 6, True, id="three in a row"),
        pytest.param(
            [*((n, 9, "no") for n in range(9, 19)), (1, 5, "ok"), (2, 3, "ok"), (3, 0, "ok")], 6, True,
            id="however many were refused before them",
        ),
        pytest.param(
            [(1, 8, "ok"), (9, 7, "no"), (2, 6, "ok"), (10, 5, "no"), (11, 4, "no"), (3, 0, "ok")], 6, True,
            id="three of six since the first of them",
        ),
        pytest.param(
            [(1, 8, "ok"), (9, 7, "no"), (10, 6, "no"), (2, 5, "ok"), (11, 4, "no"), (12, 3, "no"), (3, 0, "ok")], 6,
            False, id="three of seven",
        ),
        pytest.param(
            [(1, 950, "ok"), (2, 3, "ok"), (3, 0, "ok")], 6, False, id="one of the three was before the window"
        ),
        pytest.param(
            [(1, 9, "ok"), (2, 8, "ok"), (3, 7, "ok"), (1, 0, "no")], 6, False, id="one of them is refused again"
        ),
        pytest.param([(1, 0, "ok")], 1, True, id="it is the only one"),
        pytest.param([(1, 0, "ok")], 3, False, id="one of three"),
        pytest.param([(1, 5, "ok"), (2, 0, "ok")], 3, True, id="two of three"),
        pytest.param([(n, 20 - n, "ok") for n in range(9)], 30, False, id="nine of thirty"),
        pytest.param([(n, 20 - n, "ok") for n in range(10)], 30, True, id="ten of thirty"),
        pytest.param([(n, 20 - n, "ok") for n in range(6)], 12, True, id="six of twelve"),
        pytest.param([(n, 20 - n, "ok") for n in range(10)], 300, True, id="ten of three hundred"),
        pytest.param([(n, 20 - n, "ok") for n in range(10)], 9000, True, id="or of nine thousand"),
        pytest.param([(n, 5 - n, "ok", THERE) for n in range(4)], 6, False, id="another profile's do not count"),
    ],
)  # fmt: skip
def test_a_doubt_is_over_when_enough_get_in_again(said, mailboxes, enough):
    assert over(*said, mailboxes=mailboxes) is enough


def test_who_gets_no_further_than_the_refused_did_not_get_in_again():
    said = [(n, 5 - n, "select") for n in range(4)]
    assert over(*said)
    assert not over(*said, refused_at=Stage.SELECT)


# -- of what, and of whom


@pytest.mark.parametrize(
    ("code", "stage", "counts"),
    [
        pytest.param("IMAP-101", Stage.AUTH, True, id="a wrong password"),
        pytest.param("IMAP-102", Stage.AUTH, True, id="a refusal that is not clear"),
        pytest.param("IMAP-103", Stage.AUTH, True, id="an expired password: so says a clock that jumped"),
        pytest.param("IMAP-104", Stage.AUTH, True, id="app passwords asked for, of a whole domain"),
        pytest.param("IMAP-108", Stage.AUTH, True, id="a token refused"),
        pytest.param("IMAP-109", Stage.AUTH, True, id="IMAP off"),
        pytest.param("IMAP-110", Stage.AUTH, True, id="locked"),
        pytest.param("IMAP-301", Stage.AUTH, True, id="closed"),
        pytest.param("IMAP-302", Stage.AUTH, True, id="not allowed"),
        pytest.param("IMAP-112", Stage.SELECT, True, id="a folder that is not there: so says a disk that is not"),
        pytest.param("IMAP-103", Stage.TOKEN, True, id="refused by name at the token endpoint"),
        pytest.param("IMAP-107", Stage.SELECT, False, id="full"),
        pytest.param("IMAP-205", Stage.AUTH, False, id="throttled"),
        pytest.param("IMAP-214", Stage.AUTH, False, id="locked for a while: it mends itself"),
        pytest.param("IMAP-310", Stage.SELECT, False, id="a damaged folder"),
        pytest.param("IMAP-307", Stage.AUTH, True, id="moved to another server: so it is with a whole domain"),
        pytest.param("OAUTH-314", Stage.TOKEN, True, id="no such user: so says another tenant of all"),
        pytest.param("GRAPH-307", Stage.POLL, True, id="no such user in this tenant"),
        pytest.param("EWS-322", Stage.SELECT, True, id="not set up properly"),
        pytest.param("GRAPH-901", Stage.POLL, True, id="what we ask is not understood, of anybody"),
        pytest.param("EWS-901", Stage.POLL, True, id="nor this"),
        pytest.param("IMAP-901", Stage.SELECT, True, id="nor that command"),
        pytest.param("IMAP-311", Stage.AUTH, False, id="a fault of the profile already"),
        pytest.param("NET-202", Stage.CONNECT, False, id="an outage has its own way"),
        pytest.param("BOX-101", Stage.AUTH, False, id="nobody asked the server: no password is stored"),
        pytest.param("BOX-102", Stage.AUTH, False, id="nor could it be sent"),
        pytest.param("OWN-904", Stage.POLL, False, id="our own fault"),
        pytest.param("MSG-401", Stage.FETCH, False, id="one email"),
    ],
)
def test_what_a_server_in_trouble_says_of_all_is_a_refusal_of_one(code, stage, counts):
    assert is_refusal(fault(code, stage)) is counts


def test_nothing_that_passes_by_itself_and_no_full_mailbox_is_ever_a_refusal():
    for entry in ENTRIES:
        if is_refusal(fault(entry.code, Stage.AUTH)):
            assert entry.nature == "permanent"
            assert entry.kind not in {Kind.MAILBOX_FULL, Kind.THROTTLED, Kind.QUOTA, Kind.SENDER_REJECTED}


@pytest.mark.parametrize(
    ("code", "fresh", "compared"),
    [
        pytest.param("IMAP-901", True, True, id="not understood, right after a sign-in"),
        pytest.param("IMAP-901", False, False, id="not understood on an open session: others go on upon theirs"),
        pytest.param("IMAP-313", False, False, id="can't be done, on an open session"),
        pytest.param("IMAP-101", False, True, id="what sessions are refused for is everybody's"),
    ],
)
def test_only_fresh_sign_ins_are_compared_with_fresh_sign_ins(code, fresh, compared):
    assert tells(fault(code, Stage.POLL), fresh=fresh) is compared


@pytest.mark.parametrize(
    ("last_success_at", "believed_since", "its_turn", "after"),
    [
        pytest.param(None, None, False, False, id="it never worked: an import of wrong passwords proves nothing"),
        pytest.param(NOON - HOUR, None, True, False, id="it worked before"),
        pytest.param(NOON - HOUR, NOON - MINUTE, False, True, id="it was doubted, and has not got in since"),
        pytest.param(
            NOON - SECOND, NOON - MINUTE, True, False, id="it got in after the doubt was over, and turned again"
        ),
        pytest.param(None, NOON - MINUTE, False, False, id="it never worked, before or after"),
    ],
)
def test_a_mailbox_turns_once_until_it_works_again(last_success_at, believed_since, its_turn, after):
    assert turned(REFUSED, last_success_at, believed_since) is its_turn
    assert outlived(last_success_at, believed_since) is after


def test_the_commonest_words_are_those_said_most_often():
    assert commonest(["IMAP-102", "IMAP-101", "IMAP-101"]) == "IMAP-101"
    assert commonest(["IMAP-102", "IMAP-101"]) == "IMAP-102"
    assert commonest([]) is None


# -- what is decided


@pytest.mark.parametrize("health", [pytest.param(one, id=one.value) for one in Health])
def test_a_doubted_refusal_suspends_under_a_code_of_its_own_and_halts_nobody(health):
    decision = decide(case(REFUSED, doubted=True, health=health, counted=14, proofs=9, failing_since=NOON - 99 * HOUR))
    assert decision == Suspend(NOON + 15 * SECOND, REFUSED_TOGETHER)


@pytest.mark.parametrize(
    ("code", "health", "name"),
    [
        pytest.param("IMAP-205", Health.HEALTHY, REFUSED_TOGETHER, id="a throttle at the sign-in that is doubted"),
        pytest.param("IMAP-205", Health.DOWN, "IMAP-205", id="or at the one that is out of order"),
    ],
)
def test_what_gets_no_further_than_the_trouble_of_all_waits_with_all(code, health, name):
    decision = decide(case(fault(code, Stage.AUTH), doubted=True, health=health, counted=14))
    assert decision == Suspend(NOON + 15 * SECOND, name)


def test_our_own_fault_is_ours_in_a_doubt_too():
    seen = fault("OWN-901", Stage.STORE)
    assert decide(case(seen, doubted=True)) == decide(case(seen))


def test_a_refusal_that_outlived_the_doubt_is_believed_the_second_time_and_probed_rarely():
    first = decide(case(REFUSED, wary=True, proofs=1))
    assert isinstance(first, Retry)
    assert first.at - NOON >= Policy().suspect_pause
    assert decide(case(REFUSED, wary=True, proofs=2)) == Halt("IMAP-101", spent=True)


def test_what_needs_more_proofs_than_that_still_needs_them():
    unclear = fault("IMAP-111", Stage.AUTH)
    assert isinstance(decide(case(unclear, wary=True, proofs=2)), Retry)
    assert decide(case(unclear, wary=True, proofs=3)) == Halt("IMAP-111", spent=True)


def test_being_wary_is_about_refusals_alone():
    full = fault("IMAP-107", Stage.SELECT)
    assert decide(case(full, wary=True)) == Halt("IMAP-107", spent=False)


# -- a token that ran out


@pytest.mark.parametrize("code", ["IMAP-108", "IMAP-209"])
def test_a_token_that_ran_out_is_refreshed_at_once_and_once(code):
    stale = fault(code, Stage.POLL)
    assert decide(case(stale, refreshable=True)) == Refresh(NOON, code)
    assert decide(case(stale, refreshable=True, refreshed=True)) == decide(case(stale))


def test_a_second_one_is_evidence_and_halts_only_when_it_is_repeated():
    stale = fault("IMAP-108", Stage.AUTH)
    assert isinstance(decide(case(stale, refreshable=True, refreshed=True, proofs=1)), Retry)
    assert decide(case(stale, refreshable=True, refreshed=True, proofs=2)) == Halt("IMAP-108", spent=False)


def test_a_password_is_not_refreshed():
    assert decide(case(fault("IMAP-108"), refreshable=False)) == decide(case(fault("IMAP-108")))
    assert decide(case(REFUSED, refreshable=True)) == decide(case(REFUSED))


def test_a_token_is_refreshed_before_its_refusal_is_doubted():
    assert decide(case(fault("IMAP-108", Stage.AUTH), refreshable=True, doubted=True)) == Refresh(NOON, "IMAP-108")
