"""From what a person pasted (`postroom errors explain`) to a signal, and from a fault to what it prints. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .model import NO_HEADERS, Fault, Protocol, Signal, Stage
from .render import headline, remedy

ANSWER = re.compile(r"^(?:[A-Za-z]{0,5}\d+ )?(?P<status>NO|BAD)\b|^\* (?P<bye>BYE)\b", re.IGNORECASE)
CODE = re.compile(r"^(?:\S+ ){0,2}?(?:NO|BAD|BYE) \[([A-Za-z0-9/-]+)(?: [^\]]*)?\]", re.IGNORECASE)
# Whatever protocol was spoken, these tell of what lies below it; the adapters say so too.
BELOW = frozenset({
    "ConnectionRefusedError", "ConnectionResetError", "ConnectionAbortedError", "ConnectionClosed", "BrokenPipeError",
    "EOFError", "OSError", "TimeoutError", "gaierror", "UnicodeError", "SSLError", "SSLEOFError", "SSLZeroReturnError",
    "SSLCertVerificationError",
})  # fmt: skip
CHALLENGE = re.compile(r"^\+ ?([A-Za-z0-9+/=]+)$")


def signal_from_text(
    protocol: Protocol,
    stage: Stage,
    text: str,
    *,
    http_status: int | None = None,
    headers: Mapping[str, str] | None = None,
    exception: str | None = None,
) -> Signal:
    """Take the server's words apart as the adapters would (status word, response code, text)."""
    status, code, words = _imap_answer(text) if protocol is Protocol.IMAP else (None, None, text)
    name = exception.rpartition(".")[2] if exception else None
    return Signal(
        Protocol.NETWORK if name in BELOW and status is None else protocol,
        stage,
        words,
        status=status,
        response_code=code,
        http_status=http_status,
        headers=NO_HEADERS if headers is None else headers,
        exception=name,
    )


def _imap_answer(text: str) -> tuple[str | None, str | None, str]:
    """Status, response code and words. Of several lines the first that is a verdict counts."""
    for line in text.splitlines():
        found = ANSWER.match(line.strip())
        if found:
            code = CODE.match(line.strip())
            return (found["status"] or found["bye"]).upper(), code[1].upper() if code else None, text
    challenge = CHALLENGE.match(text.strip())
    if challenge:
        return "+", None, _decoded(challenge[1]) or text
    return None, None, text


def _decoded(challenge: str) -> str | None:
    """A SASL challenge in clear; XOAUTH2 tells its error in one (JSON). None where it is no base64."""
    from base64 import b64decode

    try:
        return b64decode(challenge, validate=True).decode()
    except ValueError:
        return None


def verdict(fault: Fault) -> dict[str, object]:
    """INTERFACE.md's `errors explain` object."""
    entry = fault.entry
    names = {"host": "the server", "mailbox": "the mailbox", "profile": "NAME"}
    return {
        "code": entry.code,
        "kind": entry.kind.value,
        "nature": entry.nature.value if entry.nature else None,
        "level": entry.level.value,
        "who_acts": entry.who_acts.value,
        "retry_after_s": fault.retry_after.total_seconds() if fault.retry_after is not None else None,
        "counts_against_budget": entry.counts,
        "proofs": entry.proofs,
        "headline": _sentence(headline(entry, **names)),
        "remedy": _commands_named(remedy(entry, **names)),
        "rule": fault.rule,
        "matched": fault.matched,
        "reference": entry.reference,
    }


def _commands_named(words: str) -> str:
    """Where no mailbox is at hand, its place in a command is a word to be filled in."""
    parts = words.split("`")
    parts[1::2] = [part.replace("the mailbox", "ADDRESS").replace("the server", "HOST") for part in parts[1::2]]
    return "`".join(parts)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
