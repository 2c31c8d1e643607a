"""An IMAP answer (RFC 9051 section 7.1), with or without its tag; a SASL challenge in clear."""

from __future__ import annotations

import re

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
        return Parts(_decoded(challenge[1]) or text, "+")
    return Parts(text)


def _decoded(challenge: str) -> str | None:
    """XOAUTH2 tells its error in one (JSON). None where it is no base64."""
    from base64 import b64decode

    try:
        return b64decode(challenge, validate=True).decode()
    except ValueError:
        return None
