"""Which protocol words look like. Only to tell a person that they may have named another one; it judges nothing."""

from __future__ import annotations

import re

from errors.model import Protocol

from .json_text import found_object, part

IMAP = re.compile(r"\s{0,8}(?:\*\s(?:BYE|NO|BAD)\b|[A-Za-z]{0,5}\d{1,9}\s(?:NO|BAD)\b|(?:NO|BAD)\s)")
SMTP = re.compile(r"\s{0,8}(?!465|587)[2-5][0-5]\d(?:-|\s)(?!,|Client Error|Server Error)", re.IGNORECASE)
EXCHANGE = re.compile(r"<(?:\w{1,20}:)?(?:Envelope|Fault|ResponseCode|\w{1,60}ResponseMessage)\b")


def looks_like(text: str) -> Protocol | None:
    """None where it could be anyone's."""
    if IMAP.match(text):
        return Protocol.IMAP
    if SMTP.match(text):
        return Protocol.SMTP
    if EXCHANGE.search(text):
        return Protocol.EWS
    return _of_object(text)


def _of_object(text: str) -> Protocol | None:
    error = part(found_object(text), "error") if text.lstrip().startswith("{") else None
    if isinstance(error, str):
        return Protocol.OAUTH
    return Protocol.GRAPH if error is not None else None
