"""Rules for what the libraries below raise while they speak to Exchange: exchangelib's own, requests' and urllib3's
(the network, whose codes they get), oauthlib's. The words that came with them mostly say more."""

from __future__ import annotations

from .ews_shape import ANY, CODE_WITHIN, FETCH, LISTING, ONE_EMAIL, SENDING, ews, raised, worded
from .shape import Rank, Rule

# Classes that say only that something went wrong; exchangelib's text for an answer that it can't judge.
VAGUE = frozenset({
    "MalformedResponseError", "SOAPError", "TransportError", "ResponseMessageError", "EWSError", "EWSWarning",
    "ParseError", "XMLSyntaxError", "ContentDecodingError", "DecodeError",
})  # fmt: skip
MISUSE = (
    "InvalidEnumValue", "InvalidTypeError", "MultipleObjectsReturned", "NaiveDateTimeNotAllowed", "UnknownTimeZone",
)  # fmt: skip
STATUS_WITHIN = r"\b[1-5]\d\d\b"
UNJUDGED: tuple[Rule, ...] = tuple(
    ews(f"unjudged.{status}", code, Rank.SHAPED, text=rf"failure in response\. Code: {status}\b")
    for status, code in (
        (302, "EWS-302"), (401, "EWS-102"), (403, "EWS-305"), (404, "EWS-301"), (407, "EWS-314"), (429, "EWS-203"),
        (500, "EWS-207"), (502, "EWS-201"), (503, "EWS-205"), (504, "EWS-209"),
    )
)  # fmt: skip

EXCHANGELIB: tuple[Rule, ...] = (
    raised("unauthorized", "EWS-102", ANY, "UnauthorizedError"),
    raised("rate-limit", "EWS-203", ANY, "RateLimitError"),
    raised("redirect", "EWS-302", ANY, "RedirectError", "RelativeRedirect", "TooManyRedirects"),
    raised("autodiscover", "EWS-315", ANY, "AutoDiscoverFailed", "AutoDiscoverError", "AutoDiscoverCircularRedirect"),
    raised("sessions", "EWS-204", ANY, "SessionPoolMinSizeReached", "SessionPoolMaxSizeReached"),
    raised("front-end", "EWS-207", ANY, "CASError", rank=Rank.LAST),
    raised("nonsense", "EWS-216", ANY, *VAGUE, rank=Rank.LAST),
    ews("code.nonsense", "EWS-216", Rank.LAST, codes=VAGUE, text="^", unless=rf"{STATUS_WITHIN}|{CODE_WITHIN}"),
    raised("misuse", "EWS-901", LISTING, *MISUSE),
    raised("misuse-over-an-email", "EWS-903", ONE_EMAIL, *MISUSE),
    raised("gone", "MSG-202", FETCH, "DoesNotExist"),
    raised("gone-before-sending", "EWS-404", SENDING, "DoesNotExist"),
    raised("gone-while-listing", "EWS-212", LISTING, "DoesNotExist"),
)  # fmt: skip

TOKENS: tuple[Rule, ...] = (
    raised("token-ran-out", "EWS-210", ANY, "TokenExpiredError", "InvalidTokenError", "MissingTokenError"),
    raised("grant", "EWS-108", ANY, "InvalidGrantError"),
    raised("app", "EWS-320", ANY, "InvalidClientError", "InvalidClientIdError", "UnauthorizedClientError"),
    raised("cut-off", "NET-204", ANY, "InvalidChunkLength"),
    raised("scope", "EWS-317", ANY, "InvalidScopeError", "InsufficientScopeError", "AccessDeniedError"),
)  # fmt: skip

# What they say, whatever the class around it.
REFUSED = r"connection refused|actively refused|WinError 10061"
NO_NAME = (
    r"name or service not known|nodename nor servname|getaddrinfo failed|no address associated with hostname|"
    r"Failed to resolve|has no DNS entry|remote name could not be resolved|no such host is known"
)
NOT_NOW = r"Temporary failure in name resolution"
LATE = (
    r"\b(?:read|connect\w*|request|operation|Connection to \S{1,80}) (?:has )?timed out|"
    r"ReadTimeout|ConnectTimeout|TimeoutError"
)
LOST = (
    r"Connection aborted|RemoteDisconnected|connection (?:was )?(?:reset|broken)|IncompleteRead|broken pipe|"
    r"Remote end closed|Response ended prematurely|forcibly closed|"
    r"connection was closed unexpectedly|underlying connection was closed|connection that was expected to be kept alive"
)
CERTIFICATE = (
    r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|could not establish trust relationship|"
    r"remote certificate (?:is|was) (?:invalid|rejected)|PKIX path building failed|unable to find valid certification"
)
EXPIRED = r"certificate has expired"
OTHER_NAME = r"hostname mismatch|ip address mismatch|hostname '\S{1,80}' doesn't match"
AUTHORITY = r"self[- ]signed certificate|unable to get (?:local )?issuer certificate"
HANDSHAKE = r"SSLEOFError|EOF occurred in violation|SSLZeroReturn"
NO_WAY = r"no route to host|(?:network|host) is unreachable"
BEFORE = rf"{REFUSED}|{NO_NAME}|{NOT_NOW}|{CERTIFICATE}|{HANDSHAKE}|{NO_WAY}"

SAID: tuple[Rule, ...] = (
    worded("nobody-listens", "NET-202", ANY, REFUSED),
    worded("no-name", "NET-301", ANY, NO_NAME, unless=NOT_NOW),
    worded("no-name-now", "NET-201", ANY, NOT_NOW),
    worded("certificate", "TLS-306", ANY, CERTIFICATE, unless=rf"{EXPIRED}|{OTHER_NAME}|{AUTHORITY}"),
    worded("certificate-expired", "TLS-301", ANY, EXPIRED),
    worded("certificate-name", "TLS-305", ANY, OTHER_NAME),
    worded("certificate-authority", "TLS-304", ANY, AUTHORITY),
    worded("handshake", "TLS-201", ANY, HANDSHAKE),
    worded("no-way", "NET-206", ANY, NO_WAY),
    worded("late", "NET-216", ANY, LATE, unless=BEFORE),
    worded("lost", "NET-204", ANY, LOST, unless=rf"{BEFORE}|{LATE}"),
)  # fmt: skip

RAISED: tuple[Rule, ...] = (*EXCHANGELIB, *UNJUDGED, *TOKENS, *SAID)
