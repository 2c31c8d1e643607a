"""Rules for what an OAuth token endpoint answers: by `error` (RFC 6749 section 5.2, RFC 8628, OpenID Connect and what
providers add), and by HTTP status where there is none. A network that fails, a server in trouble and a throttle are
never a bad password, whatever stands beside them; sub-codes are in oauth_advice.py."""

from __future__ import annotations

from errors.model import Protocol

from .oauth_advice import ADVICE, OUT, TROUBLE
from .shape import Rank, Rule

MANY = r"too many (?:requests|attempts to|calls)|rate limit|throttl|quota exceeded|requests continuously"
SORRY = r"/sorry/"  # Google's page for those who ask too much


def status(
    name: str, code: str, *statuses: int, rank: Rank = Rank.SHAPED, text: str | None = None, unless: str | None = None
) -> Rule:
    return Rule(f"oauth.http.{name}", code, rank, Protocol.OAUTH, http_statuses=frozenset(statuses), text=text,
                unless=unless)  # fmt: skip


def error(name: str, code: str, *errors: str) -> Rule:
    return Rule(f"oauth.error.{name}", code, Rank.CODED, Protocol.OAUTH, codes=frozenset(errors))


SUBCODE = r"AADSTS\d|\"error_codes\"|\"suberror\"|\"error_subtype\""


def said(name: str, code: str, text: str, *errors: str) -> Rule:
    """Words of providers that give no sub-code, beside one of these errors."""
    return Rule(f"oauth.telling.{name}", code, Rank.TELLING, Protocol.OAUTH, codes=frozenset(errors), text=text,
                unless=rf"{SUBCODE}|{MANY}", unless_http=TROUBLE)  # fmt: skip


# Entra's passing troubles, whatever error stands beside them: a request budget, its directory, an external server.
PASSING = frozenset({"AADSTS90033", "AADSTS90024", "AADSTS90006", "AADSTS90012", "AADSTS40010"})
NUMBERS = "|".join(sorted({number.removeprefix("AADSTS") for rule in ADVICE for number in rule.inner | PASSING}))
KNOWN_NUMBER = rf'AADSTS(?:{NUMBERS})\b|"error_codes"\s{{0,3}}:\s{{0,3}}\[\s{{0,8}}(?:{NUMBERS})\b'
PAGE = r"<!doctype html|<html"

GRANT = ("invalid_grant", "invalid_token", "invalid_refresh_token", "invalid_code")
REFUSED = (*GRANT, "access_denied")

TROUBLED: tuple[Rule, ...] = (
    status("throttled", "OAUTH-202", 429, rank=Rank.TELLING),
    status("broken", "OAUTH-204", 500, rank=Rank.TELLING),
    status("unavailable", "OAUTH-201", *OUT, rank=Rank.TELLING),
    status("sorry", "OAUTH-202", 301, 302, 303, 307, rank=Rank.TELLING, text=SORRY),
    status("throttled-in-words", "OAUTH-202", 400, 401, 403, rank=Rank.TELLING, text=MANY, unless=KNOWN_NUMBER),
)  # fmt: skip

TELLING: tuple[Rule, ...] = (
    Rule("oauth.telling.passing", "OAUTH-201", Rank.TELLING, Protocol.OAUTH, inner=PASSING, unless_http=TROUBLE),
    # Beside a number of Entra's that stands for much else.
    Rule("oauth.telling.abuse", "OAUTH-107", Rank.TELLING, Protocol.OAUTH, codes=frozenset(GRANT),
         text=r"service abuse mode|account restricted", unless_http=TROUBLE, unless=rf"{MANY}|{KNOWN_NUMBER}"),
    said("disabled", "OAUTH-313",
         r"(?:account|user|mailbox|robot) (?:is |has been |was )?(?:disabled|suspended|deleted|deactivated|inactive|"
         r"not active|blocked by (?:the |an )?admin)", *REFUSED),
    said("password", "OAUTH-105",
         r"invalid user credentials|(?:invalid|wrong|incorrect|bad) (?:(?:user ?name|email|login)"
         r" (?:or|and) password|credentials)|credentials provided were invalid|"
         r"password (?:is )?(?:invalid|incorrect|wrong)",
         "invalid_grant", "access_denied"),
    said("locked", "OAUTH-107", r"(?:account|user) (?:is |has been )?(?:temporarily )?locked", *REFUSED),
    said("in-person", "OAUTH-104", r"not fully set ?up|reauth|multi-?factor|second factor|mfa ", *REFUSED),
    said("signature", "OAUTH-304",
         r"invalid jwt|jwt signature|short-lived token|client[_ ]assertion|invalid grant: account not found|"
         r"check your iat and exp", "invalid_grant", "invalid_request", "invalid_client"),
    said("code-used", "OAUTH-109",
         r"code (?:has |is |was )?(?:been |already )?(?:expired|redeemed|used|invalid)|code_verifier|"
         r"malformed auth code|code was already", "invalid_grant", "invalid_code"),
    said("no-such-user", "OAUTH-314", r"email or user id|user (?:does not exist|not found)|no such user|unknown user",
         *REFUSED),
    said("policy", "OAUTH-312", r"policy evaluation failed|not assigned to the client application", "access_denied"),
    said("dead-token", "OAUTH-101",
         r"(?:invalid|expired|revoked|unknown) .{0,3}refresh[_ ]token|"
         r"refresh[_ ]token.{0,3} (?:is |has |was )?(?:been )?(?:invalid|expired|revoked|not found)|session not found",
         "invalid_request", "unauthorized_client"),
    said("secret", "OAUTH-302",
         r"(?:invalid|wrong|incorrect) (?:client )?secret|client secret .{0,50}(?:invalid|wrong)",
         "invalid_client", "unauthorized_client"),
    said("no-such-app", "OAUTH-305", r"client was (?:not found|deleted|disabled)|(?:unknown|no such) client|"
         r"client (?:id |_id )?(?:is )?(?:not found|disabled|unknown|does not exist)", "invalid_client",
         "unauthorized_client"),
)  # fmt: skip
ERRORS: tuple[Rule, ...] = (
    error("grant", "OAUTH-101", *GRANT, "token not found"),
    error("in-person", "OAUTH-104", "interaction_required", "login_required", "account_selection_required",
          "mfa_required", "interrupted_user"),
    error("not-agreed", "OAUTH-108", "access_denied", "authorization_declined"),
    Rule("oauth.error.consent", "OAUTH-311", Rank.CODED, Protocol.OAUTH,
         text=r'^consent_required\b|"error"\s{0,3}:\s{0,3}"consent_required"'),
    error("too-late", "OAUTH-109", "expired_token", "bad_verification_code", "code_expired"),
    error("pending", "OAUTH-203", "authorization_pending"),
    error("slower", "OAUTH-202", "slow_down", "rate_limit_exceeded", "too_many_requests"),
    error("unavailable", "OAUTH-201", "temporarily_unavailable", "server_error", "service_unavailable",
          "internal_failure"),
    error("client", "OAUTH-301", "invalid_client"),
    error("secret", "OAUTH-302", "invalid_client_secret"),
    error("no-such-app", "OAUTH-305", "deleted_client", "disabled_client", "client_not_found"),
    error("flow", "OAUTH-306", "unauthorized_client", "unsupported_grant_type"),
    error("scope", "OAUTH-308", "invalid_scope", "invalid_resource", "invalid_target", "invalid_oauthscope"),
    error("request", "OAUTH-309", "invalid_request", "invalid_input", "unsupported_response_type",
          "redirect_uri_mismatch", "invalid_redirect_uri", "invalid_dpop_proof"),
    error("policy", "OAUTH-310", "admin_policy_enforced", "org_internal"),
)  # fmt: skip
WORDED: tuple[Rule, ...] = (
    Rule("oauth.words.throttled", "OAUTH-202", Rank.WORDED, Protocol.OAUTH, text=MANY),
    Rule("oauth.words.disabled", "OAUTH-313", Rank.WORDED, Protocol.OAUTH,
         text=r"(?:user|account) (?:is |has been |was )?(?:blocked|disabled|suspended|deactivated|deleted)",
         unless=rf"{MANY}|AADSTS\d"),
    Rule("oauth.words.dead-token", "OAUTH-101", Rank.WORDED, Protocol.OAUTH,
         text=r"token has been expired or revoked|(?:invalid|expired|revoked)[_ ]refresh[_ ]token|"
              r"refresh[_ ]token[_ ].{0,30}(?:invalid|expired|revoked)",
         unless=rf"{MANY}|AADSTS\d|(?:user|account) (?:is |has been |was )"),
    Rule("oauth.words.no-such-app", "OAUTH-305", Rank.WORDED, Protocol.OAUTH,
         text=r"CLIENT_ID_NOT_FOUND|client id not found", unless=MANY),
    Rule("oauth.words.no-such-realm", "OAUTH-307", Rank.WORDED, Protocol.OAUTH,
         text=r"realm (?:does not exist|not found)"),
)  # fmt: skip
SHAPES: tuple[Rule, ...] = (
    status("page", "OAUTH-205", 200, 203, text=PAGE),
    status("page-refused", "OAUTH-315", *range(400, 405), text=PAGE),
    status("elsewhere", "OAUTH-307", 301, 302, 303, 307, 308),
    status("throttled-unofficially", "OAUTH-202", 999),  # Yahoo
    status("unauthorized", "OAUTH-301", 401, rank=Rank.LAST),
    status("forbidden", "OAUTH-310", 403, rank=Rank.LAST),
    status("missing", "OAUTH-307", 404, 405, 410, 501, rank=Rank.LAST),
    status("not-understood", "OAUTH-309", 406, 411, 413, 415, 422),
    status("late", "OAUTH-201", 408),
    status("proxy", "OAUTH-315", 407, 511),
)  # fmt: skip

OAUTH_RULES: tuple[Rule, ...] = (*TROUBLED, *ADVICE, *TELLING, *ERRORS, *WORDED, *SHAPES)
