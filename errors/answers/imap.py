"""An IMAP answer (RFC 9051 section 7.1), with or without its tag, or as a client's exception or log quotes it; a SASL
challenge in clear."""

from __future__ import annotations

import re

from .challenge import decoded
from .parts import Parts

ANSWER = re.compile(r"^(?:[A-Za-z]{0,5}\d+ )?(?P<status>NO|BAD)\b|^(?:\* )?(?P<bye>BYE)\b", re.IGNORECASE)
CODE = re.compile(r"^(?:\S{1,40} ){0,2}?(?:NO|BAD|BYE) \[([A-Za-z0-9/-]{1,100})(?: [^\]]{0,1000})?\]", re.IGNORECASE)
BAD = re.compile(r"^\* BAD\b", re.IGNORECASE)  # of a command that the server can't name
FINE = re.compile(r"^(?:[A-Za-z]{0,5}\d+ )?OK\b|^\* (?:OK|NO|PREAUTH)\b", re.IGNORECASE)  # an untagged NO only warns
CHALLENGE = re.compile(r"^\+ ?([A-Za-z0-9+/=]+)$")
# Within other words: "imaplib.error: b'[INUSE] ...'", "('NO', [b'...'])", "S: a1 NO [INUSE] ...".
QUOTED = re.compile(r"(?<![\w.])(?P<status>NO|BAD|BYE)(?=\s\[|['\"],\s|:\s)")
QUOTED_CODE = re.compile(
    r"\[(?P<code>UNAVAILABLE|AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|PRIVACYREQUIRED|CONTACTADMIN|NOPERM|INUSE|"
    r"EXPUNGEISSUED|CORRUPTION|SERVERBUG|CLIENTBUG|CANNOT|LIMIT|OVERQUOTA|ALREADYEXISTS|NONEXISTENT|TRYCREATE|TOOBIG|"
    r"THROTTLED|TEMPFAIL|WEBALERT|ALERT)(?:\s[^\[\]]{0,300})?\]"
)


def read(text: str) -> Parts:
    """Of several lines that are verdicts the first with a response code counts, else the first; where none is a
    verdict, whether one says that all is well."""
    verdict = _verdict(text)
    if verdict is not None:
        return verdict
    status = _untagged(text)
    if status is not None:
        return Parts(text, status)
    challenge = CHALLENGE.match(text.strip())
    return Parts(decoded(challenge[1]) or text, "+") if challenge else _quoted(text)


def _verdict(text: str) -> Parts | None:
    first: Parts | None = None
    for line in map(str.strip, text.splitlines()):
        found = ANSWER.match(line)
        if found is None:
            continue
        code = CODE.match(line)
        told = Parts(text, (found["status"] or found["bye"]).upper(), code[1].upper() if code else None)
        if code:
            return told
        first = first or told
    return first


def _untagged(text: str) -> str | None:
    lines = [line.strip() for line in text.splitlines()]
    if any(BAD.match(line) for line in lines):
        return "BAD"
    return "OK" if any(FINE.match(line) for line in lines) else None


def _quoted(text: str) -> Parts:
    status, code = QUOTED.search(text), QUOTED_CODE.search(text)
    return Parts(text, status["status"] if status else None, code["code"] if code else None)
