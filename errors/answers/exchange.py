"""What Exchange Web Services answer: `ResponseCode: message`, a response message or a SOAP fault in XML."""

from __future__ import annotations

import re

from .parts import Parts

NAMED = re.compile(r"^\s*(Error[A-Za-z0-9]+|[A-Z][A-Za-z]+Error)\b")
RESPONSE_CODE = re.compile(r"<(?:\w+:)?ResponseCode[^>]{0,200}>\s*(\w+)")
FAULT_CODE = re.compile(r"<faultcode[^>]{0,200}>\s*(?:\w+:)?(\w+)|<(?:\w+:)?Value[^>]{0,200}>\s*\w+:(\w+)")
HTTP = re.compile(r"^\s*HTTP(?:/[\d.]+)? (\d{3})\b")


def read(text: str) -> Parts:
    """The error that Exchange names counts; the SOAP fault around it is the outer code."""
    http = HTTP.match(text)
    status = int(http[1]) if http else None
    named = NAMED.match(text) or RESPONSE_CODE.search(text)
    fault = FAULT_CODE.search(text)
    outer = (fault[1] or fault[2]) if fault else None
    if named is None:
        return Parts(text, code=outer, http_status=status)
    inner = () if outer is None else (named[1],)
    return Parts(text, code=outer or named[1], inner=inner, http_status=status)
