"""Rules for words of Exchange that say more than the code, or the HTTP status, beside them."""

from __future__ import annotations

from .ews_shape import ANY, FETCH, NOT_SENDING, SENDING, telling
from .shape import Rule

LOCKED = (
    r"account (?:is |was |has been )?(?:currently )?(?:automatically )?locked|locked out and may not be logged on|"
    r"Konto (?:ist |wurde )?(?:derzeit |zurzeit )?gesperrt|compte .{0,40}verrouill|cuenta .{0,40}bloqueada"
)
RAN_OUT = (
    r"token_expired|token_expiration|token (?:has |is |was )?(?:already )?expired|expired token|AccessTokenExpired|"
    r"TokenExpired|lifetime validation failed|invalid_lifetime|is not yet valid|session (?:has )?(?:timed out|expired)"
)
BAD_APP = (
    r"invalid_(?:audience|resource|signature|issuer|tenant|client|scope|appid)\b|insufficient_scope|unauthorized_client|"
    r"audience (?:claim )?(?:value )?.{0,40}(?:is )?invalid|oauth_not_available|"
    r"(?:token|app\w*|client) (?:has|have|contains?) (?:no|not enough|insufficient) (?:scope|permission|privilege)s?|"
    r"token (?:has an )?invalid signature"
)
# A web server has applications of its own, which may be missing too.
NO_APP = r"application .{0,60}not (?:allowed|authorized|found)|missing .{0,20}scope"
DIAGNOSED = r"x-ms-diagnostics: |\d{7};reason="
NO_USER = r"invalid_user\b|NoUserFoundWithGivenClaims|user specified by the user-?context .{0,40}does not exist"
SWITCHED_OFF = (
    r"EWSEnabled|EWSAllowedAppIDs|EwsAllowList|EwsBlockList|EwsApplicationAccessPolicy|"
    r"(?:Exchange Web Services|EWS)(?: \(EWS\))? (?:access )?(?:is|are|has been|have been|was)(?: now)? "
    r"(?:currently )?(?:disabled|blocked|not (?:enabled|allowed|supported) for (?:this|the|your) "
    r"(?:tenant|org\w*|app\w*|user|mailbox)|retired|turned off)|"
    r"(?:access to|use of) (?:Exchange Web Services|EWS) (?:is|has been|was) (?:disabled|blocked|denied|restricted)|"
    r"(?:app\w*|client|tenant|user agent) .{0,60}(?:blocked|not allowed|not permitted|disabled) .{0,20}"
    r"(?:Exchange Web Services|\bEWS\b)"
)
BY_POLICY = r"\[RAOP\]|AppOnly AccessPolicy|ApplicationAccessPolicy|blocked by (?:tenant|app\w*) .{0,40}policy"
NO_BASIC = (
    r"basic ?auth\w* (?:is |has been |was )?(?:disabled|blocked|not (?:allowed|supported|enabled)|turned off|retired)|"
    r"no compatible auth type|legacy auth\w* (?:is |has been )?(?:disabled|blocked)|unsupported auth\w*|"
    r"auth\w* (?:scheme|method|type)s? .{0,40}(?:not supported|unsupported|unacceptable)|"
    r"Failed to get (?:autodiscover )?auth type"
)
MOVED = (
    r"ExchangePrincipal object contains outdated|mailbox may have been moved|MapiExceptionMdbOffline|"
    r"MapiExceptionLogonFailed|MapiExceptionNetworkError|MapiExceptionServerPaused|MapiExceptionUnknownMailbox|"
    r"WrongServerException|MailboxInTransitException|MailboxOfflineException|MailboxInfoStale|"
    r"MailboxUnavailableException|MailboxCrossSiteFailover"
)

NOT_APP = rf"{RAN_OUT}|{SWITCHED_OFF}|\(invalid_client\)"
STORE_FULL = r"MapiException(?:Shutoff)?QuotaExceeded|(?:Shutoff|Storage)QuotaExceededException"

BESIDE_A_CODE: tuple[Rule, ...] = (
    telling("locked", "EWS-104", ANY, LOCKED),
    telling("token-ran-out", "EWS-210", ANY, RAN_OUT, unless=r"invalid_grant|refresh token"),
    telling("app-refused", "EWS-317", ANY, BAD_APP, unless=NOT_APP),
    telling("app-unknown", "EWS-317", ANY, NO_APP, unless=rf"{NOT_APP}|{BAD_APP}|{DIAGNOSED}",
            http_statuses=frozenset({401, 403})),
    telling("app-unknown-diagnosed", "EWS-317", ANY, rf"(?:{DIAGNOSED}).{{0,80}}(?:{NO_APP})",
            unless=rf"{NOT_APP}|{BAD_APP}"),
    telling("no-user", "EWS-308", ANY, NO_USER),
    telling("switched-off", "EWS-305", ANY, SWITCHED_OFF),
    telling("policy", "EWS-306", ANY, BY_POLICY, unless=SWITCHED_OFF),
    telling("no-basic", "EWS-316", ANY, NO_BASIC),
    telling("moved", "EWS-202", ANY, MOVED),
    telling("store-limit", "EWS-204", ANY, r"MapiExceptionSessionLimit|MapiExceptionMaxObjsExceeded"),
    telling("store-full", "EWS-105", SENDING, STORE_FULL),
    telling("store-full-while-reading", "EWS-222", NOT_SENDING, STORE_FULL),
    telling("store-late", "EWS-208", ANY, r"MapiExceptionTimeout|MapiExceptionRpcServerTooBusy"),
    telling("directory", "EWS-201", ANY,
            r"ADTransientException|ADServerSettingsChangedException|SuitabilityDirectoryException|"
            r"(?:domain controller|global catalog|active directory)\b.{0,60}(?:unavailable|not available|"
            r"not be contacted|can(?:not|'t) be (?:reached|contacted))"),
    telling("damaged-email", "MSG-301", FETCH, r"MapiExceptionCorruptData|StoragePermanentException.{0,60}corrupt"),
)  # fmt: skip
