"""Rules for what Microsoft Graph answers: words that say more than the code beside them, codes (graph_named.py), and
what the HTTP status alone tells. Messages are looked at only where one code is known to stand for several causes."""

from __future__ import annotations

from dataclasses import replace

from errors.model import Protocol, Stage

from .graph_named import (
    ANY,
    DENIED,
    FETCH,
    IDLE,
    NAMED,
    NOT_CONSENTED,
    NOT_ONE_EMAIL,
    NOT_SENDING,
    ONE_EMAIL,
    OUT,
    SENDING,
    THROTTLED,
    TROUBLE,
)
from .shape import Rank, Rule

UNNAMED = r'"code"\s{0,3}:\s{0,3}"(?:UnknownError|generalException|ExtensionError|UnspecifiedError|Error)"'
WORDS = r'"code"\s{0,3}:\s{0,3}"[^"]{1,80}"|\S[^\n]{0,80}'
CHALLENGED = r"continuous access evaluation|ClaimsChallenge|claims challenge|insufficient_claims"
NO_RIGHT = (
    r"missing (?:scope|role|application|delegated) permissions|insufficient privileges|contains no permissions|"
    r"(?:required|necessary) (?:scopes?|roles?|permissions?) (?:is|are)? ?(?:missing|not)|admin(?:istrator)? consent|"
    r"(?:scopes?|roles?) .{0,40}(?:not granted|was not found in|is missing)"
)
CLOSED_BY_POLICY = r"\[RAOP\]|Access to OData is disabled|AppOnly ?AccessPolicy|application access polic"
KEPT_OUT = (
    r"conditional access|tenant restriction|AADSTS5300\d|blocked by .{0,30}(?:location|network|firewall)|"
    r"(?:ip ?address|location)\b.{0,40}(?:not allowed|not permitted|blocked|denied|outside|not in)"
)


SLOWER = r"throttl|too ?many ?requests|request rate|rate ?limit|concurrency ?limit"
CURSOR = r"(?:delta|skip|continuation|page|paging|pagination|sync|state)[ _-]?token"
LOST = (
    rf"{CURSOR}\b.{{0,40}}(?:invalid|expired|malformed|corrupt|unknown|not valid|no longer|too old|"
    r"not (?:be )?(?:recogni[sz]ed|found|understood|parsed|decoded|read|supported))|"
    r"(?:invalid|expired|malformed|badly formed|corrupt\w{0,3}|unknown|unrecogni[sz]ed|parse|decode|read|understand) "
    rf".{{0,20}}{CURSOR}|badly formed token|sync ?state .{{0,30}}(?:not found|invalid|expired|corrupt)"
)
SUBMISSION = r"MapiExceptionMaxSubmissionExceeded|concurrent connections? limit|over its MailboxConcurrency limit"
SEND_LIMIT = (
    r"SubmissionQuotaExceeded|exceeded the (?:max\w* )?(?:rate|message|sending|recipient) (?:rate )?limit|"
    r"(?:daily|hourly|24[- ]hour) (?:message |sending |recipient )?(?:limit|quota)"
)

SICK = TROUBLE | {500}  # where codes may be believed still, and words are not


def telling(name: str, code: str, text: str, *, unless: str | None = None, codes: tuple[str, ...] = (),
            stages: frozenset[Stage] = ANY) -> Rule:  # fmt: skip
    """codes: only where the answer carries one of these."""
    return Rule(f"graph.telling.{name}", code, Rank.TELLING, Protocol.GRAPH, stages, codes=frozenset(codes), text=text,
                unless=unless)  # fmt: skip


def said(rule: Rule) -> Rule:
    """Words of a refusal, believed of a server that is well."""
    return replace(rule, unless_http=SICK)


def worded(name: str, code: str, text: str, *, unless: str | None = None, stages: frozenset[Stage] = ANY) -> Rule:
    return Rule(f"graph.words.{name}", code, Rank.WORDED, Protocol.GRAPH, stages, text=text, unless=unless)


def family(name: str, code: str, pieces: str, *, unless: str | None = None, stages: frozenset[Stage] = ANY,
           calm: frozenset[int] = frozenset()) -> Rule:  # fmt: skip
    """Codes that no rule knows, by a piece of their name. calm: HTTP statuses beside which it says nothing."""
    return Rule(f"graph.family.{name}", code, Rank.WORDED, Protocol.GRAPH, stages, unless_http=calm,
                text=rf'"code"\s{{0,3}}:\s{{0,3}}"\w{{0,60}}(?:{pieces})', unless=unless)  # fmt: skip


def shaped(name: str, code: str, *statuses: int, stages: frozenset[Stage] = ANY, text: str | None = None,
           unless: str | None = None, rank: Rank = Rank.SHAPED) -> Rule:  # fmt: skip
    return Rule(f"graph.http.{name}", code, rank, Protocol.GRAPH, stages, text=text, unless=unless,
                http_statuses=frozenset(statuses))  # fmt: skip


TELLING: tuple[Rule, ...] = (
    telling("claims", "GRAPH-212", CHALLENGED),
    telling("throttled", "GRAPH-201", SLOWER, unless=rf"{CHALLENGED}|{CLOSED_BY_POLICY}|{SEND_LIMIT}|{SUBMISSION}",
            codes=(*DENIED, *NOT_CONSENTED)),
    said(telling("policy", "GRAPH-303", CLOSED_BY_POLICY)),
    said(telling("consent", "GRAPH-301", NO_RIGHT, unless=rf"{CHALLENGED}|{CLOSED_BY_POLICY}|{KEPT_OUT}|{SLOWER}")),
    said(telling("kept-out", "GRAPH-309", KEPT_OUT, unless=rf"{CHALLENGED}|{CLOSED_BY_POLICY}|{SLOWER}")),
    said(telling("no-licence", "GRAPH-308",
                 r"does not have (?:an? )?(?:valid )?(?:SPO|SharePoint|Exchange(?: Online)?|Office 365) licen[cs]e|"
                 r"tenant for tenant guid")),
    said(telling("audience", "GRAPH-308", r"invalid audience|audience .{0,40}(?:invalid|not valid|not supported)")),
    said(telling("inactive", "GRAPH-305", r"soft-?deleted|hosted on-?premise|mailbox is (?:either )?inactive",
                 unless=CLOSED_BY_POLICY)),
    telling("stale", "GRAPH-207", r"mailbox info(?:rmation)? is stale"),
    telling("moving", "GRAPH-208",
            r"mailbox (?:is being moved|move (?:is )?in progress|is (?:in transit|currently being migrated))"),
    replace(telling("cursor", "GRAPH-213", LOST), unless_http=frozenset({401})),
    telling("send-limit", "GRAPH-203", SEND_LIMIT),
    said(telling("spammer", "GRAPH-313", r"outbound ?spam|bad outbound sender|restricted (?:users?|entit)|\b5\.1\.8\b",
                 stages=SENDING)),
    telling("submission-throttled", "GRAPH-201", SUBMISSION),
    said(telling("bad-recipient-entry", "GRAPH-402",
                 r"recipients? .{0,60}(?:not valid|not resolved|invalid)|no recipients",
                 codes=("BadRequest", "ErrorInvalidRequest", "invalidRequest"), stages=SENDING)),
)  # fmt: skip

FAMILIES: tuple[Rule, ...] = (
    family("size", "GRAPH-401", r"SizeExceeded|SizeLimit|TooLarge", stages=ONE_EMAIL, unless=SLOWER, calm=THROTTLED),
    family("recipient", "GRAPH-402", r"Recipient", stages=SENDING, unless=rf"{SLOWER}|RecipientRate|quota",
           calm=THROTTLED),
    family("send-limit", "GRAPH-203", r"MessageLimit|MessageRate|RecipientRate|SubmissionQuota|SendQuota",
           stages=SENDING, unless=SLOWER),
    family("full", "GRAPH-101", r"QuotaExceeded|QuotaLimit", stages=SENDING, calm=SICK,
           unless=rf"{SLOWER}|Submission|SendQuota"),
    family("full-when-read", "GRAPH-218", r"QuotaExceeded|QuotaLimit", stages=NOT_SENDING,
           unless=rf"{SLOWER}|Submission|SendQuota"),
    family("moving", "GRAPH-208", r"MoveInProgress|InTransit"),
    family("cursor", "GRAPH-213", r"SyncState|DeltaToken|SkipToken|resync"),
    family("late", "GRAPH-209", r"Timeout|TimedOut"),
    family("passing", "GRAPH-206", r"Transient"),
    family("suspended", "GRAPH-102", r"AccountSuspend", calm=SICK),
    family("wrong-id", "GRAPH-216", r"MailboxItemId|InvalidItemId", stages=ONE_EMAIL, calm=SICK),
    family("hostile", "GRAPH-403", r"Virus|Malware", stages=ONE_EMAIL, calm=THROTTLED),
)  # fmt: skip
WORDED: tuple[Rule, ...] = (
    worded("throttled", "GRAPH-201", SLOWER),
    said(worded("recipient", "GRAPH-402", r"recipient is ?n[o']t valid|contains no recipients", stages=SENDING,
                unless=r'"code"\s{0,3}:')),
    worded("token", "GRAPH-211", r"token (?:is|has|was) .{0,20}(?:expired|revoked|empty)|JWT is not well formed|"
           r"CompactToken (?:parsing|validation) failed"),
    said(worded("no-graph", "GRAPH-306",
                r"REST API is not (?:yet )?supported for this mailbox|does not have a mailbox")),
)  # fmt: skip

PAGE = r"<!doctype html|<html"
NAMED_STATUSES = frozenset({400, 401, 402, 403, 404, 407, 408, 409, 410, 412, 413, 423, 424, 425, 429, 451, 499})
NOT_UNDERSTOOD = (*sorted(frozenset(range(400, 500)) - NAMED_STATUSES), 501)
# A word that is more than an object's frame.
EMPTY = r'^[\s{}\[\]":,]{0,20}(?:error[\s{}\[\]":,]{0,20})?(?:null[\s{}\[\]]{0,20})?$'
SHAPES: tuple[Rule, ...] = (
    shaped("elsewhere", "GRAPH-210", 301, 302, 303, 307, 308),
    shaped("bad-request-unnamed", "GRAPH-206", 400, text=UNNAMED),
    shaped("bad-request", "GRAPH-901", 400, stages=NOT_ONE_EMAIL, text=WORDS,
           unless=rf"{UNNAMED}|{PAGE}|{EMPTY}"),
    shaped("bad-request-email", "GRAPH-902", 400, stages=ONE_EMAIL, text=WORDS,
           unless=rf"{UNNAMED}|{PAGE}|{EMPTY}"),
    shaped("bad-request-empty", "GRAPH-206", 400, rank=Rank.LAST),
    shaped("unauthorized", "GRAPH-211", 401),
    shaped("payment", "GRAPH-312", 402),
    shaped("forbidden", "GRAPH-302", 403, 451, text=r"\S[^\n]{0,80}", unless=PAGE),
    shaped("forbidden-empty", "GRAPH-302", 403, 451, rank=Rank.LAST),
    shaped("page", "GRAPH-315", 403, 451, text=PAGE),
    shaped("page-for-bad-request", "GRAPH-315", 400, text=PAGE, unless=UNNAMED),
    shaped("proxy", "GRAPH-315", 407, 511),
    shaped("message-missing", "MSG-202", 404, stages=FETCH),
    shaped("subscription-missing", "GRAPH-214", 404, 410, stages=IDLE),
    shaped("missing", "GRAPH-307", 404, stages=frozenset(Stage) - FETCH - IDLE),
    shaped("not-understood", "GRAPH-901", *NOT_UNDERSTOOD, 413, stages=NOT_ONE_EMAIL),
    shaped("not-understood-email", "GRAPH-902", *NOT_UNDERSTOOD, stages=ONE_EMAIL),
    shaped("timeout", "GRAPH-209", 408, 499),
    shaped("conflict", "GRAPH-215", 409, 412, 423, 425),
    shaped("gone", "GRAPH-213", 410, stages=frozenset(Stage) - IDLE),
    # Whatever code stands beside it.
    shaped("too-large", "GRAPH-401", 413, stages=ONE_EMAIL, rank=Rank.TELLING),
    shaped("throttled", "GRAPH-201", *THROTTLED),
    shaped("broken", "GRAPH-206", 424, 500),
    shaped("unavailable", "GRAPH-204", *OUT),
    shaped("full", "GRAPH-101", 507, stages=SENDING),
    shaped("full-when-read", "GRAPH-218", 507, stages=NOT_SENDING),
    Rule("graph.unnamed", "GRAPH-206", Rank.LAST, Protocol.GRAPH, text=UNNAMED, unless_http=frozenset({400, 403, 451})),
)  # fmt: skip

GRAPH_RULES: tuple[Rule, ...] = (*TELLING, *NAMED, *FAMILIES, *WORDED, *SHAPES)
