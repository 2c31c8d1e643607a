"""The HTTP side of an answer, and what Exchange Web Services say in XML."""

from __future__ import annotations

import pytest

from errors.answers import exchange, graph

FAULT = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
    '<faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorServerBusy</faultcode>'
    "<faultstring>The server cannot service this request right now. Try again later.</faultstring><detail>"
    '<e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorServerBusy'
    '</e:ResponseCode><t:MessageXml><t:Value Name="BackOffMilliseconds">297749</t:Value></t:MessageXml></detail>'
    "</s:Fault></s:Body></s:Envelope>"
)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("HTTP/1.1 401 Unauthorized", 401, id="a status line"),
        pytest.param("* Connected\n> GET / HTTP/1.1\n< HTTP/1.1 401 No\n<\n< HTTP/1.1 503 Later\n", 503, id="the last"),
        pytest.param("HTTP 503 Service Unavailable", 503, id="without a version"),
        pytest.param("< HTTP/2 429 \n< retry-after: 3", 429, id="curl -v"),
        pytest.param("<html><head><title>502 Bad Gateway</title></head></html>", 502, id="a proxy's page"),
        pytest.param("<h2>HTTP Error 503. The service is unavailable.</h2>", 503, id="IIS"),
        pytest.param("The remote server returned an error: (404) Not Found.", 404, id=".NET"),
        pytest.param("Response status code does not indicate success: 429 (Too Many Requests).", 429, id=".NET again"),
        pytest.param("503 Server Error: Service Unavailable for url: https://example.org", 503, id="requests"),
        pytest.param("503, message='Service Unavailable', url='https://example.org'", 503, id="aiohttp"),
        pytest.param("URL https://example.org returned status code 503", 503, id="exchangelib"),
        pytest.param("no status at all, 404 words", None, id="a number that is none"),
    ],
)
@pytest.mark.parametrize("read", [exchange.read, graph.read])
def test_an_http_status_is_found_in_what_was_pasted(read, text, status):
    assert read(text).http_status == status


def test_headers_below_a_status_line_are_taken_and_secrets_are_left():
    told = graph.read(
        "HTTP/1.1 429 Too Many Requests\nRetry-After: 10\nAuthorization: Bearer abc\nX-Other:\n\n"
        '{"error": {"code": "activityLimitReached"}}'
    )
    assert dict(told.headers) == {"Retry-After": "10", "X-Other": ""}
    assert told.code == "activityLimitReached"
    assert "Bearer" not in told.text


def test_a_telling_header_is_taken_without_a_status_line():
    assert dict(graph.read("Retry-After: 10\nServer: x").headers) == {"Retry-After": "10"}


@pytest.mark.parametrize(
    ("text", "code", "inner"),
    [
        pytest.param(FAULT, "ErrorServerBusy", (), id="a fault of SOAP 1.1"),
        pytest.param(FAULT.replace("<", "&lt;").replace(">", "&gt;"), "ErrorServerBusy", (), id="escaped by a log"),
        pytest.param("<faultcode>soap:Client</faultcode><e:ResponseCode>ErrorSchemaValidation</e:ResponseCode>",
                     "Client", ("ErrorSchemaValidation",), id="the error below a fault"),
        pytest.param("<soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode><soap:Value>a:ErrorServerBusy"
                     "</soap:Value></soap:Subcode></soap:Code>", "Receiver", ("ErrorServerBusy",),
                     id="a fault of SOAP 1.2"),
        pytest.param("<m:ResponseCode>NoError</m:ResponseCode><m:ResponseCode>ErrorItemNotFound</m:ResponseCode>",
                     "ErrorItemNotFound", (), id="the first response message that failed"),
        pytest.param("<m:ResponseCode>NoError</m:ResponseCode>", "NoError", (), id="none that failed"),
        pytest.param('<m:ResponseCode>ErrorItemSave</m:ResponseCode><t:Value Name="InnerErrorResponseCode">'
                     "ErrorQuotaExceeded</t:Value>", "ErrorItemSave", ("ErrorQuotaExceeded",), id="in MessageXml"),
        pytest.param("<ErrorCode>600</ErrorCode><Message>Invalid Request</Message>", "600", (), id="Autodiscover"),
        pytest.param("ErrorPasswordExpired: Password has expired.", "ErrorPasswordExpired", (), id="a code and words"),
        pytest.param("exchangelib.errors.ErrorServerBusy: Try later", "ErrorServerBusy", (), id="exchangelib"),
        pytest.param("got ErrorServerBusy('Try later')", "ErrorServerBusy", (), id="a repr in a log"),
        pytest.param("UnauthorizedError: Invalid credentials", "UnauthorizedError", (), id="exchangelib's own"),
        pytest.param("", None, (), id="nothing"),
    ],
)  # fmt: skip
def test_the_codes_of_exchange_come_outermost_first(text, code, inner):
    told = exchange.read(text)
    assert (told.code, told.inner) == (code, inner)


def test_the_words_within_xml_are_all_that_words_are_looked_for_in():
    assert exchange.read(FAULT).text == (
        "ErrorServerBusy: The server cannot service this request right now. Try again later.\n"
        "BackOffMilliseconds: 297749"
    )


def test_xml_without_words_stays_as_it_is():
    text = "<m:ResponseCode>ErrorItemNotFound</m:ResponseCode>"
    assert exchange.read(text).text == text
