"""How rules for IMAP are written down: stages by name, one call each, and families of one cause in many tongues. No
rule lives here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from errors.model import Protocol, Stage

from .shape import Rank, Rule
from .trouble import either

ANY: frozenset[Stage] = frozenset()
AUTH = frozenset({Stage.AUTH})
GREETING = frozenset({Stage.CONNECT, Stage.TLS, Stage.GREETING})
EARLY = GREETING | AUTH
NOT_EARLY = frozenset(Stage) - EARLY
FETCH = frozenset({Stage.FETCH})
SENDING = frozenset({Stage.APPEND, Stage.SEND})
OPENING = frozenset({Stage.SELECT, Stage.POLL})
WORKING = OPENING | FETCH | SENDING | {Stage.IDLE}

Statuses = frozenset[str | None]
UNSAID: Statuses = frozenset()
BYE: Statuses = frozenset({"BYE"})
NO: Statuses = frozenset({"NO", None})  # None: the words alone were pasted
NO_BYE: Statuses = frozenset({"NO", "BAD", None})


class Tongues(NamedTuple):
    """Expressions for one cause. abroad: in languages written otherwise than Cyrillic. They are rules of their own, so
    that an answer in English is held against English alone."""

    english: str
    abroad: str = ""
    cyrillic: str = ""


def imap(name: str, code: str, rank: Rank, stages: frozenset[Stage], *, codes: frozenset[str] = frozenset(),
         statuses: Statuses = UNSAID, exceptions: frozenset[str] = frozenset(),
         text: str | None = None, unless: str | None = None) -> Rule:  # fmt: skip
    return Rule(f"imap.{name}", code, rank, Protocol.IMAP, stages, statuses, codes, exceptions, text, unless)


def seen_as(name: str, code: str, exception: str, stages: frozenset[Stage] = ANY, *,
            statuses: Statuses = UNSAID) -> Rule:  # fmt: skip
    """What our adapter found out by itself."""
    return imap(name, code, Rank.OWN, stages, exceptions=frozenset({exception}), statuses=statuses)


def telling(name: str, code: str, stages: frozenset[Stage], text: str, *, unless: str | None = None,
            codes: frozenset[str] = frozenset(), statuses: Statuses = UNSAID) -> Rule:  # fmt: skip
    """Words that say more than a response code beside them."""
    return imap(f"telling.{name}", code, Rank.TELLING, stages, text=text, unless=unless, codes=codes, statuses=statuses)


def coded(code: str, stages: frozenset[Stage], *codes: str) -> Rule:
    where = "" if not stages else "." + "-".join(sorted(stages)) if len(stages) < 6 else ".else"
    return imap(f"code.{codes[0].lower()}{where}", code, Rank.CODED, stages, codes=frozenset(codes))


def worded(name: str, code: str, stages: frozenset[Stage], text: str, *, unless: str | None = None,
           statuses: Statuses = UNSAID) -> Rule:  # fmt: skip
    return imap(f"words.{name}", code, Rank.WORDED, stages, text=text, unless=unless, statuses=statuses)


def shaped(name: str, code: str, stages: frozenset[Stage], *statuses: str) -> Rule:
    return imap(f"shape.{name}", code, Rank.SHAPED, stages, statuses=frozenset(statuses))


def family(rank: Rank, name: str, code: str, stages: frozenset[Stage], words: Tongues, *,
           unless: str | None = None, statuses: Statuses = UNSAID) -> Iterator[Rule]:  # fmt: skip
    """The cause in each of its tongues. A bilingual answer is an English one."""
    kind = "telling" if rank is Rank.TELLING else "words"
    spoken = (("", words.english), ("-abroad", words.abroad), ("-cyrillic", words.cyrillic))
    for suffix, text in spoken:
        if text:
            but = either(unless, words.english) if suffix else unless
            yield imap(f"{kind}.{name}{suffix}", code, rank, stages, text=text, unless=but, statuses=statuses)


def both(one: str, other: str, gap: int = 120) -> str:
    """In either order, no further apart than gap."""
    return rf"(?:{one}).{{0,{gap}}}(?:{other})|(?:{other}).{{0,{gap}}}(?:{one})"
