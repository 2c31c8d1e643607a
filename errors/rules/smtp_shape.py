"""How rules for SMTP are written down: stages, classes of reply, and one call for each rank. No rule lives here."""

from __future__ import annotations

from errors.model import Protocol, Stage

from .shape import Rank, Rule

Stages = frozenset[Stage]
Statuses = frozenset[str | None]

ANY: Stages = frozenset()
TLS: Stages = frozenset({Stage.TLS})
EVERY: Stages = frozenset(Stage)
EARLY: Stages = frozenset({Stage.DNS, Stage.CONNECT, Stage.GREETING, Stage.EHLO}) | TLS
AUTH: Stages = frozenset({Stage.AUTH})
FROM: Stages = frozenset({Stage.MAIL_FROM})
TO: Stages = frozenset({Stage.RCPT_TO})
BODY: Stages = frozenset({Stage.DATA, Stage.FINAL, Stage.SEND})
MAIL: Stages = FROM | TO | BODY
HANDED: Stages = TO | BODY
NOT_AUTH: Stages = EARLY | MAIL

SOFT: Statuses = frozenset(str(number) for number in range(400, 500))
HARD: Statuses = frozenset({None, *(str(number) for number in range(500, 600))})  # None: words without a number
BOTH: Statuses = frozenset()
GARBLED: Statuses = frozenset({"500", "502", "504", "555"})  # not understood, or not implemented


def smtp(name: str, code: str, rank: Rank, stages: Stages, *, statuses: Statuses = BOTH,
         codes: frozenset[str] = frozenset(), text: str | None = None, unless: str | None = None,
         families: frozenset[str] = frozenset(), exceptions: frozenset[str] = frozenset()) -> Rule:  # fmt: skip
    return Rule(f"smtp.{name}", code, rank, Protocol.SMTP, stages, statuses, codes, exceptions, text, unless,
                families=families)  # fmt: skip


def telling(name: str, code: str, stages: Stages, text: str, *, unless: str | None = None,
            statuses: Statuses = BOTH) -> Rule:  # fmt: skip
    """Words that say more than any code beside them."""
    return smtp(f"telling.{name}", code, Rank.TELLING, stages, text=text, unless=unless, statuses=statuses)


def worded(name: str, code: str, stages: Stages, text: str, *, unless: str | None = None,
           statuses: Statuses = BOTH) -> Rule:  # fmt: skip
    """Words that say more than a vague code."""
    return smtp(f"words.{name}", code, Rank.WORDED, stages, text=text, unless=unless, statuses=statuses)


def coded(code: str, stages: Stages, *codes: str, where: str = "") -> Rule:
    """Enhanced codes that say by themselves what is wrong."""
    return smtp(f"code.{codes[0]}{where}", code, Rank.CODED, stages, codes=frozenset(codes))


def vague(code: str, stages: Stages, *codes: str, where: str = "") -> Rule:
    """Enhanced codes that servers use for many causes: words go before them."""
    return smtp(f"vague.{codes[0]}{where}", code, Rank.SHAPED, stages, codes=frozenset(codes))


def last(name: str, code: str, stages: Stages, *statuses: str) -> Rule:
    """The reply's number and the stage, where there is nothing else to go by."""
    return smtp(f"reply.{name}", code, Rank.LAST, stages, statuses=frozenset(statuses))


def either(*texts: str) -> str:
    """An expression that finds any of them."""
    return "|".join(texts)
