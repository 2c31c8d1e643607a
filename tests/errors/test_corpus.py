"""Every answer in tests/corpus/ gets its verdict, and every rule has an answer that it decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from errors.catalogue import CATALOGUE
from errors.classify import INDEX, RULES, UNCLASSIFIED, classify
from errors.explain import verdict
from errors.model import Stage
from errors.rules.shape import Rank
from tests.kit.corpus import ANSWER_OF, ANSWERS, OURS, caption, fair_actors, signal_of

SEARCHED = {"smtp", "ews", "graph", "oauth", "network"}  # every rank and stage of them, for rules that contradict


def params(rows):
    return [pytest.param(row, id=caption(row)) for row in rows]


@pytest.mark.parametrize("row", params(ANSWERS))
def test_a_real_servers_answer_gets_the_verdict_that_was_researched(row, record_property):
    record_property(ANSWER_OF, row["protocol"])
    told, expected = verdict(classify(signal_of(row))), row["expected"]
    fair = [expected, *row.get("accept", [])]
    assert (told["nature"], told["level"]) in [(one["nature"], one["level"]) for one in fair]
    assert told["who_acts"] in fair_actors(row, str(told["level"]))
    assert told["kind"] in [expected["kind"], *row.get("accept_kind", [])]
    assert told["retry_after_s"] == expected["retry_after_s"]


@pytest.mark.parametrize("row", params(OURS))
def test_an_answer_gets_its_code(row):
    fault = classify(signal_of(row))
    assert fault.code == row["code"]
    assert fault.entry is CATALOGUE[row["code"]]
    assert (fault.retry_after.total_seconds() if fault.retry_after else None) == row.get("retry_after_s")


@pytest.mark.parametrize("row", params([*ANSWERS, *OURS]))
def test_no_two_rules_of_the_same_rank_fit_the_same_signal(row):
    fitting = [rule for rule, _ in INDEX.fitting(signal_of(row))]
    first = [rule.id for rule in fitting if rule.rank == fitting[0].rank]
    assert len(first) <= 1


@pytest.mark.parametrize("row", params(row for row in [*ANSWERS, *OURS] if row["protocol"] in SEARCHED))
def test_whatever_the_stage_the_rules_of_one_rank_that_fit_say_the_same(row):
    seen = signal_of(row)
    for stage in Stage:
        fitting = [rule for rule, _ in INDEX.fitting(replace(seen, stage=stage))]
        for rank in Rank:
            said = {rule.code: rule.id for rule in fitting if rule.rank is rank}
            assert len(said) <= 1, (stage, said)


@pytest.mark.parametrize("row", params([*ANSWERS, *OURS]))
def test_every_verdict_says_which_rule_decided_and_what_it_matched(row):
    seen = signal_of(row)
    fault = classify(seen)
    if fault.rule == UNCLASSIFIED:
        assert fault.code.startswith("UNK-")
        return
    assert fault.rule in {rule.id for rule in RULES}
    assert fault.matched
    named = {seen.status, seen.response_code, *seen.inner_codes, seen.exception, str(seen.http_status)}
    assert fault.matched in named or fault.matched in seen.text


def test_every_rule_decides_an_answer_of_the_corpus():
    decided = {classify(signal_of(row)).rule for row in [*ANSWERS, *OURS]}
    assert [rule.id for rule in RULES if rule.id not in decided] == []


def test_every_rule_has_an_id_of_its_own():
    ids = [rule.id for rule in RULES]
    assert sorted(set(ids)) == sorted(ids)


RFC_5530 = [
    "UNAVAILABLE", "AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "PRIVACYREQUIRED", "CONTACTADMIN",
    "NOPERM", "INUSE", "EXPUNGEISSUED", "CORRUPTION", "SERVERBUG", "CLIENTBUG", "CANNOT", "LIMIT", "OVERQUOTA",
    "ALREADYEXISTS", "NONEXISTENT",
]  # fmt: skip


@pytest.mark.parametrize("code", RFC_5530)
def test_every_response_code_of_rfc_5530_has_rules_at_every_stage(code):
    stages = [rule.stages for rule in RULES if code in rule.codes]
    assert frozenset() in stages or {"auth", "select", "poll", "fetch", "append"} <= frozenset().union(*stages)
    assert any(f"[{code}]" in row["raw"] for row in OURS)
