"""How rules for Exchange Web Services are written down, and the stages that they tell apart. No rule lives here."""

from __future__ import annotations

from errors.model import Protocol, Stage

from .shape import Rank, Rule

Stages = frozenset[Stage]

ANY: Stages = frozenset()
FETCH: Stages = frozenset({Stage.FETCH})
SENDING: Stages = frozenset(
    {Stage.SEND, Stage.APPEND, Stage.MAIL_FROM, Stage.RCPT_TO, Stage.DATA, Stage.FINAL}
)  # fmt: skip
SELECT: Stages = frozenset({Stage.SELECT})
AUTODISCOVER: Stages = frozenset({Stage.AUTODISCOVER})
NOT_FETCH: Stages = frozenset(Stage) - FETCH
NOT_SENDING: Stages = frozenset(Stage) - SENDING
LISTING: Stages = frozenset(Stage) - FETCH - SENDING
ONE_EMAIL: Stages = FETCH | SENDING

# A ResponseCode that stands in the words: where no rule knows it, its HTTP status or the fault around it says nothing.
NO_CODE = r"(?!code|message|reason|page|detail|document|handl|level|type|number|string|text|subscriptionid)"
CODE_WITHIN = rf"\berror{NO_CODE}\w{{6,80}}"


def ews(name: str, code: str, rank: Rank, stages: Stages = ANY, *, codes: frozenset[str] = frozenset(),
        exceptions: frozenset[str] = frozenset(), http_statuses: frozenset[int] = frozenset(),
        text: str | None = None, unless: str | None = None) -> Rule:  # fmt: skip
    return Rule(
        f"ews.{name}", code, rank, Protocol.EWS, stages, codes=codes, exceptions=exceptions,
        http_statuses=http_statuses, text=text, unless=unless,
    )  # fmt: skip


def coded(name: str, code: str, stages: Stages, *codes: str) -> Rule:
    """ResponseCodes, and the codes of SOAP faults, that mean the same."""
    return ews(f"code.{name}", code, Rank.CODED, stages, codes=frozenset(codes))


def telling(name: str, code: str, stages: Stages, text: str, *, unless: str | None = None,
            http_statuses: frozenset[int] = frozenset()) -> Rule:  # fmt: skip
    """Words that say more than the code beside them."""
    return ews(f"telling.{name}", code, Rank.TELLING, stages, text=text, unless=unless, http_statuses=http_statuses)


def worded(name: str, code: str, stages: Stages, text: str, *, unless: str | None = None) -> Rule:
    return ews(f"words.{name}", code, Rank.WORDED, stages, text=text, unless=unless)


def answered(name: str, code: str, stages: Stages, *http_statuses: int) -> Rule:
    """An HTTP status alone. Where a ResponseCode came with it that no rule knows, it tells nothing."""
    return ews(f"http.{name}", code, Rank.LAST, stages, http_statuses=frozenset(http_statuses), text="^",
               unless=CODE_WITHIN)  # fmt: skip


def raised(name: str, code: str, stages: Stages, *exceptions: str, rank: Rank = Rank.SHAPED) -> Rule:
    """What exchangelib, requests or oauthlib raised, by the name of its class."""
    return ews(f"raised.{name}", code, rank, stages, exceptions=frozenset(exceptions))
