"""What an IMAP server said, as signals: word for word, without tags, secrets taken out, made safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from errors.model import Protocol, Signal, Stage

LONGEST_WORDS = 4000  # characters of one answer that are kept
CODE = re.compile(r"\[([A-Za-z0-9.-]+)[^\]]*\]")
HIDDEN = "(hidden)"


class Secrets:
    """What must be seen in no text, should a server repeat it. repr shows nothing of it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        words = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._found = re.compile("|".join(map(_as_pattern, words))) if words else None

    def hidden(self, text: str) -> str:
        return self._found.sub(HIDDEN, text) if self._found else text


def _as_pattern(secret: str) -> str:
    """A short secret is hidden only where it stands alone: else it would tear every word apart."""
    pattern = re.escape(secret)
    return pattern if len(secret) > 3 else rf"(?<!\w){pattern}(?!\w)"


def safe_words(raw: bytes, secrets: Secrets) -> str:
    """A stranger's words for people: one line, printable, bounded."""
    text = raw.decode("utf-8", "backslashreplace")
    status, space, rest = text.partition(" ")  # the verdict is no secret, whatever the password is
    text = status + space + secrets.hidden(rest)
    shown = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
    return shown if len(shown) <= LONGEST_WORDS else shown[:LONGEST_WORDS] + "..."


def refusal_signal(
    stage: Stage,
    verdict: bytes,
    secrets: Secrets,
    more: str = "",
    message: str | None = None,
) -> Signal:
    """A tagged NO or BAD. more: what the server said besides (a BYE, a decoded challenge), on a line of its own."""
    text = safe_words(verdict, secrets)
    status, _, rest = text.partition(" ")
    code = CODE.match(rest)
    return Signal(
        Protocol.IMAP,
        stage,
        f"{text}\n{more}" if more else text,
        status=status.upper(),
        response_code=code[1].upper() if code else None,
        message=message,
        observed_at=datetime.now(UTC),
    )


def goodbye_signal(stage: Stage, line: bytes, secrets: Secrets, message: str | None = None) -> Signal:
    """`* BYE [CODE] words`: the text keeps the asterisk, as `errors explain` takes it."""
    words = safe_words(line[2:], secrets)
    code = CODE.match(words[4:].lstrip())
    return Signal(
        Protocol.IMAP,
        stage,
        f"* {words}",
        status="BYE",
        response_code=code[1].upper() if code else None,
        message=message,
        observed_at=datetime.now(UTC),
    )


def own_signal(stage: Stage, exception: str, text: str, response_code: str | None = None) -> Signal:
    """What we found out ourselves before the server had to say it. exception names it."""
    return Signal(
        Protocol.IMAP, stage, text, response_code=response_code, exception=exception, observed_at=datetime.now(UTC)
    )
