"""Rules found by an index are those of a walk over all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors.classify import INDEX, RULES, UNCLASSIFIED, classify
from errors.model import Protocol, Signal, Stage
from errors.rules.index import Index
from errors.rules.shape import Rank, Rule
from errors.window import HEAD, JOINT, TAIL, window
from tests.kit.corpus import ANSWERS, OURS, signal_of

SIGNALS = [signal_of(row) for row in [*ANSWERS, *OURS]]


def told(seen):
    """The most detailed code that rules of its protocol and stage name, as the one that counts."""
    here = [rule for rule in RULES if rule.is_for(seen.protocol, seen.stage)]
    known = {code.lower() for rule in here for code in rule.codes}
    outermost = [] if seen.response_code is None else [seen.response_code]
    codes = [code for code in (*reversed(seen.inner_codes), *outermost) if code.lower() in known]
    return replace(seen, text=window(seen.text), response_code=next(iter(codes), seen.response_code))


def walked(seen):
    """What a walk over the whole table says first."""
    plain = told(seen)
    found = ((rule.id, rule.match(plain)) for rule in RULES)
    return next(((name, matched) for name, matched in found if matched is not None), (UNCLASSIFIED, ""))


@pytest.mark.parametrize("protocol", list(Protocol))
def test_the_index_and_a_walk_agree_on_the_whole_corpus(protocol):
    for seen in SIGNALS:
        if seen.protocol is protocol:
            fault = classify(seen)
            assert (fault.rule, fault.matched) == walked(seen), seen


WORDS = sorted({word for seen in SIGNALS[::5] for word in seen.text.split()})


@given(
    st.builds(
        Signal,
        st.sampled_from(Protocol),
        st.sampled_from(Stage),
        st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(st.characters(), max_size=60),
        status=st.sampled_from(sorted({seen.status for seen in SIGNALS if seen.status}))
        | st.none()
        | st.text(max_size=3),
        response_code=st.sampled_from(sorted({seen.response_code for seen in SIGNALS if seen.response_code}))
        | st.none(),
        inner_codes=st.lists(
            st.sampled_from(sorted({one.upper() for seen in SIGNALS for one in seen.inner_codes})), max_size=3
        ).map(tuple),
        http_status=st.sampled_from([400, 401, 403, 404, 429, 500, 503, 777]) | st.none(),
        exception=st.sampled_from(sorted({seen.exception for seen in SIGNALS if seen.exception})) | st.none(),
        message=st.none() | st.just("INBOX 7"),
    )
)
def test_the_index_and_a_walk_agree_on_whatever_was_seen(seen):
    fault = classify(seen)
    assert (fault.rule, fault.matched) == walked(seen)
    named = {"", seen.status, seen.response_code, *seen.inner_codes, seen.exception, str(seen.http_status or "")}
    assert fault.matched in named or fault.matched in seen.text


@pytest.mark.parametrize("rank", list(Rank))
def test_all_that_fit_come_in_the_order_of_their_ranks(rank):
    for seen in SIGNALS[:: len(Rank)]:
        ranks = [rule.rank for rule, _ in INDEX.fitting(seen)]
        assert ranks == sorted(ranks)


def index_of(*rules):
    return Index(dict.fromkeys(Protocol, rules))


def ids(index, seen):
    return [rule.id for rule, _ in index.fitting(seen)]


GRAPH = Signal(Protocol.GRAPH, Stage.POLL, "words", response_code="Outer", inner_codes=("Middle", "Inner"))


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        pytest.param({"outer", "MIDDLE", "inner"}, "Inner", id="the most detailed of three known ones"),
        pytest.param({"outer", "MIDDLE"}, "Middle", id="the most detailed known one"),
        pytest.param({"OUTER"}, "Outer", id="the outermost where no other is known"),
    ],
)
def test_the_most_detailed_known_code_counts_whatever_its_case(codes, named):
    rules = [Rule(code, "X", Rank.CODED, codes=frozenset({code})) for code in sorted(codes)]
    assert [(rule.id.lower(), matched) for rule, matched in index_of(*rules).fitting(GRAPH)] == [(named.lower(), named)]


def test_a_code_that_no_rule_of_the_stage_knows_hides_none_that_one_knows():
    elsewhere = Rule("elsewhere", "X", Rank.CODED, stages=frozenset({Stage.SEND}), codes=frozenset({"Inner"}))
    here = Rule("here", "X", Rank.CODED, codes=frozenset({"Outer"}))
    assert ids(index_of(elsewhere, here), GRAPH) == ["here"]
    assert ids(index_of(elsewhere, here), replace(GRAPH, stage=Stage.SEND)) == ["elsewhere"]


def test_any_inner_code_is_found_whatever_its_case():
    rule = Rule("inner", "X", Rank.CODED, inner=frozenset({"MIDDLE"}))
    assert [matched for _, matched in index_of(rule).fitting(GRAPH)] == ["Middle"]


def test_a_status_that_is_missing_is_not_one_that_is_unknown():
    rule = Rule("silent", "X", Rank.CODED, statuses=frozenset({None}))
    assert ids(index_of(rule), GRAPH) == ["silent"]
    assert ids(index_of(rule), replace(GRAPH, status="other")) == []


@pytest.mark.parametrize(
    ("http_status", "fitting"),
    [
        pytest.param(None, ["calm"], id="no status"),
        pytest.param(403, ["calm"], id="another status"),
        pytest.param(503, [], id="the status"),
    ],
)
def test_a_rule_does_not_count_beside_an_http_status_that_takes_its_weight(http_status, fitting):
    rule = Rule("calm", "X", Rank.WORDED, text="words", unless_http=frozenset({429, 503}))
    assert ids(index_of(rule), replace(GRAPH, http_status=http_status)) == fitting
    assert (rule.match(replace(GRAPH, http_status=http_status)) is not None) == bool(fitting)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("needle" + "x" * 10**6, True, id="at the beginning"),
        pytest.param("x" * 10**6 + "needle", True, id="at the end"),
        pytest.param("x" * HEAD + "needle" + "x" * 10**6, False, id="in between"),
        pytest.param("x" * (HEAD - 3) + "nee" + "x" * 10**6 + "dle" + "x" * (TAIL - 3), False, id="cut in two"),
    ],
)
def test_words_are_looked_for_at_the_beginning_and_at_the_end(text, found):
    rule = Rule("needle", "X", Rank.WORDED, text="nee[^n]*dle")
    assert ids(index_of(rule), replace(GRAPH, text=text)) == ["needle"] * found


def test_no_match_runs_across_what_was_left_out():
    rule = Rule("over", "X", Rank.WORDED, text=r"a[^z]{0,9}b")
    text = "x" * (HEAD - 1) + "a" + "y" * 10**5 + "b" + "x" * (TAIL - 1)
    assert JOINT in window(text)
    assert ids(index_of(rule), replace(GRAPH, text=text)) == []


def test_what_matched_is_written_as_it_was_said():
    rule = Rule("said", "X", Rank.WORDED, text="(?:zu )?viele verbindungen|große")
    said = [matched for _, matched in index_of(rule).fitting(replace(GRAPH, text="İ: Zu Viele VERBINDUNGEN"))]
    assert said == ["Zu Viele VERBINDUNGEN"]


def test_a_rule_that_asks_for_nothing_that_can_be_quoted_tells_what_was_there():
    rule = Rule("any", "X", Rank.LAST)
    assert [matched for _, matched in index_of(rule).fitting(replace(GRAPH, http_status=418))] == ["418"]
