"""Words for people: headlines and remedies with names filled in, strangers' words made safe to show. Pure."""

from __future__ import annotations

import re
import unicodedata

from .advice import acting
from .model import Entry, Nature, Severity
from .redacted import redacted

LONGEST = 500  # characters of a stranger's words that are shown
PLACEHOLDER = re.compile(r"\{(host|mailbox|profile)\}")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # controls, bidi overrides and other formats, surrogates, unassigned

SEVERITIES = {
    Nature.PERMANENT: Severity.ERROR,
    Nature.TRANSIENT: Severity.WARNING,
    None: Severity.INFORMATION,
}


def headline(entry: Entry, *, host: str, mailbox: str, profile: str) -> str:
    """What is wrong, in one sentence."""
    return filled(entry.headline, host=host, mailbox=mailbox, profile=profile)


def remedy(entry: Entry, *, host: str, mailbox: str, profile: str) -> str:
    """What the one who must act is told to do about it."""
    return filled(acting(entry), host=host, mailbox=mailbox, profile=profile)


def filled(template: str, **names: str) -> str:
    """In one pass: braces within a name stay braces."""
    return PLACEHOLDER.sub(lambda found: safe(names[found[1]]), template)


def safe(text: str) -> str:
    """A server's words as they may be shown anywhere: without passwords and tokens, one line, no control or bidi
    characters, bounded length."""
    told = redacted(text[: 4 * LONGEST])
    line = told if told.isprintable() else _printable(told)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _printable(text: str) -> str:
    """White space of any kind becomes one space, what can't be seen becomes the replacement character."""
    return "".join("�" if unicodedata.category(letter) in UNSEEN else letter for letter in " ".join(text.split()))


def severity_of(nature: Nature | None) -> Severity:
    """Severity follows nature on every surface."""
    return SEVERITIES[nature]
