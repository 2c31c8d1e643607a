"""What the sub-codes of a token endpoint add to its `error`: better advice, never another nature or level. Entra's
numbers and suberrors, Google's error_subtype. Entra says that they may change, so an answer whose sub-code is not here
is judged by `error` alone (oauth.py)."""

from __future__ import annotations

from errors.model import Protocol

from .shape import Rank, Rule

# `error` decides the level, so advice of one level is never given on an error of another. consent_required is missing:
# it is a suberror too, and a rule that names it in `codes` would take the suberror for the error.
OF_A_MAILBOX = frozenset({
    "invalid_grant", "invalid_token", "invalid_refresh_token", "invalid_code", "interaction_required",
    "login_required", "account_selection_required", "mfa_required", "interrupted_user",
    "access_denied", "authorization_declined", "expired_token", "bad_verification_code", "code_expired",
})  # fmt: skip
OF_A_PROFILE = frozenset({
    "invalid_client", "invalid_client_secret", "client_not_found", "deleted_client", "disabled_client",
    "unauthorized_client", "unsupported_grant_type", "unsupported_response_type", "invalid_scope",
    "invalid_oauthscope", "invalid_resource", "invalid_target", "invalid_request", "invalid_input",
    "invalid_redirect_uri", "redirect_uri_mismatch", "admin_policy_enforced", "org_internal", "invalid_dpop_proof",
})  # fmt: skip

OUT = frozenset(range(502, 600)) - {511}
TROUBLE = OUT | {429, 500}  # statuses of a service that asks for less or is out of order: then no reason is believed


def advice(name: str, code: str, errors: frozenset[str], *numbers: int) -> tuple[Rule, Rule]:
    """By Entra's numbers, beside one of these errors; or alone, as libraries quote them."""
    inner = frozenset(f"AADSTS{number}" for number in numbers)
    return (
        Rule(
            f"oauth.advice.{name}", code, Rank.TELLING, Protocol.OAUTH, codes=errors, inner=inner, unless_http=TROUBLE
        ),
        Rule(f"oauth.number.{name}", code, Rank.WORDED, Protocol.OAUTH, inner=inner),
    )


def suberror(name: str, code: str, found: str) -> Rule:
    """Without a number of Entra's, which says more."""
    return Rule(f"oauth.suberror.{name}", code, Rank.TELLING, Protocol.OAUTH, codes=OF_A_MAILBOX, unless_http=TROUBLE,
                text=rf'"(?:suberror|error_subtype)"\s{{0,3}}:\s{{0,3}}"(?:{found})"',
                unless=r'AADSTS\d|"error_codes"')  # fmt: skip


OF_OWNERS: tuple[Rule, ...] = (
    *advice("idle", "OAUTH-102", OF_A_MAILBOX, 700082, 700081, 70008, 70043, 50089),
    *advice("single-page", "OAUTH-110", OF_A_MAILBOX, 700084),
    *advice("recalled", "OAUTH-103", OF_A_MAILBOX, 50173, 50132, 50133),
    *advice("in-person", "OAUTH-104", OF_A_MAILBOX, 50072, 50074, 50076, 50078, 50079, 50058, 50097, 50125, 50127,
            50158, 50203, 53004, 16000, 16001, 16002, 16003),
    *advice("password", "OAUTH-105", OF_A_MAILBOX, 50126, 50056),
    *advice("password-expired", "OAUTH-106", OF_A_MAILBOX, 50055, 50142, 50144),
    *advice("locked", "OAUTH-107", OF_A_MAILBOX, 50053),
    *advice("declined", "OAUTH-108", OF_A_MAILBOX, 65004),
    *advice("code-used", "OAUTH-109", OF_A_MAILBOX, 54005, 70019, 70020, 70021),
    *advice("consent", "OAUTH-311", OF_A_MAILBOX, 65001, 90094, 90095, 650054),
    *advice("conditional-access", "OAUTH-312", OF_A_MAILBOX, 53000, 53001, 53002, 53003, 53009, 53010, 53011, 530001,
            530002, 530003, 530004, 530021, 530031, 530032, 530034, 530035, 50005, 50105, 50131, 50155, 50199),
    *advice("disabled", "OAUTH-313", OF_A_MAILBOX, 50057, 500341, 500342, 500343),
    *advice("no-such-user", "OAUTH-314", OF_A_MAILBOX, 50034, 50020, 51004, 90072),
)  # fmt: skip
OF_APPS: tuple[Rule, ...] = (
    *advice("secret", "OAUTH-302", OF_A_PROFILE, 7000215, 50012),
    *advice("secret-expired", "OAUTH-303", OF_A_PROFILE, 7000222),
    *advice("certificate", "OAUTH-304", OF_A_PROFILE, 700027, 700024, 700021, 700023, 700030, 50027, 5002738, 700211,
            700212, 700213, 7000214),
    *advice("no-such-app", "OAUTH-305", OF_A_PROFILE, 700016, 7000112, 700038, 90130),
    *advice("flow", "OAUTH-306", OF_A_PROFILE, 7000218, 700025, 700009, 700026, 7000014, 9002326, 9002327, 70001,
            70002, 70003, 7000114),
    *advice("no-such-tenant", "OAUTH-307", OF_A_PROFILE, 90002, 900021, 900023, 90019, 50059, 50128, 50194, 90013,
            9002332, 500208),
    *advice("scope", "OAUTH-308", OF_A_PROFILE, 500011, 500014, 70011, 65005, 65002, 650052, 650053, 650056, 650057,
            1002012, 28002, 28003, 501051, 501461),
    *advice("request", "OAUTH-309", OF_A_PROFILE, 50011, 500112, 90014, 900144, 9002313, 900971, 700054, 9002012),
)  # fmt: skip
SUBERRORS: tuple[Rule, ...] = (
    suberror("consent", "OAUTH-311", "consent_required"),
    suberror("expired", "OAUTH-102", "token_expired|bad_token"),
    suberror("in-person", "OAUTH-104",
             "basic_action|additional_action|message_only|user_password_expired|invalid_rapt|rapt_required"),
    suberror("protected", "OAUTH-312", "protection_policy_required|client_mismatch"),
)  # fmt: skip

ADVICE: tuple[Rule, ...] = (*OF_OWNERS, *OF_APPS, *SUBERRORS)
