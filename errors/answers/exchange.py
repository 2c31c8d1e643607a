"""What Exchange Web Services answer: `ResponseCode: message`, a response message or a SOAP fault (1.1, 1.2) in XML,
what Autodiscover answers. Only looked through with bounded expressions, never parsed: no entity is ever expanded."""

from __future__ import annotations

import re

from . import http
from .bearer import refused
from .parts import Parts

# "ErrorServerBusy: ...", "exchangelib.errors.ErrorServerBusy: ...", "TransportError: ..."
NAMED = re.compile(r"\s{0,8}(?:\w{1,40}\.){0,6}(?P<code>Error[A-Z][A-Za-z0-9]{2,80}|[A-Z][A-Za-z]{2,60}Error)\b")
WITHIN = re.compile(r"\b(?P<code>Error[A-Z][a-z][A-Za-z0-9]{2,80})\b")
RESPONSE_CODE = re.compile(r"<(?:\w{1,20}:)?(?:ResponseCode|ErrorCode)(?:\s[^<>]{0,200})?>\s{0,20}(?P<code>\w{1,100})")
FAULT_CODE = re.compile(
    r"<(?:\w{1,20}:)?faultcode(?:\s[^<>]{0,300})?>\s{0,20}(?:[\w-]{1,40}:)?(?P<first>\w{1,100})|"
    r"<(?:\w{1,20}:)?Value(?:\s[^<>]{0,300})?>\s{0,20}[A-Za-z][\w-]{0,40}:(?P<second>\w{1,100})"
)
NESTED = re.compile(r"<(?:\w{1,20}:)?Value\s{1,4}Name=\"InnerErrorResponseCode\"\s{0,4}>\s{0,20}(?P<code>\w{1,100})")
# What is said in words: of a fault (1.1, 1.2), of a response message, and the named values beside it.
SAID = re.compile(
    r"<(?:\w{1,20}:)?(?:faultstring|Text|MessageText|Message|DebugData)(?:\s[^<>]{0,300})?>(?P<words>[^<>]{1,4000})<|"
    r"<(?:\w{1,20}:)?Value\s{1,4}Name=\"(?P<name>\w{1,100})\"\s{0,4}>(?P<value>[^<>]{1,1000})<"
)
UNJUDGED = re.compile(r"failure in response\. Code: (?P<status>[1-5]\d\d)\b")  # exchangelib
FINE = frozenset({"NoError", "0", "200"})
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&"))
MOST = 6  # codes


def read(text: str) -> Parts:
    """The error that Exchange names counts; the SOAP fault around it is the outer code."""
    answer = http.read(text)
    body = _unescaped(answer.body)
    codes = _codes(body) or _named(body)
    code = codes[0] if codes else refused(answer.headers)
    return Parts(
        _said(body, codes) or answer.body or text,
        code=code,
        inner=tuple(codes[1:MOST]),
        http_status=answer.status or _status(answer.body),
        headers=answer.headers,
    )


def _codes(body: str) -> list[str]:
    """Outermost first. Of several response messages the first that is no success counts."""
    if "<" not in body:
        return []
    faults = [found["first"] or found["second"] for found in FAULT_CODE.finditer(body)]
    told = [found["code"] for found in RESPONSE_CODE.finditer(body)]
    failed = [code for code in told if code not in FINE][:1]
    nested = [found["code"] for found in NESTED.finditer(body) if found["code"] not in FINE][:1]
    codes = list(dict.fromkeys((*faults[:3], *failed, *nested)))
    return codes or told[:1]


def _said(body: str, codes: list[str]) -> str:
    """The words within XML as `Code: words`, each once, a line for each. The rest are names and addresses, which are
    not what the server said."""
    told = (
        _clear(found["words"] or f"{found['name']}: {found['value']}").strip()
        for found in (SAID.finditer(body) if "<" in body else ())
    )
    words = "\n".join(dict.fromkeys(line for line in told if line))
    return ": ".join((*codes, words)) if words else ""


def _status(body: str) -> int | None:
    found = UNJUDGED.search(body)
    return int(found["status"]) if found is not None else None


def _clear(words: str) -> str:
    for entity, letter in ENTITIES:
        words = words.replace(entity, letter)
    return words


def _named(body: str) -> list[str]:
    found = NAMED.match(body) or WITHIN.search(body)
    return [found["code"]] if found else []


def _unescaped(body: str) -> str:
    """A log may hold the XML with its brackets escaped."""
    return body if "<" in body or "&lt;" not in body else _clear(body)
