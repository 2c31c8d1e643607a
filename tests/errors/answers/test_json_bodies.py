"""Error bodies of Microsoft Graph, of Google's APIs and of token endpoints, whole, quoted or cut off."""

from __future__ import annotations

import pytest

from errors.answers import graph, oauth
from errors.explain import signal_from_text
from errors.model import Protocol, Stage


@pytest.mark.parametrize(
    ("text", "code", "inner"),
    [
        pytest.param('{"error": {"code": "BadRequest", "innerError": {"code": "A-B", "innererror": {"code": "C"}}}}',
                     "BadRequest", ("A-B", "C"), id="nested, written either way"),
        pytest.param('{"error": {"code": "x1", "details": [{"code": "y1"}], "innerError": {"code": "z1"}}}', "x1",
                     ("y1", "z1"), id="details"),
        pytest.param('{"@odata.error": {"code": "Request_ResourceNotFound"}}', "Request_ResourceNotFound", (),
                     id="with odata before it"),
        pytest.param('{"error": {"code": 403, "status": "PERMISSION_DENIED", "errors": [{"reason": "rateLimitExceeded"'
                     "}]}}", "PERMISSION_DENIED", ("rateLimitExceeded",), id="Google"),
        pytest.param('12:00 graph said {"error": {"code": "TooManyRequests"}} (try 3)', "TooManyRequests", (),
                     id="in a log"),
        pytest.param('{"error": {"code": "ErrorAccessDenied", "message": "Acc', "ErrorAccessDenied", (), id="cut off"),
        pytest.param("APIError\nCode: 404\nerror: MainError(code='ErrorItemNotFound', details=None)",
                     "ErrorItemNotFound", (), id="a Python client's"),
        pytest.param("Code: ErrorItemNotFound\r\nMessage: It was not found.", "ErrorItemNotFound", (),
                     id="a .NET client's"),
        pytest.param("Authorization_RequestDenied: Insufficient privileges.", "Authorization_RequestDenied", (),
                     id="a code and words"),
        pytest.param("refused with ErrorAccessDenied", "ErrorAccessDenied", (), id="a word"),
        pytest.param("[1, 2]", None, (), id="no object"),
        pytest.param('{"error": null}', None, (), id="no error"),
        pytest.param("", None, (), id="nothing"),
    ],
)  # fmt: skip
def test_the_codes_of_graph_come_outermost_first(text, code, inner):
    told = graph.read(text)
    assert (told.code, told.inner) == (code, inner)


def test_of_a_batch_the_first_item_that_failed_counts_with_its_status_and_headers():
    told = graph.read(
        '{"responses": [{"id": "1", "status": 200, "body": {}}, {"id": "2", "status": 429, "headers": '
        '{"Retry-After": "5"}, "body": {"error": {"code": "ApplicationThrottled"}}}]}'
    )
    assert (told.code, told.http_status, dict(told.headers)) == ("ApplicationThrottled", 429, {"Retry-After": "5"})


FAILED = '{"id": "2", "status": 424, "body": {"error": {"code": "FailedDependency"}}}'
PARENT = '{"id": "1", "status": 429, "body": {"error": {"code": "TooManyRequests"}}}'


@pytest.mark.parametrize(
    ("items", "code", "status"),
    [
        pytest.param(f"{FAILED}, {PARENT}", "TooManyRequests", 429, id="it stands first"),
        pytest.param(f"{PARENT}, {FAILED}", "TooManyRequests", 429, id="it stands last"),
        pytest.param(FAILED, "FailedDependency", 424, id="nothing else failed"),
    ],
)
def test_an_item_that_only_depends_on_another_is_passed_over_for_that_one(items, code, status):
    told = graph.read(f'{{"responses": [{items}]}}')
    assert (told.code, told.http_status) == (code, status)


def test_the_status_of_the_item_says_more_than_that_of_its_batch():
    batch = f'{{"responses": [{PARENT}]}}'
    assert graph.read(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{batch}").http_status == 429
    assert signal_from_text(Protocol.GRAPH, Stage.POLL, batch, http_status=200).http_status == 429
    assert signal_from_text(Protocol.GRAPH, Stage.POLL, batch, http_status=503).http_status == 503


def test_a_status_that_a_body_repeats_does_not_hide_the_one_above_it():
    assert graph.read('HTTP/1.1 503 Busy\r\n\r\n{"status": 401, "error": {"code": "x1"}}').http_status == 503


def test_the_number_that_google_calls_a_code_is_the_http_status():
    assert graph.read('{"error": {"code": 403, "status": "PERMISSION_DENIED"}}').http_status == 403


@pytest.mark.parametrize(
    ("text", "code", "inner"),
    [
        pytest.param('{"error": "invalid_grant", "suberror": "bad_token", "error_codes": [50173]}', "invalid_grant",
                     ("bad_token", "AADSTS50173"), id="Entra"),
        pytest.param('{"error": "invalid_grant", "error_description": "AADSTS50173: changed"}', "invalid_grant",
                     ("AADSTS50173",), id="a number in the description alone"),
        pytest.param('{"error": "invalid_grant", "error_subtype": "invalid_rapt"}', "invalid_grant",
                     ("invalid_rapt",), id="Google"),
        pytest.param("error=access_denied&error_subtype=x_y&error_description=a", "access_denied", ("x_y",),
                     id="form-encoded"),
        pytest.param("https://localhost/?error=interaction_required&state=1", "interaction_required", (),
                     id="an address"),
        pytest.param("{'error': 'invalid_grant', 'suberror': 'x_y', 'error_codes': [70008], 'error_description': "
                     "'AADSTS70008: x'}", "invalid_grant", ("x_y", "AADSTS70008"), id="MSAL's dictionary"),
        pytest.param("('invalid_grant: Bad Request', {'error': 'invalid_grant'})", "invalid_grant", (),
                     id="google-auth's exception"),
        pytest.param("(invalid_client) Unauthorized", "invalid_client", (), id="oauthlib's exception"),
        pytest.param("AADSTS7000222: The secret keys are expired", None, ("AADSTS7000222",), id="a number alone"),
        pytest.param('{"error":"invalid_grant","error_desc', "invalid_grant", (), id="cut off"),
        pytest.param("Sign in failed. error: something went wrong", None, (), id="the word error is no code"),
        pytest.param('{"error": {"code": "invalid_request"}}', "invalid_request", (), id="Graph's shape"),
        pytest.param("", None, (), id="nothing"),
    ],
)  # fmt: skip
def test_the_error_of_a_token_endpoint_is_read(text, code, inner):
    told = oauth.read(text)
    assert (told.code, told.inner) == (code, inner)


@pytest.mark.parametrize("read", [graph.read, oauth.read])
def test_a_bearer_challenge_names_the_error_where_the_body_does_not(read):
    told = read('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm="", error="invalid_token"\r\n\r\n')
    assert (told.code, told.http_status) == ("invalid_token", 401)
