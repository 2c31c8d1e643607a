"""Rules for answers that are no refusal: a person may paste one. Words that tell of trouble come first, and where no
rule knows those, the answer has no name rather than a good one. What an exception came with is never fine."""

from __future__ import annotations

from errors.model import Protocol

from .shape import NONE, Rank, Rule

FINE = "INFO-205"
NO_EXCEPTION: frozenset[str | None] = frozenset({None})
REPLIES: frozenset[str | None] = frozenset(str(number) for number in range(200, 400))
SERVED = frozenset(range(200, 207))
ANY_OTHER = frozenset(range(300, 600))

TROUBLE = (
    r"(?<!\bno)(?<!\bno )(?<!\b0 )errors?\b|\w{2,40}error\b|fail|fault(?!s? \(0)|exception|refus|reject|denied|denying|"
    r"invalid|unavailable|unable|cannot|can't|could not|forbidden|not (?:allowed|accept|found|permit|possible)|throttl|"
    r"block|exceed|timed? ?out|expired|disabled|suspend|too many|later\b|wrong|closing|bounce|undeliver"
)
CUT_OFF = r"[^}\s]\s{0,8}$"  # JSON that does not end
IN_A_BODY = r"fault|fail|exception|denied|throttl|<!doctype html|<html\b"
HTTP_TROUBLE = rf"(?<!no)error|{IN_A_BODY}"
EXCHANGE_TROUBLE = rf"(?<!no)error(?!code>|message\W)|{IN_A_BODY}"  # some elements are named so whatever they hold


def fine(name: str, protocol: Protocol, rank: Rank, text: str, unless: str, *, statuses: frozenset[str | None] = NONE,
         http_statuses: frozenset[int] = frozenset(), unless_http: frozenset[int] = frozenset()) -> Rule:  # fmt: skip
    return Rule(
        f"fine.{name}", FINE, rank, protocol, statuses=statuses, exceptions=NO_EXCEPTION, text=text, unless=unless,
        http_statuses=http_statuses, unless_http=unless_http,
    )  # fmt: skip


FINE_RULES: tuple[Rule, ...] = (
    fine("smtp", Protocol.SMTP, Rank.LAST, "^", TROUBLE, statuses=REPLIES),
    *(
        fine(f"{protocol.value}.http", protocol, Rank.LAST, r"^\s*$", HTTP_TROUBLE, http_statuses=SERVED)
        for protocol in (Protocol.EWS, Protocol.GRAPH, Protocol.OAUTH)
    ),
    fine("ews", Protocol.EWS, Rank.SHAPED, r"\bnoerror\b", EXCHANGE_TROUBLE, unless_http=ANY_OTHER),
    fine("graph", Protocol.GRAPH, Rank.SHAPED, r'^\s*\{\s*"(?:value|id|@odata\.\w+)"\s*:', f"{HTTP_TROUBLE}|{CUT_OFF}",
         unless_http=ANY_OTHER),
    fine("oauth", Protocol.OAUTH, Rank.SHAPED, r'"access_token"\s?:\s?"', HTTP_TROUBLE, unless_http=ANY_OTHER),
)  # fmt: skip
