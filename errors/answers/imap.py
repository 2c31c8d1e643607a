"""An IMAP answer (RFC 9051 section 7.1), with or without its tag; a SASL challenge in clear."""

from __future__ import annotations

import re

from .challenge import decoded
from .parts import Parts

ANSWER = re.compile(r"^(?:[A-Za-z]{0,5}\d+ )?(?P<status>NO|BAD)\b|^\* (?P<bye>BYE)\b", re.IGNORECASE)
CODE = re.compile(r"^(?:\S+ ){0,2}?(?:NO|BAD|BYE) \[([A-Za-z0-9/-]+)(?: [^\]]*)?\]", re.IGNORECASE)
CHALLENGE = re.compile(r"^\+ ?([A-Za-z0-9+/=]+)$")


def read(text: str) -> Parts:
    """Of several lines the first that is a verdict counts."""
    for line in text.splitlines():
        found = ANSWER.match(line.strip())
        if found:
            code = CODE.match(line.strip())
            return Parts(text, (found["status"] or found["bye"]).upper(), code[1].upper() if code else None)
    challenge = CHALLENGE.match(text.strip())
    if challenge:
        return Parts(decoded(challenge[1]) or text, "+")
    return Parts(text)
