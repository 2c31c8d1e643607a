"""What a token endpoint says: `error` decides, sub-codes only advise, and a server in trouble blames no password."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from errors.classify import INDEX, RULES, classify
from errors.explain import signal_from_text, verdict
from errors.model import Actor, Kind, Level, Nature, Protocol, Stage
from errors.rules.oauth import OAUTH_RULES
from errors.rules.oauth_advice import ADVICE, OF_A_MAILBOX, OF_A_PROFILE
from tests.kit.corpus import ANSWERS, OURS, caption, signal_of

PASSING = ["server_error", "temporarily_unavailable", "slow_down", "rate_limit_exceeded", "authorization_pending"]


def told(text, http_status=400, **more):
    return classify(signal_from_text(Protocol.OAUTH, Stage.TOKEN, text, http_status=http_status, **more))


def body(error, number=None, **more):
    numbers = {} if number is None else {"error_codes": [number]}
    return json.dumps({"error": error, **numbers, **more})


def weight(fault):
    return fault.entry.nature, fault.entry.level


def numbered():
    found = {(number.removeprefix("AADSTS"), rule.codes) for rule in ADVICE if rule.codes for number in rule.inner}
    return sorted(found, key=lambda one: int(one[0]))


@pytest.mark.parametrize(("number", "errors"), [pytest.param(*one, id=one[0]) for one in numbered()])
def test_a_number_of_entras_gives_advice_and_changes_neither_nature_nor_level(number, errors):
    for error in (*OF_A_MAILBOX, *OF_A_PROFILE, *PASSING):
        plain, detailed = told(body(error)), told(body(error, int(number)))
        assert weight(detailed) == weight(plain), error
    advised = {told(body(error, int(number))).rule for error in errors}
    assert {rule.partition(".advice.")[1] for rule in advised} == {".advice."}


@pytest.mark.parametrize(
    "suberror",
    ["consent_required", "bad_token", "token_expired", "basic_action", "additional_action", "message_only",
     "user_password_expired", "client_mismatch", "protection_policy_required", "invalid_rapt", "something_new"],
)  # fmt: skip
@pytest.mark.parametrize("error", sorted({*OF_A_MAILBOX, *OF_A_PROFILE, *PASSING}))
def test_a_suberror_gives_advice_and_changes_neither_nature_nor_level(error, suberror):
    assert weight(told(body(error, suberror=suberror))) == weight(told(body(error)))


def test_a_number_is_advice_at_one_level_only():
    levels = {}
    for rule in ADVICE:
        for number in rule.inner:
            levels.setdefault(number, set()).add(rule.code)
    assert [number for number, codes in levels.items() if len(codes) > 1] == []


def test_a_number_without_its_error_has_the_level_of_the_errors_that_it_comes_with():
    for number, errors in numbered():
        quoted = told(f"AADSTS{number}: something happened", http_status=None)
        level = Level.MAILBOX if errors == OF_A_MAILBOX else Level.PROFILE
        assert weight(quoted) == (Nature.PERMANENT, level), number


def test_a_number_that_nobody_knows_changes_nothing():
    assert told(body("invalid_grant", 999999)).code == told(body("invalid_grant")).code == "OAUTH-101"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 520, 529])
@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client", "access_denied", "interaction_required"])
def test_a_server_in_trouble_blames_neither_a_password_nor_an_app(error, status):
    fault = told(body(error), http_status=status)
    assert weight(fault) == (Nature.TRANSIENT, Level.PROFILE)
    assert not fault.entry.counts


CORPUS = [pytest.param(row, id=caption(row)) for row in [*ANSWERS, *OURS] if row["protocol"] == "oauth"]


@pytest.mark.parametrize("row", CORPUS)
def test_whatever_stands_beside_trouble_blames_nobody(row):
    for status in (429, 500, 502, 503, 504, 509, 520):
        assert weight(classify(replace(signal_of(row), http_status=status))) == (Nature.TRANSIENT, Level.PROFILE)


@pytest.mark.parametrize("row", CORPUS)
def test_no_two_rules_of_a_rank_fit_whatever_status_stands_beside(row):
    for status in (None, 302, 400, 401, 403, 404, 429, 500, 503):
        fitting = [rule for rule, _ in INDEX.fitting(replace(signal_of(row), http_status=status))]
        assert len({rule.rank for rule in fitting}) == len(fitting), [rule.id for rule in fitting]


@pytest.mark.parametrize("number", [90033, 90024, 90006, 90012, 40010])
@pytest.mark.parametrize("error", sorted({*OF_A_MAILBOX, *OF_A_PROFILE}))
def test_what_entra_itself_calls_passing_blames_neither_a_password_nor_an_app(error, number):
    assert told(body(error, number)).code == "OAUTH-201"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404])
@pytest.mark.parametrize("page", ["<html><body>Sorry</body></html>", "<!DOCTYPE html>\n<title>Error</title>"])
def test_a_page_where_a_refusal_should_be_is_a_proxys_and_no_apps_fault(page, status):
    assert told(page, status).code == "OAUTH-315"


def test_a_page_that_names_an_error_is_judged_by_it():
    assert told("<html><body>invalid_client</body></html>", 401).code == "OAUTH-301"


@pytest.mark.parametrize("number", [50034, 50020, 90072])
def test_a_user_whom_the_tenant_lacks_is_such_as_a_wrong_tenant_tells_of_all(number):
    entry = told(body("invalid_grant", number)).entry
    assert (entry.code, entry.kind) == ("OAUTH-314", Kind.ACCOUNT_DISABLED)
    assert entry.proofs >= 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("text", ["", "<html>sorry</html>", "{"])
def test_trouble_needs_no_json(text, status):
    fault = told(text, http_status=status)
    assert weight(fault) == (Nature.TRANSIENT, Level.PROFILE)
    assert not fault.entry.counts


def test_a_throttle_that_calls_itself_a_refusal_is_a_throttle():
    zoho = '{"error":"Access Denied","error_description":"You have made too many requests continuously."}'
    assert told(zoho).entry.kind is Kind.THROTTLED
    assert told(body("access_denied")).entry.kind is Kind.OAUTH_CONSENT_REQUIRED
    assert told(body("access_denied", error_description="Rate limit reached")).entry.kind is Kind.THROTTLED


def test_the_wait_of_a_throttle_is_told():
    assert verdict(told("", 429, headers={"Retry-After": "30"}))["retry_after_s"] == 30.0


@pytest.mark.parametrize("error", sorted(OF_A_MAILBOX))
def test_a_refused_sign_in_is_the_mailboxs_and_needs_no_second_look(error):
    entry = told(body(error)).entry
    assert (entry.nature, entry.level, entry.proofs) == (Nature.PERMANENT, Level.MAILBOX, 1)


@pytest.mark.parametrize("error", sorted(OF_A_PROFILE))
def test_a_refused_app_is_one_matter_of_the_profile(error):
    entry = told(body(error)).entry
    assert (entry.nature, entry.level, entry.who_acts) == (Nature.PERMANENT, Level.PROFILE, Actor.ADMINISTRATOR)
    assert entry.proofs == 2


@pytest.mark.parametrize("written", ["INVALID_GRANT", "Invalid_Grant", "invalid_grant"])
def test_letters_of_an_error_may_be_large_or_small(written):
    assert told(body(written)).code == "OAUTH-101"


@pytest.mark.parametrize(
    "text",
    [
        "error=invalid_grant&error_description=revoked",
        "invalid_grant: Token has been expired or revoked.",
        "{'error': 'invalid_grant', 'error_description': 'Bad Request'}",
        '{"error":{"code":"invalid_grant"}}',
        '{"message":"The refresh token has expired."}',
    ],
    ids=["form", "words", "repr", "wrapped", "no error at all"],
)
def test_a_dead_grant_is_known_in_other_clothes(text):
    assert told(text).code == "OAUTH-101"


def test_a_proxy_of_ours_is_no_refusal_of_theirs():
    assert told("", 407).code == told("", 511).code == "OAUTH-315"


def test_a_400_that_says_nothing_stays_without_a_name():
    assert told("").code.startswith("UNK-")
    assert told('{"error":"brand_new_error"}').code.startswith("UNK-")


def test_no_advice_is_lost_on_the_way_into_the_table():
    assert set(ADVICE) <= set(OAUTH_RULES) <= set(RULES)
