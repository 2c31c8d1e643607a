"""An SMTP reply within other words: what a log, a delivery report or an exception says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

ENHANCED = r"[245]\.[0-7]\.\d{1,3}(?![\d.]\d)"  # RFC 3463 section 2; no piece of an IP address or a version

NUMBER = re.compile(r"(?<![\w.])([45]\d\d)(?=[\s,:-])")
WITH_CODE = re.compile(rf"[\s,:-]{{1,3}}(?:b?['\"])?[([<#]{{0,2}}({ENHANCED})\b")
PYTHON = re.compile(r",\s?b?['\"]")
# What stands before a number that is a reply: "said: 550", "smtp; 550", "(550, b'...", "RCPT TO:<x>: 550", "<<< 550".
INTRODUCED = re.compile(
    r"(?:\b(?:said|returned|reply|replied|response|responded|answered|answer|code|status|error|failed|refused|rejected|"
    r"message|exception)\W{0,4}|smtp;\s{0,4}|<<<\s{0,4}|[:>;]\s{1,4}['\"]?|\()$",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"\b(?:port|limit|size|max\w{0,10}|count|line|pid|id|uid|after|bytes|messages)\W{0,4}$", re.IGNORECASE
)
PORTS = frozenset({"465", "587"})
BEFORE = 40  # characters that may introduce a reply


@dataclass(frozen=True, slots=True)
class Quoted:
    """text: the words around it, on one line; codes: enhanced ones, in the order they came."""

    text: str
    status: str
    codes: list[str]


def quoted_reply(text: str) -> Quoted | None:
    """The first number that is a refusal for sure (an enhanced code follows it), else the first that is introduced as
    one. A port, a year, a limit are none."""
    weaker: Quoted | None = None
    for found in NUMBER.finditer(text):
        if found[1] in PORTS:
            continue
        code = WITH_CODE.match(text, found.end())
        if code is not None:
            return Quoted(" ".join(text.split()), found[1], [code[1]])
        if weaker is None and _introduced(text, found):
            weaker = Quoted(" ".join(text.split()), found[1], [])
    return weaker


def _introduced(text: str, found: re.Match[str]) -> bool:
    before = text[max(found.start() - BEFORE, 0) : found.start()]
    if before.endswith("("):
        return PYTHON.match(text, found.end()) is not None
    return INTRODUCED.search(before) is not None and NO_REPLY.search(before) is None
